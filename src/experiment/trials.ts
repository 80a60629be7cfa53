import { type Attainment, attainmentOf } from '#base';
import type { Scenario } from '#domain';
import type { Estimate } from '#statistics';
import { pairedDifference } from './compared-measure.ts';
import type { Executor } from './executor.ts';
import { headcountsOf, withHeadcounts, withShift } from './headcounts.ts';
import { filtersOf, type Measure } from './measures.ts';
import { type AddedWages, addedWages } from './price.ts';
import { estimateOfSeen, type ReplicationRecord, replicate } from './replications.ts';

/** More agents that may help to meet a target. */
export interface TrialPlan {
  readonly scenario: Scenario;
  /** A share of which more is better, and how much of it is wanted. */
  readonly measure: Measure;
  readonly wanted: number;
  /** Shifts that may get more agents, the most promising first. */
  readonly shifts: readonly { readonly group: number; readonly shift: number }[];
  /** So many more in one shift at most. */
  readonly agentsMax: number;
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
}

/** What so many more agents in a shift came to. */
export interface Trial {
  readonly group: number;
  readonly shift: number;
  readonly agents: number;
  readonly estimate: Estimate | null;
  readonly attainment: Attainment | null;
  /** What they are paid; null where the scenario has no wages. */
  readonly wages: AddedWages | null;
}

export interface Trials {
  /** Without any change. */
  readonly before: Pick<Trial, 'attainment' | 'estimate'>;
  /** In the order in which they were made; the last one meets the target, if any does. */
  readonly tried: readonly Trial[];
  readonly replications: number;
}

export interface TrialWatch {
  readonly isInterrupted: () => boolean;
  readonly done: () => void;
}

/**
 * Puts more and more agents into the first shift until the target is met, and then into the next one. A shift in which one more agent makes
 * no detectable difference gets no second one. All are compared under common random numbers. Null when it was interrupted, or a replication
 * failed.
 */
export async function tryMoreAgents(
  plan: TrialPlan,
  executor: Executor,
  watch: TrialWatch,
): Promise<Trials | null> {
  const { agentsMax, level, measure, replications, scenario, shifts } = plan;
  const base = await recordsOf(scenario, plan, executor, watch);
  if (base === null) return null;
  const before = judged(base, plan);
  const tried: Trial[] = [];
  const outcome = { before, tried, replications };
  if (before.attainment === 'met') return outcome;
  const counts = headcountsOf(scenario);
  for (const { group, shift } of shifts) {
    for (let agents = 1; agents <= agentsMax; agents++) {
      const had = counts[group]?.[shift] ?? 0;
      const changed = withHeadcounts(scenario, withShift(counts, group, shift, had + agents));
      const records = await recordsOf(changed, plan, executor, watch);
      if (records === null) return null;
      const trial = { group, shift, agents, ...judged(records, plan), wages: addedWages(scenario, changed) };
      tried.push(trial);
      if (trial.attainment === 'met') return outcome;
      const gained = pairedDifference(base, records, measure.id, level);
      if (agents === 1 && (gained === null || gained.mean <= gained.halfWidth)) break;
    }
  }
  return outcome;
}

function judged(
  records: readonly ReplicationRecord[],
  { level, measure, wanted }: TrialPlan,
): Pick<Trial, 'attainment' | 'estimate'> {
  const estimate = estimateOfSeen(records, measure.id, level);
  return { estimate, attainment: attainmentOf(wanted, 'more', estimate) };
}

async function recordsOf(
  scenario: Scenario,
  { level, measure, replications, seed }: TrialPlan,
  executor: Executor,
  watch: TrialWatch,
): Promise<readonly ReplicationRecord[] | null> {
  await executor.begin([scenario], filtersOf([measure]));
  const stopping = { minimum: replications, maximum: replications, precision: null, measures: [] };
  const store = { known: [], add: () => {} };
  const { records, failures } = await replicate(
    { measures: [[measure]], seed, level, stopping },
    executor,
    store,
    watch,
  );
  return watch.isInterrupted() || failures.length > 0 ? null : (records[0] ?? null);
}
