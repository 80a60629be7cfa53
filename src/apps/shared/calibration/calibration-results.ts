import { formatCount, plural } from '#base';
import {
  type Calibration,
  clockOf,
  type Figure,
  trendSentences,
  type Validation,
  validationSentences,
} from '#calibration';
import { civilDateOf } from '#domain';
import { type CalibrationPage, renderCalibrationPage } from '#report';

export interface CalibrationFindings {
  readonly calibration: Calibration;
  readonly figures: readonly Figure[];
  readonly assumptions: readonly string[];
  /** The scenario, or the overlay over one. */
  readonly text: string;
  readonly validation: Validation;
  /** Segments of the log that the extended scenario lacks. */
  readonly missing: readonly string[];
}

/** A calibration as all programs show it. */
export interface CalibrationResults {
  readonly page: CalibrationPage;
  /** What `calibration.json` holds. */
  readonly result: CalibrationResult;
  readonly files: Readonly<Record<string, string>>;
}

export type CalibrationResult = ReturnType<typeof resultOf>;

export function calibrationResults(found: CalibrationFindings): CalibrationResults {
  const { calibration, figures, text, validation } = found;
  const result = resultOf(found);
  const page: CalibrationPage = {
    title: `Calibration from ${calibration.options.log}`,
    answer: result.answer,
    calibration,
    validation,
    figures,
    assumptions: result.assumptions,
  };
  const files = {
    'scenario.yaml': text,
    'calibration.json': `${JSON.stringify(result, null, 1)}\n`,
    'calibration.html': renderCalibrationPage(page),
  };
  return { page, result, files };
}

function resultOf({ assumptions, calibration, figures, missing, validation }: CalibrationFindings) {
  const { options, stories } = calibration;
  const [from, until] = [options.fromMs, options.untilMs].map((ms) => dateIn(options.timeZone, ms));
  const extent = `${options.log}: ${formatCount(figures.length)} figures from ${plural(stories.length, 'case')} opened from ${from} until ${until}; ${plural(assumptions.length, 'thing')} that the log cannot tell ${assumptions.length === 1 ? 'is' : 'are'} assumed.`;
  const unused = missing.map((id) => `The scenario has no segment ${id}: its cases are left out.`);
  return {
    'meridian-calibration': 1,
    log: options.log,
    from: new Date(options.fromMs).toISOString(),
    until: new Date(options.untilMs).toISOString(),
    answer: [...validationSentences(validation, trendSentences(calibration.arrivals.trend)), extent],
    cases: stories.length,
    work: calibration.work.reading,
    assumptions: [...unused, ...assumptions],
    figures,
    validation,
  };
}

/** The date of an instant on the clock of a zone. */
export function dateIn(zone: string, epochMs: number): string {
  return civilDateOf(clockOf(zone, { fromMs: epochMs, untilMs: epochMs }).dayAt(epochMs));
}
