import { DAY_MS, type Digest, WEEK_MS } from '#base';
import { clockOf, settle, simulatedStories, validate } from '#calibration';
import type { Scenario } from '#domain';
import { parseScenario, type ScenarioInput } from '#scenario';
import { orRefuse } from '../problem.ts';
import type { DatedCaseLog } from './dated-log.ts';

/** Simulated before the window, so that it does not begin with empty queues. */
const BEFORE_MS = WEEK_MS;

export type SettledHistory = ReturnType<typeof settle>['stories'];

const WINDOW_DAYS = 28;

/** The last four weeks, or the second half if the log is shorter than eight: before them must be weeks to replay. */
export function windowOf({ fromMs, untilMs }: Pick<DatedCaseLog, 'fromMs' | 'untilMs'>): {
  readonly fromMs: number;
  readonly untilMs: number;
} {
  const lengthMs = Math.min(WINDOW_DAYS * DAY_MS, Math.floor((untilMs - fromMs) / 2));
  return { fromMs: untilMs - lengthMs, untilMs };
}

/** What runs a scenario, and how far back the history goes, epoch ms. */
interface WindowHost {
  readonly digest: Digest;
  /** `table` where no code may be generated. */
  readonly engine: 'compiled' | 'table';
  readonly historyFromMs: number;
}

/** Prepares the comparison of a scenario with what happened in a window of a log, run by run. */
export function comparisonInWindow(
  input: ScenarioInput,
  history: SettledHistory,
  { clockZone, defaults, fromMs, untilMs }: DatedCaseLog,
  { digest, engine, historyFromMs }: WindowHost,
) {
  const scenario = scenarioOfWindow(input, fromMs - BEFORE_MS, untilMs);
  const runs: SettledHistory[] = [];
  return {
    /** Simulates the next replication. */
    simulate() {
      const stories = simulatedStories(scenario, {
        fromMs,
        untilMs,
        replication: runs.length,
        digest,
        engine,
      });
      runs.push(settle(stories, defaults).stories);
    },
    /** What the runs so far differ by from what happened. */
    compared() {
      const clock = clockOf(clockZone, { fromMs: historyFromMs, untilMs });
      return validate({ history, historyFromMs, runs }, { fromMs, untilMs, clock });
    },
  };
}

/** A scenario from one instant until another, ms since 1970, whatever its own dates are. `changes`: further lines of YAML. */
export function scenarioOfWindow(
  input: ScenarioInput,
  fromMs: number,
  untilMs: number,
  changes: readonly string[] = [],
): Scenario {
  const text = [
    'meridian: 1',
    `extends: ./${input.path.slice(folderOf(input.path).length)}`,
    'name: window',
    `start: ${new Date(fromMs).toISOString()}`,
    `horizon: ${Math.ceil(untilMs - fromMs)} ms`,
    ...changes,
    'warmUp: null',
  ];
  const path = `${folderOf(input.path)}window-of-log.yaml`;
  const parse = (lines: readonly string[]) =>
    parseScenario({
      path,
      text: `${lines.join('\n')}\n`,
      readFile: (file) => (file === input.path ? { ok: true, value: input.text } : input.readFile(file)),
    });
  // A warm-up that the scenario does not have cannot be deleted.
  const withWarmUp = parse(text);
  return orRefuse(withWarmUp.ok ? withWarmUp : parse(text.slice(0, -1))).scenario;
}

/** With its last slash; empty if the path has none. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
