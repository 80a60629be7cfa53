import { DAY_MS } from '#base';
import { type ForetoldCut, foretoldBy, openCasesOfLog, resolutionsOfRun, writeScenario } from '#calibration';
import { parseScenario } from '#scenario';
import { calibrationOf, type DatedCaseLog } from '../../../src/apps/shared/calibration/dated-log.ts';
import { scenarioNames } from '../../../src/apps/shared/calibration/log-window.ts';
import { steadyPart } from '../../../src/apps/shared/calibration/steady-part.ts';
import { sha256, successOf } from '../../running.ts';
import { WORDS } from './rolling.ts';

/** How well runs from the open cases of a log foretell when each is resolved, by a scenario from what the log has until then. */

export interface OpenCasesPlan {
  /** The first instants of the forecasts, epoch ms. */
  readonly cuts: readonly number[];
  /** How far they look ahead. Later resolutions count as if they came then. */
  readonly days: number;
  readonly runs: number;
}

export function foretoldCuts(log: DatedCaseLog, { cuts, days, runs }: OpenCasesPlan): readonly ForetoldCut[] {
  return cuts.flatMap((atMs) => {
    const before = steadyPart({ ...log, untilMs: atMs }, { until: 'the cut' }, WORDS);
    const calibration = calibrationOf(before, [], WORDS);
    const start = new Date(atMs).toISOString();
    const names = { ...scenarioNames(before, 'open'), start, horizon: `${days} days` };
    const { text } = writeScenario(calibration, names, null);
    const alone = { path: 'scenario.yaml', text, readFile: () => ({ ok: false as const, problem: 'none' }) };
    const { scenario } = successOf(parseScenario(alone));
    const open = openCasesOfLog(log.cases, scenario, { atMs, writtenAtMs: atMs });
    const started = successOf(parseScenario({ ...alone, backlog: { file: 'open.csv', text: open.csv } }));
    const made = Array.from({ length: runs }, (_, replication) =>
      resolutionsOfRun(started.scenario, { replication, digest: sha256 }),
    );
    const ids = open.lines.map(({ id }) => id);
    return foretoldBy(made, log.cases, { atMs, ids, untilMs: atMs + days * DAY_MS }) ?? [];
  });
}
