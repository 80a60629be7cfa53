import { plural } from '#base';
import { writeScenario } from '#calibration';
import { calibrationSections, drawnSections } from '#report';
import { parseScenario, type ScenarioInput } from '#scenario';
import { calibrationResults, validationAgainst } from '../../../shared/calibration/calibration-results.ts';
import {
  type AnyCaseLog,
  calibrationOf,
  type DatedCaseLog,
  datedLog,
  type LogChoices,
  type LogWords,
  zoneOfCustomers,
} from '../../../shared/calibration/dated-log.ts';
import { judgingOf, scenarioNames } from '../../../shared/calibration/log-window.ts';
import { steadyPart } from '../../../shared/calibration/steady-part.ts';
import { sha256 } from '../../../shared/hashes-in-browsers.ts';
import type {
  CalibrationRequest,
  ExperimentAnswer,
  HoldOutRequest,
  LogChoiceTexts,
  ScenarioText,
} from '../../protocol.ts';
import type { Library } from '../library.ts';
import { goodValue, pause, Refusal, type Work } from '../work.ts';

/** What the page calls the choices. */
const WORDS: LogWords['of'] = {
  from: 'From',
  until: 'Until',
  timeZone: 'Time zone',
  country: 'Country',
  channel: 'Channel',
};

/** Text of a scenario from the log, and until when its cases were used. */
export interface MadeScenario {
  readonly text: string;
  readonly untilMs: number;
}

/** A scenario that was made from the user's log, as text, with what it was made from. `until`: what messages call the end of that. */
function scenarioFromLog(log: AnyCaseLog, request: LogChoiceTexts, until = WORDS.until) {
  const words = { log: log.name, of: { ...WORDS, until } };
  const choices = choicesOf(request);
  const dated = steadyPart(datedLog(log, choices, words), choices, words);
  const calibration = calibrationOf(dated, [], words);
  const names = scenarioNames(dated);
  const written = writeScenario(calibration, names, null);
  const inputOf = (text: string): ScenarioInput => ({
    path: `calibrated/${names.name}/scenario.yaml`,
    text,
    readFile: (file) => ({ ok: false, problem: `${file} does not exist` }),
  });
  return { calibration, dated, input: inputOf(written.text), inputOf, written };
}

/** A scenario from the user's log, and how close it comes to what happened, as in `meridian calibrate`. */
export async function calibrateLog(
  log: AnyCaseLog,
  request: CalibrationRequest,
  work: Work,
): Promise<{ readonly answer: ExperimentAnswer; readonly made: MadeScenario }> {
  const { runs } = request;
  await tellRuns(0, runs, work);
  const { calibration, dated, input, inputOf, written } = scenarioFromLog(log, request);
  const making = { zones: [], base: null, inputOf };
  const judged = { whole: input, history: calibration.stories };
  const comparison = judgingOf(dated, judged, making, { digest: sha256, engine: 'table' });
  const { window } = comparison;
  await simulateRuns(comparison, runs, work);
  const validation = comparison.compared();
  const { files, page } = calibrationResults({ calibration, ...written, validation, missing: [] });
  const answer = {
    heading: page.title,
    extent: extentOf(window, `${plural(runs, 'run')} compared with the last part of the log`),
    sections: drawnSections(calibrationSections(page)),
    files,
    edited: { path: input.path, text: written.text },
  };
  return { answer, made: { text: written.text, untilMs: dated.untilMs } };
}

/** Simulates runs one by one, and reports progress to the page. */
async function simulateRuns(comparison: { simulate(): void }, runs: number, work: Work): Promise<void> {
  for (let run = 1; run <= runs; run++) {
    comparison.simulate();
    await tellRuns(run, runs, work);
  }
}

function tellRuns(done: number, runs: number, work: Work): Promise<void> {
  return pause(work, 'replicating', done / runs, done, runs);
}

function extentOf({ fromMs, untilMs }: Pick<DatedCaseLog, 'fromMs' | 'untilMs'>, text: string) {
  return { simulatedMs: untilMs - fromMs, horizonMs: untilMs - fromMs, text };
}

/** What the user says of the log. Choices that were left empty are left out. */
function choicesOf({ channel, country, from, timeZone, until, zones }: LogChoiceTexts): LogChoices {
  const choices = Object.entries({ channel, country, from, timeZone, until });
  return { ...Object.fromEntries(choices.filter(([, text]) => text !== '')), zones: zonesOf(zones) };
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

/** What the page calls the cut. */
const CUT = 'Kept out from';

/** How far a scenario is from what happened after a cut, as in `meridian validate-against --from`. */
export async function holdOutOf(
  log: AnyCaseLog,
  { library, made }: { readonly library: Library; readonly made: MadeScenario | null },
  request: HoldOutRequest,
  work: Work,
): Promise<ExperimentAnswer> {
  const { cut, runs, scenario: chosen } = request;
  await tellRuns(0, runs, work);
  const words = { log: log.name, of: { ...WORDS, from: CUT } };
  const keptOut = datedLog(log, choicesOf({ ...request, from: cut }), words);
  const input =
    chosen === null
      ? scenarioFromLog(log, { ...request, until: cut }, CUT).input
      : await library.input(chosen);
  const { scenario } = goodValue(parseScenario(input));
  const underWay = validationAgainst({ input, scenario }, keptOut, { digest: sha256, engine: 'table' });
  await simulateRuns(underWay, runs, work);
  const { files, page } = underWay.results();
  return {
    heading: page.title,
    extent: extentOf(keptOut, `${plural(runs, 'run')} compared with ${casesOf(keptOut, chosen, made)}`),
    sections: drawnSections(calibrationSections(page)),
    files: chosen !== null ? files : { ...files, 'scenario.yaml': input.text },
    edited: chosen !== null ? null : { path: input.path, text: input.text },
  };
}

/** What the page knows of the cases that are compared: whether the scenario was made from them, too. */
function casesOf({ fromMs }: DatedCaseLog, chosen: ScenarioText | null, made: MadeScenario | null): string {
  if (chosen === null) return 'cases that the scenario was not made from';
  if (chosen.text !== made?.text)
    return 'cases of the log; whether the scenario was made from them, too, the page cannot know';
  if (made.untilMs <= fromMs) return 'cases that the scenario was not made from';
  const until = new Date(made.untilMs).toISOString();
  return `cases of the log, but not only with new ones: the scenario was made from those until ${until}`;
}
