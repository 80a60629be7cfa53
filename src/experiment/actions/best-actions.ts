import { chunks, detectedSign, present, type Relevance, WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import { type Estimate, levelOfEach } from '#statistics';
import { pairedDifference } from '../comparison/compared-measure.ts';
import type { Measure } from '../measures/measure.ts';
import { type AddedWages, addedHours, addedWages } from '../price/price.ts';
import type { Executor } from '../replications/executor.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf, replicateEach, type Step } from '../replications/replications.ts';

/** A change of the scenario that may improve a measure. */
export interface Action {
  /** Whether agents must learn something, at a cost that the scenario does not know. */
  readonly needsTraining: boolean;
  /** Whether its agents work in this run only, so that it is paid once. */
  readonly isOnce: boolean;
  /** The scenario with the change; null if its checks object to it. Called at most once, shortly before it is simulated. */
  scenario(): Scenario | null;
}

export interface ActionPlan<Of extends Action> {
  readonly scenario: Scenario;
  readonly actions: readonly Of[];
  /** Actions that are looked at together first, if there are many: all that may help in one group. One that is in none is always simulated. */
  readonly screenings: readonly { readonly actions: readonly Of[]; scenario(): Scenario | null }[];
  /** What is to improve. */
  readonly measure: Measure;
  /** What may suffer. */
  readonly others: readonly Measure[];
  readonly seed: string;
  /** How often each action that is left at the end is simulated. */
  readonly replications: number;
  /** All intervals of gains hold together with this probability, and so do those of effects on other measures. */
  readonly level: number;
  /** The smallest gain that matters. */
  readonly relevance: Relevance;
}

/** What an action brings, and what it costs. */
export interface TriedAction<Of extends Action> {
  readonly action: Of;
  /** How much better the measure becomes; above 0 is better, whichever way the measure is read. Null if nothing was observed. */
  readonly gain: Estimate | null;
  /** The measure with the action. */
  readonly after: Estimate | null;
  /** True if the whole interval of the gain is above 0. */
  readonly isHelpful: boolean;
  /** Changes of the other measures that are not 0 in all replications: with the action minus without. */
  readonly others: readonly OtherEffect[];
  readonly cost: ActionCost;
}

export interface OtherEffect {
  readonly measure: Pick<Measure, 'better' | 'id' | 'title' | 'unit'>;
  readonly change: Estimate;
  /** On which side the whole interval is; null if it has 0 in it. */
  readonly side: 'better' | 'worse' | null;
}

export interface ActionCost {
  /** Wages of the additional hours; null if the scenario has no wages. */
  readonly wages: AddedWages | null;
  /** Additional hours on duty, all agents together. */
  readonly hours: number;
  /** The run, if it is shorter than a week, or if the agents work in this run only. */
  readonly hoursPer: 'week' | 'run';
  /** Decides the rank: wages of the whole run, or hours if nobody has a wage. */
  readonly ofRun: number;
  /** Copied from the action. */
  readonly needsTraining: boolean;
}

export interface BestActions<Of extends Action> {
  /** The measure without any change, from the same replications as the gains. */
  readonly before: Estimate | null;
  /** The smallest gain that matters, in the unit of the measure. */
  readonly least: number;
  /** Those that were left at the end, in order of rank: see `findBestActions`. */
  readonly tried: readonly TriedAction<Of>[];
  /** How many of the other measures have cases. */
  readonly others: number;
  /** Actions that were simulated by themselves. */
  readonly simulated: number;
  /** Actions that were only simulated together with others of their group, whose effect was small. */
  readonly screened: number;
  /** Actions to which the checks of the scenario object. */
  readonly refused: number;
}

/** Scenarios of a first look: of screenings and of actions. More actions than that leaves are screened by groups first. */
const LOOKED_AT_MOST = 120;
const SIMULATED_LEAST = 40;
const AT_ONCE_LEAST = 8;
/** One replication shows which groups have no effect: all their actions together have a large one, if any. */
const SCREENING = 1;
/** Replications of the first and of the last look. They double with each look. */
const FIRST_LOOK = 2;
const LAST_LOOK = 8;
const FINALISTS = 6;

/**
 * Successive halving under common random numbers: each look has twice as many replications as the one before, and the better half of the free
 * actions, of those that cost, and of training goes on; after the last look, the best few. These are simulated afresh, with other random numbers,
 * so that the choice does not flatter its gain. Ranked: what worsens no other measure first; of these what gains enough to matter; of these what helps without additional
 * hours, then what helps most per wage (without wages: per hour), then training. Source: Z. Karnin, T. Koren and O. Somekh, Almost optimal exploration in multi-armed
 * bandits, ICML 2013. Null if it was interrupted, or if a replication failed. `goesOn` is asked before each replication,
 * with those that have been made, and how many there will be at the most.
 */
export async function findBestActions<Of extends Action>(
  plan: ActionPlan<Of>,
  executor: Executor,
  goesOn: (done: number, of: number) => boolean,
): Promise<BestActions<Of> | null> {
  const search = new Search(plan, executor, goesOn);
  const chosen = await search.screened();
  const found = chosen === null ? null : await search.narrowed(chosen);
  const final = found === null ? null : await search.final(found.finalists);
  if (chosen === null || found === null || final === null) return null;
  return {
    ...final,
    simulated: chosen.length - found.refused,
    screened: plan.actions.length - chosen.length,
    refused: found.refused,
  };
}

interface Contender<Of> {
  readonly action: Of;
  readonly scenario: Scenario;
  readonly cost: ActionCost;
}

/** A scenario, and its replications so far. */
interface Seen {
  readonly scenario: Scenario;
  readonly records: readonly ReplicationRecord[];
}

interface Looked<Of> extends Contender<Of>, Seen {
  readonly gain: number;
}

class Search<Of extends Action> {
  private readonly plan: ActionPlan<Of>;
  private readonly executor: Executor;
  private readonly goesOn: (done: number, of: number) => boolean;
  /** Without any change, with the random numbers of the looks. */
  private base: readonly ReplicationRecord[] = [];
  /** How many scenarios are handed to the executor at a time. They keep its threads busy, and each thread holds a copy of each of them. */
  private readonly atOnce: number;
  private done = 0;
  private readonly most: number;

  constructor(plan: ActionPlan<Of>, executor: Executor, goesOn: (done: number, of: number) => boolean) {
    this.plan = plan;
    this.executor = executor;
    this.goesOn = goesOn;
    this.most = replicationsOf(plan);
    this.atOnce = Math.max(AT_ONCE_LEAST, 2 * executor.parallel);
  }

  /** The actions of those groups in which they have the largest effect together; all, if they are not many. */
  async screened(): Promise<readonly Of[] | null> {
    const { actions, screenings } = this.plan;
    const most = simulatedMost(this.plan);
    if (actions.length <= most) return actions;
    const looked: { readonly actions: readonly Of[]; readonly gain: number }[] = [];
    // Each look has the scenario without a change as well.
    for (const some of chunks(screenings, this.atOnce - 1)) {
      const together = some.map(({ scenario }) => scenario());
      const valid = present(together).map((scenario) => ({ scenario, records: [] }));
      const seen = await this.look(valid, SCREENING);
      if (seen === null) return null;
      const gains = seen.map((records) => this.gainOf(records));
      // Where the checks object to all together, single ones may help: they come after those that are known to.
      for (const [k, { actions: own }] of some.entries())
        looked.push({ actions: own, gain: together[k] === null ? Number.MIN_VALUE : (gains.shift() ?? 0) });
    }
    const screened = new Set(screenings.flatMap(({ actions: own }) => own));
    const chosen = new Set(actions.filter((one) => !screened.has(one)));
    for (const { actions: own, gain } of looked.toSorted((one, other) => other.gain - one.gain))
      for (const one of own) if (gain > 0 && chosen.size < most) chosen.add(one);
    return actions.filter((one) => chosen.has(one));
  }

  /** Those that are worth a close look, and how many the checks refused. */
  async narrowed(
    actions: readonly Of[],
  ): Promise<{ readonly finalists: readonly Contender<Of>[]; readonly refused: number } | null> {
    const { scenario } = this.plan;
    const valid = actions.flatMap((action): Looked<Of>[] => {
      const changed = action.scenario();
      return changed === null
        ? []
        : [{ action, scenario: changed, cost: costOf(action, scenario, changed), records: [], gain: 0 }];
    });
    const refused = actions.length - valid.length;
    let left: readonly Looked<Of>[] = valid;
    for (let replications = FIRST_LOOK; replications <= LAST_LOOK && left.length > 0; replications *= 2) {
      const seen = await this.look(left, replications);
      if (seen === null) return null;
      const looked = left.map((one, k): Looked<Of> => {
        const records = seen[k] ?? [];
        return { ...one, records, gain: this.gainOf(records) };
      });
      const isLast = replications === LAST_LOOK;
      const isFirst = replications === FIRST_LOOK;
      left = looked.filter(({ gain }) => isFirst || (isLast ? gain > 0 : gain !== 0));
      if (left.length > FINALISTS) left = betterHalf(left);
      // Further looks would cost most where there are many actions, and fresh replications judge all that are left anyway.
      while (isLast && left.length > FINALISTS) left = betterHalf(left);
    }
    return { finalists: left, refused };
  }

  /** Their effects, with other random numbers. */
  async final(
    finalists: readonly Contender<Of>[],
  ): Promise<Pick<BestActions<Of>, 'before' | 'least' | 'others' | 'tried'> | null> {
    const { level, measure, others, relevance, replications, scenario, seed } = this.plan;
    const fresh = { seed: `${seed} final`, measures: [measure, ...others], replications };
    const all = [scenario, ...finalists.map((one) => one.scenario)];
    const seen = await this.records(
      all.map((one) => ({ scenario: one, records: [] })),
      fresh,
    );
    if (seen === null) return null;
    const [base = [], ...changed] = seen;
    const observed = others.filter(({ id }) => estimateOf(base, id, level) !== null);
    const gainLevel = levelOfEach(level, finalists.length);
    const otherLevel = levelOfEach(level, finalists.length * observed.length);
    const tried = finalists.map(({ action, cost }, k): TriedAction<Of> => {
      const records = changed[k] ?? [];
      const gain = gained(base, records, measure, gainLevel);
      const effects = observed.flatMap((one) => effectOn(one, base, records, otherLevel));
      const after = estimateOf(records, measure.id, level);
      return { action, gain, after, isHelpful: detectedSign(gain) === 1, others: effects, cost };
    });
    const before = estimateOf(base, measure.id, level);
    const { part, points } = relevance;
    const least = measure.unit === 'share' ? points : part * Math.abs(before?.mean ?? 0);
    return { before, least, others: observed.length, tried: tried.toSorted(byRank(least)) };
  }

  /** Replications up to that number of each, and of the scenario without a change. */
  private async look(
    all: readonly Seen[],
    replications: number,
  ): Promise<readonly (readonly ReplicationRecord[])[] | null> {
    const { measure, scenario, seed } = this.plan;
    const step = { seed, measures: [measure], replications, hasControls: false };
    const seen = await this.records([{ scenario, records: this.base }, ...all], step);
    if (seen === null) return null;
    const [base = [], ...others] = seen;
    this.base = base;
    return others;
  }

  private async records(
    all: readonly Seen[],
    step: Step,
  ): Promise<readonly (readonly ReplicationRecord[])[] | null> {
    const found: (readonly ReplicationRecord[])[] = [];
    const watch = { isInterrupted: () => !this.mayGoOn(), done: () => this.done++ };
    for (const some of chunks(all, this.atOnce)) {
      const seen = await replicateEach(some, step, this.executor, watch);
      if (seen === null) return null;
      found.push(...seen);
    }
    return found;
  }

  private mayGoOn(): boolean {
    return this.goesOn(this.done, Math.max(this.done, this.most));
  }

  private gainOf(records: readonly ReplicationRecord[]): number {
    const base = this.base.slice(0, records.length);
    return gained(base, records, this.plan.measure, this.plan.level)?.mean ?? 0;
  }
}

function simulatedMost({ screenings }: Pick<ActionPlan<Action>, 'screenings'>): number {
  return Math.max(SIMULATED_LEAST, LOOKED_AT_MOST - screenings.length);
}

/** About as many as a search makes: each look after the first makes as many as there are actions. */
function replicationsOf({ actions, replications, screenings }: ActionPlan<Action>): number {
  const most = simulatedMost({ screenings });
  const count = Math.min(actions.length, most);
  const looks = Math.log2(LAST_LOOK / FIRST_LOOK);
  const screened = actions.length > most ? screenings.length * SCREENING : 0;
  return screened + count * (FIRST_LOOK + looks) + (FINALISTS + 1) * replications;
}

function gained(
  base: readonly ReplicationRecord[],
  records: readonly ReplicationRecord[],
  { better, id }: Measure,
  level: number,
): Estimate | null {
  return better === 'more'
    ? pairedDifference(base, records, id, level)
    : pairedDifference(records, base, id, level);
}

function effectOn(
  { better, id, title, unit }: Measure,
  base: readonly ReplicationRecord[],
  records: readonly ReplicationRecord[],
  level: number,
): readonly OtherEffect[] {
  const change = pairedDifference(base, records, id, level);
  if (change === null || (change.mean === 0 && change.halfWidth === 0)) return [];
  const sign = detectedSign(change);
  const side = sign === 0 ? null : sign > 0 === (better === 'more') ? 'better' : 'worse';
  return [{ measure: { better, id, title, unit }, change, side }];
}

function costOf({ isOnce, needsTraining }: Action, before: Scenario, after: Scenario): ActionCost {
  return {
    wages: addedWages(before, after, isOnce),
    hours: addedHours(before, after, isOnce),
    hoursPer: isOnce || before.horizonMs < WEEK_MS ? 'run' : 'week',
    ofRun: addedWages(before, after, true)?.amount || addedHours(before, after, true),
    needsTraining,
  };
}

type CostClass = 'free' | 'paid' | 'training';
const CLASSES: readonly CostClass[] = ['free', 'paid', 'training'];

function classOf({ hours, needsTraining }: ActionCost): CostClass {
  if (needsTraining) return 'training';
  return hours > 0 ? 'paid' : 'free';
}

/** The gain per wage of the additional hours; per hour, if nobody is paid for them. */
function worthOf(gain: number, cost: ActionCost): number {
  return classOf(cost) === 'paid' ? gain / cost.ofRun : gain;
}

function betterHalf<Of>(all: readonly Looked<Of>[]): readonly Looked<Of>[] {
  return CLASSES.flatMap((name) => {
    const own = all.filter(({ cost }) => classOf(cost) === name);
    return own
      .toSorted((one, other) => worthOf(other.gain, other.cost) - worthOf(one.gain, one.cost))
      .slice(0, Math.ceil(own.length / 2));
  });
}

/** For sorting. `least`: the smallest gain that matters. */
function byRank<Of extends Action>(least: number) {
  return (one: TriedAction<Of>, other: TriedAction<Of>): number => {
    const [first, second] = [one, other].map((each) => rankOf(each, least)) as [number, number];
    if (first !== second) return first - second;
    return worthOf(meanOf(other), other.cost) - worthOf(meanOf(one), one.cost);
  };
}

/**
 * What doesn't detectably help comes last; what worsens another measure comes after what does not, and a gain too small to matter after those
 * that are not.
 */
function rankOf<Of extends Action>(tried: TriedAction<Of>, least: number): number {
  const { cost, isHelpful, others } = tried;
  const isHarmful = others.some(({ side }) => side === 'worse');
  const steps = [!isHelpful, isHarmful, meanOf(tried) < least];
  return (
    steps.reduce((rank, isBehind) => 2 * rank + Number(isBehind), 0) * CLASSES.length +
    CLASSES.indexOf(classOf(cost))
  );
}

function meanOf<Of extends Action>({ gain }: TriedAction<Of>): number {
  return gain?.mean ?? Number.NEGATIVE_INFINITY;
}
