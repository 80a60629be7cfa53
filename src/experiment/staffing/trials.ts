import { type Attainment, attainmentOf, detectedSign } from '#base';
import type { Scenario } from '#domain';
import type { Estimate } from '#statistics';
import { pairedDifference } from '../comparison/compared-measure.ts';
import type { Measure } from '../measures/measure.ts';
import { type AddedWages, addedWages } from '../price/price.ts';
import type { Executor } from '../replications/executor.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOfSeen, replicateOnce } from '../replications/replications.ts';
import { headcountsOf, withHeadcounts, withShift } from './headcounts.ts';

interface ShiftPlace {
  readonly group: number;
  readonly shift: number;
}

/** More agents that may help to meet a target. */
export interface TrialPlan {
  readonly scenario: Scenario;
  /** A share (more is better), and its target value. */
  readonly measure: Measure;
  readonly wanted: number;
  /** Shifts that may get more agents, the most promising first. */
  readonly shifts: readonly ShiftPlace[];
  /** Upper limit for the agents added to one shift. */
  readonly agentsMax: number;
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
}

/** The result of adding agents to one shift, or to several at once. */
export interface Trial {
  readonly added: readonly (ShiftPlace & { readonly agents: number })[];
  readonly estimate: Estimate | null;
  readonly attainment: Attainment | null;
  /** Their wages; null if the scenario has none. */
  readonly wages: AddedWages | null;
}

export interface Trials {
  /** Without any change. */
  readonly before: Pick<Trial, 'attainment' | 'estimate'>;
  /** In the order of the trials; the last one meets the target, if any does. */
  readonly tried: readonly Trial[];
  readonly replications: number;
}

export interface TrialWatch {
  readonly isInterrupted: () => boolean;
  readonly done: () => void;
}

/**
 * Adds agents one by one to the first shift, then to the next one, and finally to all shifts in which they helped at once, and stops as
 * soon as the target is met. A shift in which the first added agent does not certainly help gets no second one and does not count as
 * helped. All trials use common random numbers. Null if it was interrupted, or if a replication failed.
 */
export async function tryMoreAgents(
  plan: TrialPlan,
  executor: Executor,
  watch: TrialWatch,
): Promise<Trials | null> {
  const { replications, scenario, shifts } = plan;
  const base = await replicateOnce(scenario, { ...plan, measures: [plan.measure] }, executor, watch);
  if (base === null) return null;
  const before = judged(base, plan);
  const tried: Trial[] = [];
  const outcome = { before, tried, replications };
  if (before.attainment === 'met') return outcome;
  const trying = { plan, executor, watch, base };
  const helpful: ShiftPlace[] = [];
  for (const shift of shifts) {
    const found = await tryIn([shift], trying);
    if (found === null) return null;
    tried.push(...found.tried);
    if (found.result === 'met') return outcome;
    if (found.result === 'helps') helpful.push(shift);
  }
  if (helpful.length < 2) return outcome;
  const together = await tryIn(helpful, trying);
  if (together === null) return null;
  tried.push(...together.tried);
  return outcome;
}

interface Trying {
  readonly plan: TrialPlan;
  readonly executor: Executor;
  readonly watch: TrialWatch;
  /** Without any change. */
  readonly base: readonly ReplicationRecord[];
}

/** Adds agents one by one to each of these shifts, the same number to each. */
async function tryIn(
  places: readonly ShiftPlace[],
  { base, executor, plan, watch }: Trying,
): Promise<{
  readonly tried: readonly Trial[];
  readonly result: 'met' | 'helps' | 'makes no difference';
} | null> {
  const { agentsMax, level, measure, scenario } = plan;
  const tried: Trial[] = [];
  for (let agents = 1; agents <= agentsMax; agents++) {
    const added = places.map(({ group, shift }) => ({ group, shift, agents }));
    const changed = withMoreIn(scenario, added);
    const records = await replicateOnce(changed, { ...plan, measures: [plan.measure] }, executor, watch);
    if (records === null) return null;
    const trial = { added, ...judged(records, plan), wages: addedWages(scenario, changed) };
    tried.push(trial);
    if (trial.attainment === 'met') return { tried, result: 'met' };
    const gained = pairedDifference(base, records, measure.id, level);
    if (agents === 1 && detectedSign(gained) !== 1) return { tried, result: 'makes no difference' };
  }
  return { tried, result: 'helps' };
}

function withMoreIn(scenario: Scenario, added: Trial['added']): Scenario {
  const counts = added.reduce(
    (sum, { agents, group, shift }) => withShift(sum, group, shift, (sum[group]?.[shift] ?? 0) + agents),
    headcountsOf(scenario),
  );
  return withHeadcounts(scenario, counts);
}

function judged(
  records: readonly ReplicationRecord[],
  { level, measure, wanted }: TrialPlan,
): Pick<Trial, 'attainment' | 'estimate'> {
  const estimate = estimateOfSeen(records, measure.id, level);
  return { estimate, attainment: attainmentOf(wanted, 'more', estimate) };
}
