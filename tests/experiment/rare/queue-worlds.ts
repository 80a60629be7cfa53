import type { Scenario } from '#domain';
import { casesByRates, chooseLevels, combineRuns, type Pilot, type RareResult, splitOnce } from '#experiment';
import { readRareEvent } from '../../../src/apps/shared/experiment/rare-event.ts';
import { successOf } from '../../running.ts';
import { scenarioOf } from '../../validation/judge.ts';
import { MINUTE_MS, queueText, scenarioText } from '../../validation/scenario-text.ts';

/** Queues whose rare events have known probabilities; mean work 1 min, so that arrivals per minute are the load. */

/** `lines`: how many cases may be in the system; null for no limit. */
export interface QueueWorld {
  readonly agents: number;
  readonly load: number;
  readonly lines: number | null;
  readonly warmUp: number;
  /** Minutes that count. */
  readonly counted: number;
}

export function queueWorld({ agents, counted, lines, load, warmUp }: QueueWorld): Scenario {
  const text = queueText({
    agents,
    rate: load,
    handle: 'exponential 1 min',
    more: lines === null ? '' : `lines: { phone: { total: ${lines} } }`,
  });
  return scenarioOf({ text: scenarioText(text, (warmUp + counted) * MINUTE_MS) });
}

export interface Splitting {
  readonly event: string;
  readonly paths: number;
  readonly runs: number;
  readonly seed: string;
}

/** The result of that many independent runs, and its pilot. */
export function split(
  scenario: Scenario,
  warmUp: number,
  { event: text, paths, runs, seed }: Splitting,
  known?: Pilot,
): { readonly pilot: Pilot; readonly result: RareResult; readonly estimates: readonly number[] } {
  const event = successOf(readRareEvent(text, scenario));
  const fromMs = warmUp * MINUTE_MS;
  const plan = { event, importance: 'in system' as const, fromMs, paths, seed };
  const pilot = known ?? chooseLevels(scenario, plan);
  const made = Array.from({ length: runs }, (_, k) =>
    splitOnce(scenario, { ...plan, levels: pilot.levels }, k),
  );
  const cases = event.isShare ? casesByRates(scenario, event.segment, fromMs) : null;
  const estimates = made.map(({ estimate }) => estimate / (cases ?? 1));
  return { pilot, result: combineRuns(pilot, made, 0.95, cases), estimates };
}
