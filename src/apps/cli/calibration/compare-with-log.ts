import { basename, dirname, join } from 'node:path';
import { type Result, success, WEEK_MS } from '#base';
import { clockOf, settle, simulatedStories, type Validation, validate } from '#calibration';
import type { Scenario } from '#domain';
import { parseScenario, type ScenarioInput } from '#scenario';
import { sha256 } from '../../shared/host.ts';
import { complained, type Problem } from '../../shared/problem.ts';
import type { OpenedCaseLog } from './case-log-options.ts';

/** Simulated before the window, so that it does not begin with empty queues. */
const BEFORE_MS = WEEK_MS;

type SettledHistory = ReturnType<typeof settle>['stories'];

/** Simulates a scenario in a window of a log, and compares it with what happened. */
export function compareWithLog(
  input: ScenarioInput,
  history: SettledHistory,
  { clockZone, defaults, fromMs, runs, untilMs }: OpenedCaseLog,
  historyFromMs: number,
): Result<Validation, Problem> {
  const scenario = scenarioOfWindow(input, fromMs - BEFORE_MS, untilMs);
  if (!scenario.ok) return scenario;
  const { value } = scenario;
  const simulated = Array.from({ length: runs }, (_, replication) => {
    const stories = simulatedStories(value, { fromMs, untilMs, replication, digest: sha256 });
    return settle(stories, defaults).stories;
  });
  const clock = clockOf(clockZone, { fromMs: historyFromMs, untilMs });
  return success(validate({ history, historyFromMs, runs: simulated }, { fromMs, untilMs, clock }));
}

/** The scenario with the start and the horizon of a window. */
/** A scenario from one instant until another, ms since 1970, whatever its own dates are. */
export function scenarioOfWindow(
  input: ScenarioInput,
  fromMs: number,
  untilMs: number,
): Result<Scenario, Problem> {
  const text = [
    'meridian: 1',
    `extends: ./${basename(input.path)}`,
    'name: window',
    `start: ${new Date(fromMs).toISOString()}`,
    `horizon: ${Math.ceil(untilMs - fromMs)} ms`,
    'warmUp: null',
  ];
  const path = join(dirname(input.path), 'window-of-log.yaml');
  const parse = (lines: readonly string[]) =>
    parseScenario({
      path,
      text: `${lines.join('\n')}\n`,
      readFile: (file) => (file === input.path ? { ok: true, value: input.text } : input.readFile(file)),
    });
  // A warm-up that the scenario does not have cannot be deleted.
  const withWarmUp = parse(text);
  const parsed = withWarmUp.ok ? withWarmUp : parse(text.slice(0, -1));
  return parsed.ok ? success(parsed.value.scenario) : complained('bad input', parsed.problem);
}
