import { assert, definite } from '#base';
import type { Scenario } from '#domain';
import { boundsOf, type Estimate } from '#statistics';
import type { Goal } from '../measures/goals.ts';
import type { Measure } from '../measures/measure.ts';
import { askedOf, measuresOf, unresolvedMeasure } from '../measures/measures.ts';
import { wantedShares } from '../measures/target-measures.ts';
import type { Asked, Executor, JobResult, JobSummary } from '../replications/executor.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf, observedIn, recordOf } from '../replications/replications.ts';
import type { Permissions } from './cover.ts';

/** A staffing that can be simulated. */
export interface Plan {
  /** Different for different staffings of a search. */
  readonly key: string;
  /** Called only if it has to be simulated. */
  readonly scenario: () => Scenario;
  /** Agent hours on duty over the horizon. */
  readonly hours: number;
}

export interface EvaluationOptions {
  readonly goals: readonly Goal[];
  /** Left out: none. */
  readonly guards?: readonly GuardName[];
  /** Needed for the guard `cover`: who may take which cases. */
  readonly permissions?: Permissions;
  /** Measures to report for today's staff and for the proposed staff. */
  readonly watched?: readonly Measure[];
  readonly replications: number;
  /** Replications of the final check. */
  readonly checked: number;
  readonly level: number;
  readonly seed: string;
  /** Makes the replications. The caller ends it. */
  readonly executor: Executor;
  /** Called before each staffing is simulated. Returning false ends the search. */
  readonly watch: (evaluations: number, hours: number) => boolean;
}

/** The permissions by which minimum cover is judged; null if it is not a guard. */
export function coverPermissions({
  guards,
  permissions,
}: Pick<EvaluationOptions, 'guards' | 'permissions'>): Permissions | null {
  if (guards?.includes('cover') !== true) return null;
  return definite(permissions, 'the guard `cover` comes with permissions');
}

export type Purpose = 'search' | 'check';
/** What was simulated of a staffing. */
export type Values = readonly ReplicationRecord[];

/** A goal or a guard, as the search uses it. */
export interface Requirement {
  readonly measure: Measure;
  /** The value of a goal. Null for a guard, which is compared with today, with this margin. */
  readonly value: number | null;
  readonly marginMost: number;
  readonly guard: Guard | null;
}

/** The name of a requirement among what prevents fewer agents. A goal and a guard of one measure have different bounds. */
export function holdOf({ guard, measure }: Requirement): string {
  return guard === null ? measure.id : `guard:${measure.id}`;
}

/** How far a guard's measure may get worse than today: to the end of today's interval, or to its target if that is further. */
export function boundOf({ guard, marginMost, measure }: Requirement, { mean }: Estimate): number {
  const isLess = measure.better === 'less';
  const bound = mean + (isLess ? marginMost : -marginMost);
  assert(isLess ? bound >= mean : bound <= mean, 'a guard asks for more than there is today');
  const target = guard?.target ?? null;
  if (target === null) return bound;
  return isLess ? Math.max(bound, target) : Math.min(bound, target);
}

/** What was simulated so far. Searches for several goals on the same measures share it. */
export class Known {
  readonly values = new Map<string, Values>();
  evaluations = 0;
}

/** Simulates staffings under common random numbers, and says which goals and guards they miss. Simulates each once. */
export class Evaluation {
  readonly checked: number;
  readonly level: number;
  requirements: readonly Requirement[];
  isEnded = false;
  private readonly options: EvaluationOptions;
  private readonly today: Plan;
  private readonly guards: readonly Guard[];
  private readonly asked: Asked;
  private readonly known: Known;

  constructor(scenario: Scenario, today: Plan, options: EvaluationOptions, known = new Known()) {
    this.options = options;
    this.today = today;
    this.known = known;
    this.checked = options.checked;
    this.level = options.level;
    this.guards = guardsNamed(options.guards ?? [], scenario);
    this.asked = askedOf([
      ...[...options.goals, ...this.guards].map(({ measure }) => measure),
      ...(options.watched ?? []),
    ]);
    this.requirements = options.goals.map((goal) => ({ ...goal, marginMost: 0, guard: null }));
  }

  get evaluations(): number {
    return this.known.evaluations;
  }

  /** Adds the guards whose measure is observed with today's staff. */
  async guard(): Promise<void> {
    if (this.guards.length === 0) return;
    const values = await this.valuesOf(this.today, 'check');
    const found = this.guards.flatMap((guard): readonly Requirement[] => {
      const today = this.estimateOf(values, guard.measure);
      if (today === null) return [];
      const { high, low } = boundsOf(today);
      const margin = guard.measure.better === 'less' ? high - today.mean : today.mean - low;
      const marginMost = Number.isFinite(margin) ? margin : 0;
      return [{ measure: guard.measure, value: null, marginMost, guard }];
    });
    this.requirements = [...this.requirements, ...found];
  }

  /** The values that guards are compared with; null if there are no guards, so nothing need be simulated. */
  async todayFor(purpose: Purpose): Promise<Values | null> {
    const isGuarded = this.requirements.some(({ guard }) => guard !== null);
    return isGuarded ? this.valuesOf(this.today, purpose) : null;
  }

  /** Requirements whose mean is on the wrong side in the runs of the search. */
  async failingIn(plan: Plan): Promise<readonly Requirement[]> {
    const today = await this.todayFor('search');
    const values = await this.valuesOf(plan, 'search');
    return this.requirements.filter((one) => this.gapOf(one, values, today, 'mean') > 0);
  }

  /**
   * Requirements that the check does not find met: goals with confidence, guards by their mean. The one furthest from its value comes
   * first.
   */
  async unmetIn(plan: Plan): Promise<readonly Requirement[]> {
    const today = await this.todayFor('check');
    const values = await this.valuesOf(plan, 'check');
    const scaleOf = ({ marginMost, value }: Requirement) => Math.abs(value ?? marginMost) || 1;
    const gaps = this.requirements.map((one) => ({
      one,
      gap: this.gapOf(one, values, today, 'end') / scaleOf(one),
    }));
    const unmet = gaps.filter(({ gap }) => gap > 0);
    return largestFirst(unmet, ({ gap }) => gap).map(({ one }) => one);
  }

  /** What a staffing misses: in the runs of the search, or if these miss nothing, in those of the check. */
  async missedIn(plan: Plan): Promise<readonly Requirement[]> {
    const failing = await this.failingIn(plan);
    return failing.length > 0 || this.isEnded ? failing : this.unmetIn(plan);
  }

  /**
   * How far a requirement is from being met, in its own unit; at most 0 if it is met. `end`: a goal by the worse end of its interval. An
   * unobserved goal is unmet.
   */
  gapOf(one: Requirement, values: Values, today: Values | null, by: 'mean' | 'end'): number {
    const found = this.estimateOf(values, one.measure);
    const sign = one.measure.better === 'more' ? -1 : 1;
    if (one.value !== null) {
      if (found === null) return Number.POSITIVE_INFINITY;
      const { high, low } = by === 'mean' ? { high: found.mean, low: found.mean } : boundsOf(found);
      const gap = sign > 0 ? high - one.value : one.value - low;
      const isMet = sign > 0 ? high <= one.value : low >= one.value;
      assert(isMet === gap <= 0, `a goal that is ${isMet ? '' : 'not '}met has a gap of ${gap}`);
      return gap;
    }
    const now = today === null ? null : this.estimateOf(today, one.measure);
    return found === null || now === null ? 0 : sign * (found.mean - boundOf(one, now));
  }

  estimateOf(values: Values, { id }: Measure): Estimate | null {
    return estimateOf(observedIn(values, id), id, this.options.level);
  }

  async valuesOf(plan: Plan, purpose: Purpose): Promise<Values> {
    const key = `${purpose}/${plan.key}`;
    const known = this.known.values.get(key);
    if (known !== undefined) return known;
    const { checked, goals, replications, watched = [] } = this.options;
    const results = await this.simulate(plan, purpose === 'check' ? checked : replications, purpose);
    const measures = [...[...goals, ...this.guards].map(({ measure }) => measure), ...watched];
    const values = results.map(({ job, summary }) => recordOf(job, summary, measures));
    if (!this.isEnded) this.known.values.set(key, values);
    return values;
  }

  /** The search and the final check use different random numbers, so that the check is independent of the search. */
  async simulate(
    plan: Plan,
    replications: number,
    purpose: Purpose,
  ): Promise<readonly Extract<JobResult, { readonly summary: JobSummary }>[]> {
    if (this.isEnded || !this.options.watch(this.known.evaluations, plan.hours)) {
      this.isEnded = true;
      return [];
    }
    this.known.evaluations++;
    const { executor } = this.options;
    await executor.begin([plan.scenario()], this.asked);
    const seed = `${this.options.seed}/${purpose}`;
    const results = await Promise.all(
      Array.from({ length: replications }, (_, replication) =>
        executor.run({ scenario: 0, seed, replication }),
      ),
    );
    return results.filter((result) => 'summary' in result);
  }
}

/** A copy in which the item that is largest by `sizeOf` comes first. Items of the same size keep their order. */
export function largestFirst<Item>(all: readonly Item[], sizeOf: (item: Item) => number): readonly Item[] {
  const sorted = [...all].sort((one, other) => sizeOf(other) - sizeOf(one));
  const isInOrder = sorted.every((one, i) => i === 0 || sizeOf(one) <= sizeOf(sorted[i - 1] as Item));
  assert(isInOrder, 'the largest does not come first');
  return sorted;
}

/** What a proposal protects by default. Each guard can be switched off by its name. */
export const GUARD_NAMES = ['targets', 'resolution', 'backlog', 'abandonment', 'cover'] as const;
export type GuardName = (typeof GUARD_NAMES)[number];

/** A measure that must not be worse than today. */
export interface Guard {
  readonly name: Exclude<GuardName, 'cover'>;
  readonly measure: Measure;
  /**
   * The share that a service level or target of the scenario asks for, from 0 to 1: if the measure is above it today, it may fall as far as
   * this. Null if it may not get worse.
   */
  readonly target: number | null;
}

/** The measures of the active guards. */
function guardsNamed(names: readonly GuardName[], scenario: Scenario): readonly Guard[] {
  const measures = [...measuresOf([]), unresolvedMeasure];
  const named = (...ids: readonly string[]) =>
    measures.filter(({ id }) => ids.includes(id)).map((measure) => ({ measure, target: null }));
  const guards: Readonly<Record<GuardName, readonly Omit<Guard, 'name'>[]>> = {
    targets: wantedShares(scenario).map(({ measure, wanted }) => ({ measure, target: wanted })),
    resolution: named('sojourn'),
    backlog: named('unanswered', 'unresolved'),
    abandonment: named('abandonment'),
    cover: [],
  };
  const active = GUARD_NAMES.filter((name) => names.includes(name)) as readonly Guard['name'][];
  return active.flatMap((name) => guards[name].map((guard) => ({ name, ...guard })));
}
