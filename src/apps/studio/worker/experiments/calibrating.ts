import { plural } from '#base';
import { writeScenario } from '#calibration';
import { renderCalibrationSections } from '#report';
import type { ScenarioInput } from '#scenario';
import { calibrationResults } from '../../../shared/calibration/calibration-results.ts';
import {
  type AnyCaseLog,
  calibrationOf,
  datedLog,
  type LogWords,
  zoneOfCustomers,
} from '../../../shared/calibration/dated-log.ts';
import { comparisonInWindow, windowOf } from '../../../shared/calibration/log-window.ts';
import { scenarioNames } from '../../../shared/calibration/scenario-names.ts';
import type { CalibrationRequest, ExperimentAnswer } from '../../protocol.ts';
import { sha256 } from '../sha256.ts';
import { goodOrRefused, Refusal, type Work } from '../work.ts';

/** What the page calls the choices. */
const WORDS: LogWords['of'] = {
  from: 'From',
  until: 'Until',
  timeZone: 'Time zone',
  country: 'Country',
  channel: 'Channel',
};

/** A scenario from the user's log, and how close it comes to what happened, as in `meridian calibrate`. */
export async function calibrateLog(
  log: AnyCaseLog,
  request: CalibrationRequest,
  work: Work,
): Promise<ExperimentAnswer> {
  const words = { log: log.name, of: WORDS };
  const tell = (cases: number) =>
    work.progress({ share: cases / request.runs, stage: 'replicating', cases, waiting: request.runs });
  tell(0);
  await work.breathe();
  const dated = goodOrRefused(datedLog(log, { ...given(request), zones: zonesOf(request.zones) }, words));
  const calibration = goodOrRefused(calibrationOf(dated, [], words));
  const names = scenarioNames(dated);
  const written = writeScenario(calibration, names, null);
  const input: ScenarioInput = {
    path: `calibrated/${names.name}/scenario.yaml`,
    text: written.text,
    readFile: (file) => ({ ok: false, problem: `${file} does not exist` }),
  };
  const window = { ...dated, ...windowOf(dated) };
  const { stories } = calibration;
  const comparison = goodOrRefused(
    comparisonInWindow(input, stories, window, {
      digest: sha256,
      engine: 'table',
      historyFromMs: dated.fromMs,
    }),
  );
  for (let run = 0; run < request.runs; run++) {
    await work.breathe();
    comparison.simulate();
    tell(run + 1);
  }
  const validation = comparison.compared();
  const { files, page } = calibrationResults({ calibration, ...written, validation, missing: [] });
  const windowMs = window.untilMs - window.fromMs;
  return {
    heading: page.title,
    extent: {
      ...{ simulatedMs: windowMs, horizonMs: windowMs },
      text: `${plural(request.runs, 'run')} compared with the last part of the log`,
    },
    sections: renderCalibrationSections(page),
    files,
    edited: { path: input.path, text: written.text },
  };
}

/** Choices without those that were left empty. */
function given({ channel, country, from, timeZone, until }: CalibrationRequest) {
  const choices = Object.entries({ channel, country, from, timeZone, until });
  return Object.fromEntries(choices.filter(([, text]) => text !== ''));
}

/** Countries with the zones of their customers. */
function zonesOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  return new Map(
    parts.map((part) => {
      const zone = zoneOfCustomers(part);
      if (zone !== null) return zone;
      throw new Refusal(`${part} names no country with its time zone; write e.g. DE=Europe/Berlin`);
    }),
  );
}
