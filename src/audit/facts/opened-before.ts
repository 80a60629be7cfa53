import type { CaseNumber, OpenCase, RunMs, Scenario } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { type CaseView, SUBMITTED } from './case-state.ts';
import { NONE } from './world-state.ts';

/** Stands for the last agent of a case if that agent had it before the run. */
export const FORMER_AGENT = -2;

/** The row of a case that was open before the run: cases have the numbers of their rows. */
export function openRowOf({ backlog }: Scenario, number: CaseNumber): OpenCase | undefined {
  return backlog === undefined ? undefined : backlog[number];
}

/** Whether somebody had answered the case before the run: all but those in triage, or that wait for the first answer. */
export function hadAnAnswer({ state }: OpenCase): boolean {
  return state !== 'waiting' && state !== 'triage';
}

/** Whether the case waits for an agent at the start, and not with one. */
function waitsAtStart({ state }: OpenCase): boolean {
  return state === 'waiting' || state === 'transferred' || state === 'replied';
}

/** Whether the case was opened before the run. */
export function wasOpenBefore({ scenario }: ScenarioTables, { number }: CaseView): boolean {
  return openRowOf(scenario, number) !== undefined;
}

/** Since when a case that joins a queue waits there: one that the scenario has waiting at the start has waited before. */
export function waitsSinceMs(
  { scenario }: ScenarioTables,
  { number, rare }: CaseView,
  was: number,
  timeMs: RunMs,
): RunMs {
  if (was !== SUBMITTED) return timeMs;
  if (rare.countsFromMs !== NONE) return rare.countsFromMs;
  const one = openRowOf(scenario, number);
  return one !== undefined && waitsAtStart(one) ? one.sinceMs : timeMs;
}
