import { canonicalJson, detectedSign } from '#base';
import type { Scenario } from '#domain';
import type { Estimate } from '#statistics';
import type { Measure } from '../measures/measure.ts';
import { type AddedWages, addedHours, addedWages, groupsFor } from '../price/price.ts';
import type { Executor } from '../replications/executor.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { replicateOnce } from '../replications/replications.ts';
import { pairedDifference } from './compared-measure.ts';

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
  /** Whether agents must learn something, at a cost that the scenario does not know. */
  readonly needsTraining: boolean;
}

export interface RecoveryPlan {
  readonly scenario: Scenario;
  readonly actions: readonly RecoveryAction[];
  readonly measure: Measure;
  readonly seed: string;
  readonly replications: number;
  /** All intervals of gains of single actions hold together with this probability, and so do those of combinations. */
  readonly level: number;
  /** How much the measure lost, above 0. Actions are combined if none wins that back alone. */
  readonly lost: number;
  /** Several actions as one; null if they cannot be taken together. */
  readonly combined: (actions: readonly RecoveryAction[]) => RecoveryAction | null;
}

export interface Recovery {
  /** In order of their rank: see `tryRecovery`. */
  readonly tried: readonly TriedAction[];
  /**
   * Two or three of the best actions together, in the same order. Empty if one alone wins back what was lost, or fewer than two help. Made
   * with random numbers of their own, because the others have decided what is combined.
   */
  readonly combinations: readonly TriedAction[];
  /** Actions that looked less promising in a first look at few replications, and were not simulated further. */
  readonly passedOver: number;
  readonly replications: number;
}

/** More are looked at first with few replications, and only the most promising ones are simulated further. */
const SIMULATED_MOST = 12;
const FIRST_LOOK = 2;

const TRAINING = 'cross-training';
/** This many of the best actions are combined, by pairs and then all together. */
const COMBINED_MOST = 3;

/** Whom an action must reach to have an effect on a measure. */
export interface Concerned {
  /** Groups that promise, law and languages allow to take the cases concerned. */
  readonly groups: ReadonlySet<string>;
  /** Groups that promise and law allow to, whatever they speak. */
  readonly trainable: ReadonlySet<string>;
  /** Languages of the customers. */
  readonly languages: readonly string[];
}

/** To leave actions out before their scenarios are resolved, which takes most of the time. */
export function concernedBy({ measure, scenario }: Pick<RecoveryPlan, 'measure' | 'scenario'>): Concerned {
  const segments = segmentsOf(measure, scenario);
  const idsOf = (one: Scenario) =>
    new Set(groupsFor(one, segments).map((index) => one.groups[index]?.id ?? ''));
  const all = scenario.languages.map((_, language) => language);
  const spokenByAll = { ...scenario, groups: scenario.groups.map((group) => ({ ...group, languages: all })) };
  const own = scenario.streams.filter(({ segment }) =>
    segments.includes(scenario.segments[segment]?.id ?? ''),
  );
  return {
    groups: idsOf(scenario),
    trainable: idsOf(spokenByAll),
    languages: scenario.languages.filter((_, l) =>
      own.some(({ languageShares }) => (languageShares[l] ?? 0) > 0),
    ),
  };
}

function segmentsOf({ filter }: Measure, { segments }: Scenario): readonly string[] {
  return filter?.segment === undefined ? segments.map(({ id }) => id) : [filter.segment];
}

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
  const concerned = segmentsOf(measure, scenario);
  return actions.filter(({ group, scenario: changed }) => {
    const index = changed.groups.findIndex(({ id }) => id === group);
    // Nearly every action changes its group, which is much less to compare than the whole.
    const isSameGroup = canonicalJson(changed.groups[index]) === canonicalJson(scenario.groups[index]);
    if (isSameGroup && canonicalJson(changed) === unchanged) return false;
    return group === null || groupsFor(changed, concerned).includes(index);
  });
}

/**
 * Simulates each action under common random numbers and ranks them: first what helps without additional hours, then what helps most per
 * wage (without wages: per hour), then training, whose cost the scenario does not know, then the rest. If none wins back what was lost, the
 * best are combined. Null if it was interrupted, or if a replication failed.
 */
export async function tryRecovery(
  plan: RecoveryPlan,
  executor: Executor,
  goesOn: (done: number, of: number) => boolean,
): Promise<Recovery | null> {
  const { actions, level, replications, seed } = plan;
  const few = Math.min(FIRST_LOOK, replications);
  const isLookedAt = actions.length > SIMULATED_MOST;
  const total = (isLookedAt ? (actions.length + 1) * few : 0) + (SIMULATED_MOST + 1) * replications;
  const gains = gainsIn(plan, executor, goesOn, total);
  const first = isLookedAt ? await gains(actions, { seed, replications: few, level }) : [];
  if (first === null) return null;
  const chosen = isLookedAt
    ? first.toSorted(([, one], [, other]) => meanOf(other) - meanOf(one)).map(([action]) => action)
    : actions;
  const simulated = chosen.slice(0, SIMULATED_MOST);
  const found = await gains(simulated, { seed, replications, level: levelOfEach(level, simulated.length) });
  if (found === null) return null;
  const tried = found
    .map((one) => triedOf(plan, one))
    .toSorted((one, other) => byRank(one.tried, other.tried));
  const groups = combinationsOf(plan, tried);
  const together = await gains(
    groups.map(({ action }) => action),
    { seed: `${seed} combined`, replications, level: levelOfEach(level, groups.length) },
  );
  if (together === null) return null;
  const combinations = together.map(([action, gain], g) => {
    const { tried: single } = triedOf(plan, [action, gain]);
    return { ...single, needsTraining: groups[g]?.needsTraining ?? false };
  });
  return {
    tried: tried.map((one) => one.tried),
    combinations: combinations.toSorted(byRank),
    passedOver: chosen.length - simulated.length,
    replications,
  };
}

/** The probability with which each of `count` intervals must hold for all to hold together with `level`. */
function levelOfEach(level: number, count: number): number {
  return 1 - (1 - level) / Math.max(1, count);
}

type Gained = readonly [RecoveryAction, Estimate | null];
type Extent = Pick<RecoveryPlan, 'level' | 'replications' | 'seed'>;

/** Simulates actions beside the scenario as it is. The result is null if that was interrupted, or if a replication failed. */
function gainsIn(
  { measure, scenario }: RecoveryPlan,
  executor: Executor,
  goesOn: (done: number, of: number) => boolean,
  total: number,
): (actions: readonly RecoveryAction[], extent: Extent) => Promise<readonly Gained[] | null> {
  let done = 0;
  const recordsOf = async (one: Scenario, extent: Extent) => {
    const mayGoOn = () => goesOn(done, Math.max(done, total));
    if (!mayGoOn()) return null;
    done += extent.replications;
    const watch = { isInterrupted: () => !mayGoOn(), done: () => {} };
    return replicateOnce(one, measure, extent, executor, watch);
  };
  return async (actions, extent) => {
    if (actions.length === 0) return [];
    const base = await recordsOf(scenario, extent);
    const found: Gained[] = [];
    for (const action of actions) {
      const records = base === null ? null : await recordsOf(action.scenario, extent);
      if (records === null) return null;
      found.push([action, gainOf(base ?? [], records, measure, extent.level)]);
    }
    return found;
  };
}

interface Tried {
  readonly action: RecoveryAction;
  readonly tried: TriedAction;
}

function triedOf({ scenario }: RecoveryPlan, [action, gain]: Gained): Tried {
  const { kind, scenario: changed, text } = action;
  return {
    action,
    tried: {
      kind,
      text,
      gain,
      isHelpful: detectedSign(gain) === 1,
      wages: addedWages(scenario, changed),
      hours: addedHours(scenario, changed),
      needsTraining: kind === TRAINING,
    },
  };
}

/** Every two of the best actions that help, and all three; none if one of them is enough. `all`: by rank. */
function combinationsOf({ combined, lost }: RecoveryPlan, all: readonly Tried[]) {
  const helpful = all.filter(({ tried }) => tried.isHelpful);
  if (helpful.some(({ tried }) => meanOf(tried.gain) >= lost)) return [];
  const [strongest] = helpful.toSorted((one, other) => meanOf(other.tried.gain) - meanOf(one.tried.gain));
  const ranked = helpful.slice(0, COMBINED_MOST);
  const best =
    strongest === undefined || ranked.includes(strongest) ? ranked : [...ranked.slice(0, -1), strongest];
  const pairs = best.flatMap((one, i) => best.slice(i + 1).map((other) => [one, other]));
  const groups = best.length > 2 ? [...pairs, best] : pairs;
  return groups.flatMap((group) => {
    const action = combined(group.map((one) => one.action));
    const needsTraining = group.some(({ tried }) => tried.needsTraining);
    return action === null ? [] : [{ action, needsTraining }];
  });
}

function byRank(one: TriedAction, other: TriedAction): number {
  const classes = classOf(one) - classOf(other);
  if (classes !== 0) return classes;
  return classOf(one) === PAID ? worthOf(other) - worthOf(one) : meanOf(other.gain) - meanOf(one.gain);
}

const PAID = 1;

/** 0: helps without additional hours · 1: helps at a cost · 2: helps at an unknown cost · 3: doesn't detectably help. */
function classOf({ hours, isHelpful, needsTraining }: TriedAction): number {
  if (!isHelpful) return 3;
  if (needsTraining) return 2;
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
