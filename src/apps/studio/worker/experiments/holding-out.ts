import { plural } from '#base';
import { renderCalibrationSections } from '#report';
import { parseScenario } from '#scenario';
import { type AnyCaseLog, type DatedCaseLog, datedLog } from '../../../shared/calibration/dated-log.ts';
import { validationAgainst } from '../../../shared/calibration/validation-results.ts';
import type { ExperimentAnswer, HoldOutRequest, ScenarioText } from '../../protocol.ts';
import { goodValue } from '../bad-scenario.ts';
import type { Library } from '../library.ts';
import { sha256 } from '../sha256.ts';
import { goodOrRefused, type Work } from '../work.ts';
import {
  choicesOf,
  extentOf,
  type MadeScenario,
  scenarioFromLog,
  simulateRuns,
  tellRuns,
  wordsFor,
} from './calibrating.ts';

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
  const words = wordsFor(log);
  const keptOut = goodOrRefused(
    datedLog(log, choicesOf({ ...request, from: cut }), {
      ...words,
      of: { ...words.of, from: CUT },
    }),
  );
  const input =
    chosen === null
      ? scenarioFromLog(log, { ...request, until: cut }, CUT).input
      : await library.input(chosen);
  const { scenario } = goodValue(parseScenario(input));
  const underWay = goodOrRefused(
    validationAgainst({ input, scenario }, keptOut, { digest: sha256, engine: 'table' }),
  );
  await simulateRuns(underWay, runs, work);
  const { files, page } = underWay.results();
  return {
    heading: page.title,
    extent: extentOf(keptOut, `${plural(runs, 'run')} compared with ${casesOf(keptOut, chosen, made)}`),
    sections: renderCalibrationSections(page),
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
