import { DAY_MS, formatDuration, formatShare, plural } from '#base';
import { type Validation, writeScenario } from '#calibration';
import { parseScenario } from '#scenario';
import { validationAgainst } from '../../../src/apps/shared/calibration/calibration-results.ts';
import {
  calibrationOf,
  type DatedCaseLog,
  type LogWords,
} from '../../../src/apps/shared/calibration/dated-log.ts';
import { scenarioNames } from '../../../src/apps/shared/calibration/log-window.ts';
import { steadyPart } from '../../../src/apps/shared/calibration/steady-part.ts';
import { sha256, successOf } from '../../running.ts';

/** How close models come to a log that goes on after them, from several origins. */

export const WORDS: LogWords = {
  log: 'the log',
  of: {
    from: '--from',
    until: '--until',
    timeZone: '--time-zone',
    country: '--country',
    channel: '--channel',
  },
};

/** Origins of the rolling comparison, the days that each looks ahead, and the runs of each model. */
interface RollingPlan {
  readonly origins: number;
  readonly days: number;
  readonly runs: number;
}

/** A distance, each figure the mean over the origins. */
export interface RollingRow {
  readonly name: string;
  readonly title: string;
  readonly unit: 'share' | 'hours' | 'minutes';
  /** Null where nothing could be compared. */
  readonly model: number | null;
  readonly halves: number | null;
  readonly replay: number | null;
}

export interface Rolling extends RollingPlan {
  readonly log: string;
  /** First days of the windows, as dates in UTC. */
  readonly from: readonly string[];
  readonly rows: readonly RollingRow[];
}

/**
 * Calibrates from what comes before each origin, and compares with the days after it. The last window ends with the log, and each starts
 * where the one before ends.
 */
export function rollingDistances(log: DatedCaseLog, plan: RollingPlan): Rolling {
  const lengthMs = plan.days * DAY_MS;
  const starts = Array.from({ length: plan.origins }, (_, k) => log.untilMs - (plan.origins - k) * lengthMs);
  const validations = starts.map((fromMs) => validationFrom(log, fromMs, { ...plan, lengthMs }));
  const [first] = validations;
  const meanOf = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const rows = (first?.distances ?? []).map(({ name, title, unit }): RollingRow => {
    const own = validations.flatMap(({ distances }) => distances.filter((one) => one.name === name));
    return {
      name,
      title,
      unit,
      model: meanOf(own.map(({ model }) => model?.value ?? null)),
      halves: meanOf(own.map(({ halves }) => halves)),
      replay: meanOf(own.map(({ replay }) => replay)),
    };
  });
  const from = starts.map((ms) => new Date(ms).toISOString().slice(0, 10));
  return { ...plan, log: log.name, from, rows };
}

function validationFrom(
  log: DatedCaseLog,
  fromMs: number,
  { lengthMs, runs }: RollingPlan & { readonly lengthMs: number },
): Validation {
  const before = steadyPart({ ...log, untilMs: fromMs }, { until: 'the origin' }, WORDS);
  const calibration = calibrationOf(before, [], WORDS);
  const { text } = writeScenario(calibration, scenarioNames(before, 'rolling'), null);
  const input = {
    path: 'rolling/scenario.yaml',
    text,
    readFile: () => ({ ok: false as const, problem: 'no such file' }),
  };
  const { scenario } = successOf(parseScenario(input));
  const window = { ...log, fromMs, untilMs: fromMs + lengthMs };
  const underWay = validationAgainst({ input, scenario }, window, { digest: sha256, engine: 'compiled' });
  for (let run = 0; run < runs; run++) underWay.simulate();
  return underWay.results().result.validation;
}

/** A model may be as far away as the replay, or a quarter farther than two halves of what happened. */
const HALVES_MOST = 1.25;

/** The largest distance that is allowed; null without a measure. */
export function boundOf({ halves, replay }: RollingRow): number | null {
  return halves === null && replay === null ? null : Math.max(replay ?? 0, HALVES_MOST * (halves ?? 0));
}

/** The table, as Markdown, after a sentence that says where a replay is better. `before`: rows of an earlier result, beside these. */
export function rollingText({ days, from, log, rows, runs }: Rolling, before: Rolling | null = null): string {
  const worse = rows.filter(({ model, replay }) => model !== null && replay !== null && model > replay);
  const beyond = rows.filter((row) => (row.model ?? 0) > (boundOf(row) ?? Number.POSITIVE_INFINITY));
  const names = (some: readonly RollingRow[]) => some.map(({ name }) => name).join(', ');
  const first =
    worse.length === 0
      ? 'No distance is worse than that of a replay.'
      : `Worse than a replay of the weeks before by ${plural(worse.length, 'distance')} of ${rows.length}: ${names(worse)}.`;
  const second =
    beyond.length === 0
      ? 'All are within their bounds, the larger of the replay and 1.25 times the halves.'
      : `Beyond the larger of the replay and 1.25 times the halves: ${names(beyond)}.`;
  const text = (value: number | null, unit: RollingRow['unit']) => {
    if (value === null) return '';
    return unit === 'share' ? formatShare(value) : formatDuration(value * (unit === 'hours' ? 3600 : 60));
  };
  const lines = rows.map((row) => {
    const was = before?.rows.find(({ name }) => name === row.name)?.model ?? null;
    const cells = [row.model, row.halves, row.replay].map((value) => text(value, row.unit));
    const isWithin = row.model === null ? '' : beyond.includes(row) ? 'no' : 'yes';
    return `| ${[row.name, ...(before === null ? [] : [text(was, row.unit)]), ...cells, isWithin].join(' | ')} |`;
  });
  const head = ['distance', ...(before === null ? [] : ['before']), 'model', 'halves', 'replay', 'within'];
  return [
    `${first} ${second}`,
    '',
    `${log}, ${plural(from.length, 'window')} of ${plural(days, 'day')} from ${from.join(', ')}; means of ${plural(runs, 'run')} of each.`,
    '',
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...lines,
    '',
  ].join('\n');
}
