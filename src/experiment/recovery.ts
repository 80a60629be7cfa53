import { canonicalJson, detectedSign } from '#base';
import type { Scenario } from '#domain';
import type { Estimate } from '#statistics';
import { pairedDifference } from './compared-measure.ts';
import type { Executor } from './executor.ts';
import type { Measure } from './measures.ts';
import { type AddedWages, addedHours, addedWages, groupsFor } from './price.ts';
import { type ReplicationRecord, replicateOnce } from './replications.ts';

/** A change that may win service back. */
export interface RecoveryAction {
  /** What is changed, in the words of the scenario file. */
  readonly text: string;
  readonly kind: string;
  /** The group that is changed, as `centre/group`; null if it is none. */
  readonly group: string | null;
  readonly scenario: Scenario;
}

/** What a simulated action brings, and what it costs. */
export interface TriedAction extends Pick<RecoveryAction, 'kind' | 'text'> {
  /** How much better the measure becomes; above 0 is better, whichever way the measure is read. Null if nothing was observed. */
  readonly gain: Estimate | null;
  /** True if the whole interval of the gain is above 0. */
  readonly isHelpful: boolean;
  /** Wages of the additional hours; null if the scenario has no wages. */
  readonly wages: AddedWages | null;
  /** Additional hours on duty in a week, all agents together; in the whole run, if it is shorter than a week. */
  readonly hours: number;
}

export interface RecoveryPlan {
  readonly scenario: Scenario;
  readonly actions: readonly RecoveryAction[];
  readonly measure: Measure;
  readonly seed: string;
  readonly replications: number;
  /** All intervals of gains hold together with this probability. */
  readonly level: number;
}

export interface Recovery {
  /** In order of their rank: see `tryRecovery`. */
  readonly tried: readonly TriedAction[];
  /** Actions that looked less promising in a first look at few replications, and were not simulated further. */
  readonly passedOver: number;
  readonly replications: number;
}

/** More are looked at first with few replications, and only the most promising ones are simulated further. */
const SIMULATED_MOST = 12;
const FIRST_LOOK = 2;

const TRAINING = 'cross-training';

/**
 * The actions that can have an effect on the measure: those that change the scenario, in a group that promise, law and languages allow to
 * take the cases concerned. An action that only a weaker promise would make useful is not among them.
 */
export function usefulActions({
  actions,
  measure,
  scenario,
}: Pick<RecoveryPlan, 'actions' | 'measure' | 'scenario'>): readonly RecoveryAction[] {
  const unchanged = canonicalJson(scenario);
  const segment = measure.filter?.segment;
  const concerned = segment === undefined ? scenario.segments.map(({ id }) => id) : [segment];
  return actions.filter(({ group, scenario: changed }) => {
    if (canonicalJson(changed) === unchanged) return false;
    if (group === null) return true;
    const index = changed.groups.findIndex(({ id }) => id === group);
    return groupsFor(changed, concerned).includes(index);
  });
}

/**
 * Simulates each action under common random numbers and ranks them: first what helps without additional hours, then what helps most per
 * wage (without wages: per hour), then training, whose cost the scenario does not know, then the rest. Null if it was interrupted, or if a replication failed.
 */
export async function tryRecovery(
  plan: RecoveryPlan,
  executor: Executor,
  goesOn: (done: number, of: number) => boolean,
): Promise<Recovery | null> {
  const { actions, level, measure, replications, scenario } = plan;
  const few = Math.min(FIRST_LOOK, replications);
  const isLookedAt = actions.length > SIMULATED_MOST;
  const total = (isLookedAt ? (actions.length + 1) * few : 0) + (SIMULATED_MOST + 1) * replications;
  let done = 0;
  const recordsOf = async (one: Scenario, count: number) => {
    if (!goesOn(done, total)) return null;
    done += count;
    const watch = { isInterrupted: () => !goesOn(done, total), done: () => {} };
    return replicateOnce(one, measure, { ...plan, replications: count }, executor, watch);
  };
  const gains = async (of: readonly RecoveryAction[], count: number, confidence: number) => {
    const base = await recordsOf(scenario, count);
    const found: (readonly [RecoveryAction, Estimate | null])[] = [];
    for (const action of of) {
      const records = base === null ? null : await recordsOf(action.scenario, count);
      if (records === null) return null;
      found.push([action, gainOf(base ?? [], records, measure, confidence)]);
    }
    return found;
  };
  const first = isLookedAt ? await gains(actions, few, level) : [];
  if (first === null) return null;
  const chosen = isLookedAt
    ? first.toSorted(([, one], [, other]) => meanOf(other) - meanOf(one)).map(([action]) => action)
    : actions;
  const simulated = chosen.slice(0, SIMULATED_MOST);
  const confidence = 1 - (1 - level) / Math.max(1, simulated.length);
  const found = await gains(simulated, replications, confidence);
  if (found === null) return null;
  const tried = found.map(([{ kind, scenario: changed, text }, gain]) => ({
    ...{ kind, text, gain, isHelpful: detectedSign(gain) === 1 },
    wages: addedWages(scenario, changed),
    hours: addedHours(scenario, changed),
  }));
  return { tried: tried.toSorted(byRank), passedOver: chosen.length - simulated.length, replications };
}

function byRank(one: TriedAction, other: TriedAction): number {
  const classes = classOf(one) - classOf(other);
  if (classes !== 0) return classes;
  return classOf(one) === PAID ? worthOf(other) - worthOf(one) : meanOf(other.gain) - meanOf(one.gain);
}

const PAID = 1;

/** 0: helps without additional hours · 1: helps at a cost · 2: helps at an unknown cost · 3: doesn't detectably help. */
function classOf({ hours, isHelpful, kind }: TriedAction): number {
  if (!isHelpful) return 3;
  if (kind === TRAINING) return 2;
  return hours > 0 ? PAID : 0;
}

/** The gain per wage of the additional hours; without wages, per hour. */
function worthOf({ gain, hours, wages }: TriedAction): number {
  return meanOf(gain) / Math.max(Number.MIN_VALUE, wages?.amount ?? hours);
}

function meanOf(gain: Estimate | null): number {
  return gain?.mean ?? Number.NEGATIVE_INFINITY;
}

function gainOf(
  base: readonly ReplicationRecord[],
  records: readonly ReplicationRecord[],
  { better, id }: Measure,
  level: number,
): Estimate | null {
  return better === 'more'
    ? pairedDifference(base, records, id, level)
    : pairedDifference(records, base, id, level);
}
