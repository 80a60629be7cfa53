import type { Scenario } from '#domain';
import { type Contribution, type Estimate, estimateMean, pseudoValues } from '#statistics';
import { type CoverRule, coverRules, uncovered } from './cover.ts';
import type { Executor, JobSummary } from './executor.ts';
import type { Goal } from './goals.ts';
import { dutyHoursOf, type Headcounts, headcountsOf, withHeadcounts, withShift } from './headcounts.ts';
import { filtersOf, type Measure } from './measures.ts';
import { type Guard, type GuardName, guardsNamed } from './staffing-guards.ts';

/** What keeps a shift from having one agent fewer: `cover`, `checks` (of scenario files), or the id of a goal's or guard's measure. */
type Hold = string;

/** How a goal or guard prevents fewer agents. */
export type Binding = 'one agent fewer breaks it' | 'at its bound' | 'missed' | 'no';

/** A guard compared with today's staffing. */
interface GuardResult {
  readonly guard: Guard;
  readonly today: Estimate;
  /** The end of today's interval on the worse side, or a target that is further. */
  readonly bound: number;
  readonly found: Estimate;
  readonly isHeld: boolean;
  readonly binding: Binding;
}

/** A measure with today's staff and with the proposed staff. Null if nothing of it was observed. */
interface MeasuredChange {
  readonly measure: Measure;
  readonly today: Estimate | null;
  readonly found: Estimate | null;
  /** Proposed minus today, with the same random numbers. */
  readonly difference: Estimate | null;
}

export interface StaffingResult {
  readonly before: Headcounts;
  readonly after: Headcounts;
  /** Hours on duty of one agent of each shift over the horizon. */
  readonly dutyHours: Headcounts;
  /** Agent hours on duty over the horizon. */
  readonly hoursBefore: number;
  readonly hoursAfter: number;
  /** Wages of these hours; null if no group has a wage. */
  readonly wagesBefore: number | null;
  readonly wagesAfter: number | null;
  /** By goal: the estimate with the proposed staff, from the replications of the final check. */
  readonly estimates: readonly Estimate[];
  readonly binding: readonly Binding[];
  readonly guards: readonly GuardResult[];
  /** By group and shift: what one agent fewer would break. Ids of measures, `cover` or `checks`. */
  readonly holds: readonly (readonly (readonly Hold[])[])[];
  /** Changes of the watched measures. */
  readonly changes: readonly MeasuredChange[];
  /** Replications of the final check. */
  readonly checked: number;
  /** Number of simulated staffings. */
  readonly evaluations: number;
  /** Whether every goal is met with confidence: the whole interval lies on the right side. */
  readonly isConfident: boolean;
  /** Whether every guard holds. */
  readonly isGuarded: boolean;
}

export interface StaffingOptions {
  readonly goals: readonly Goal[];
  /** Left out: none. */
  readonly guards?: readonly GuardName[];
  /** Whether the checks of scenario files object to a staffing. Left out: they never do. */
  readonly objects?: (counts: Headcounts) => boolean;
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

/**
 * Finds the cheapest staffing that meets the goals and keeps the guards, by changing the head counts of all shifts; the promise stays.
 * Shifts that are not worked within the horizon keep their agents.
 *
 * 1. Start: square-root staffing, load + β·√load for each shift, from the load that a run with ample staff shows; β grows
 *    until the goals are met (W. Whitt, "Understanding the efficiency of multi-server service systems", Management Science 38
 *    (1992)). Today's staffing instead, if it meets them and is cheaper.
 * 2. Descent: one shift at a time gives up as many agents as it can, first in large steps and then one by one, the most
 *    expensive shift first, under common random numbers, until no shift can give up one.
 * 3. Check: with more replications, on other random numbers. If a goal or guard is missed, the shift whose agent helps most
 *    gets one back. Finally, agents that nothing requires any more are removed.
 *
 * A guard holds while its mean is within the interval of today's, or still meets its target. Null if even ample staff does not meet the goals, or the search was
 * ended.
 */
export async function findStaff(
  scenario: Scenario,
  options: StaffingOptions,
): Promise<StaffingResult | null> {
  return new StaffSearch(scenario, options).run();
}

/** Ample staff is the scenario's own times this factor. */
const AMPLE = 4;
const BETAS: readonly number[] = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 9, 14];
const CHECK_ROUNDS = 20;
/** A measure within this many half-widths of its bound counts as at its bound. */
const NEAR = 2;

type Purpose = 'search' | 'check';
/** Values of the measures by id, one per replication; null if nothing of it was observed. */
type Values = ReadonlyMap<string, readonly number[] | null>;

/** A goal or a guard, as the search uses it. */
interface Requirement {
  readonly measure: Measure;
  /** The value of a goal. Null for a guard, which is compared with today, with this margin. */
  readonly value: number | null;
  readonly marginMost: number;
  readonly guard: Guard | null;
}

/** How far a guard's measure may get worse than today: to the end of today's interval, or to its target if that is further. */
function boundOf({ guard, marginMost, measure }: Requirement, { mean }: Estimate): number {
  const isLess = measure.better === 'less';
  const bound = mean + (isLess ? marginMost : -marginMost);
  const target = guard?.target ?? null;
  if (target === null) return bound;
  return isLess ? Math.max(bound, target) : Math.min(bound, target);
}

class StaffSearch {
  private readonly scenario: Scenario;
  private readonly options: StaffingOptions;
  private readonly known = new Map<string, Values>();
  private readonly hours: Headcounts;
  private readonly before: Headcounts;
  private readonly rules: readonly CoverRule[] | null;
  private readonly guards: readonly Guard[];
  private requirements: readonly Requirement[];
  private readonly filters: ReturnType<typeof filtersOf>;
  private evaluations = 0;
  private isEnded = false;

  constructor(scenario: Scenario, options: StaffingOptions) {
    this.scenario = scenario;
    this.options = options;
    this.hours = dutyHoursOf(scenario);
    this.before = headcountsOf(scenario);
    this.rules = options.guards?.includes('cover') === true ? coverRules(scenario) : null;
    this.guards = guardsNamed(options.guards ?? [], scenario);
    this.filters = filtersOf([
      ...[...options.goals, ...this.guards].map(({ measure }) => measure),
      ...(options.watched ?? []),
    ]);
    this.requirements = options.goals.map((goal) => ({ ...goal, marginMost: 0, guard: null }));
  }

  async run(): Promise<StaffingResult | null> {
    await this.guard();
    if (this.isEnded) return null;
    const start = await this.start();
    if (start === null) return null;
    const least = await this.descend(start);
    if (least === null) return null;
    return this.check(least);
  }

  /** Adds the guards whose measure is observed with today's staff. */
  private async guard(): Promise<void> {
    if (this.guards.length === 0) return;
    const values = await this.valuesOf(this.before, 'check', this.guards);
    const found = this.guards.flatMap((guard): readonly Requirement[] => {
      const today = this.estimateOf(values, guard.measure);
      if (today === null) return [];
      const marginMost = Number.isFinite(today.halfWidth) ? today.halfWidth : 0;
      return [{ measure: guard.measure, value: null, marginMost, guard }];
    });
    this.requirements = [...this.requirements, ...found];
  }

  /** The first β of the list whose square-root staffing meets the goals, or today's staffing if that is cheaper. */
  private async start(): Promise<Headcounts | null> {
    const isToday = await this.meets(this.before);
    if (this.isEnded) return null;
    const ample = this.workedOnly(
      this.before.map((shifts) => shifts.map((agents) => Math.max(1, agents) * AMPLE)),
    );
    const [summary] = await this.simulate(ample, 1, 'search');
    if (summary === undefined) return null;
    const loads = this.loadsOf(summary, ample);
    for (const beta of BETAS) {
      const counts = this.workedOnly(
        loads.map((shifts) =>
          shifts.map((load) => (load === 0 ? 1 : Math.ceil(load + beta * Math.sqrt(load)))),
        ),
      );
      if (isToday && this.costOf(counts) >= this.costOf(this.before)) return this.before;
      if (await this.meets(counts)) return counts;
      if (this.isEnded) return null;
    }
    return isToday ? this.before : (await this.meets(ample)) ? ample : null;
  }

  private workedOnly(counts: Headcounts): Headcounts {
    return counts.map((shifts, g) =>
      shifts.map((agents, s) => ((this.hours[g]?.[s] ?? 0) > 0 ? agents : (this.before[g]?.[s] ?? agents))),
    );
  }

  /** Busy agents of each shift while it is on duty, divided by head count within the centre. */
  private loadsOf(summary: JobSummary, counts: Headcounts): readonly (readonly number[])[] {
    return counts.map((shifts, group) => {
      const centre = summary.centres[this.scenario.groups[group]?.centre ?? -1];
      return shifts.map((agents) => agents * (centre?.occupancy ?? 0));
    });
  }

  private async descend(start: Headcounts): Promise<Headcounts | null> {
    let counts = start;
    const largest = Math.max(...start.flat());
    for (
      let step = 2 ** Math.floor(Math.log2(Math.max(1, largest / 2)));
      step >= 1;
      step = Math.floor(step / 2)
    ) {
      for (let isBetter = true; isBetter; ) {
        isBetter = false;
        for (const [group, shift] of this.byCost()) {
          const have = counts[group]?.[shift] ?? 0;
          if (have < step) continue;
          const fewer = withShift(counts, group, shift, have - step);
          if (await this.meets(fewer)) {
            counts = fewer;
            isBetter = true;
          }
          if (this.isEnded) return null;
        }
      }
    }
    return counts;
  }

  private async check(least: Headcounts): Promise<StaffingResult | null> {
    let after = least;
    for (let round = 0; round < CHECK_ROUNDS; round++) {
      const unmet = await this.unmetIn(after);
      if (this.isEnded) return null;
      if (unmet.length === 0) break;
      // A staffing that costs more than today's is no proposal if today's meets the goals.
      if (this.costOf(after) >= this.costOf(this.before) && (await this.unmetIn(this.before)).length === 0) {
        after = this.before;
        break;
      }
      const at = await this.helpMost(after, unmet[0] as Requirement);
      if (at === null) break;
      after = withShift(after, ...at, (after[at[0]]?.[at[1]] ?? 0) + 1);
    }
    const { holds, kept } = await this.withoutSpare(after);
    const unmet = await this.unmetIn(kept);
    return this.isEnded ? null : this.resultOf(kept, holds, unmet);
  }

  /** Removes agents that nothing requires, which the check may have left by giving others back. Returns what holds the rest. */
  private async withoutSpare(counts: Headcounts) {
    let kept = counts;
    for (;;) {
      const holds = await this.holdsOf(kept);
      const spare = this.byCost().find(
        ([group, shift]) => (kept[group]?.[shift] ?? 0) > 0 && holds[group]?.[shift]?.length === 0,
      );
      if (spare === undefined || this.isEnded) return { kept, holds };
      kept = withShift(kept, ...spare, (kept[spare[0]]?.[spare[1]] ?? 0) - 1);
    }
  }

  private async resultOf(
    after: Headcounts,
    holds: StaffingResult['holds'],
    unmet: readonly Requirement[],
  ): Promise<StaffingResult | null> {
    const { before, options } = this;
    const [now, then] = [
      options.watched === undefined
        ? await this.todayFor('check')
        : await this.valuesOf(before, 'check', this.requirements),
      await this.valuesOf(after, 'check', this.requirements),
    ];
    const estimates = options.goals.map(({ measure }) => this.estimateOf(then, measure));
    if (this.isEnded || estimates.some((estimate) => estimate === null)) return null;
    const all = new Set(holds.flat(2));
    const goals = this.requirements.filter(({ guard }) => guard === null);
    const bindingOf = (one: Requirement, bound: number): Binding => {
      const found = this.estimateOf(then, one.measure);
      if (unmet.includes(one)) return 'missed';
      if (all.has(one.measure.id)) return 'one agent fewer breaks it';
      const isNear = found === null || Math.abs(found.mean - bound) <= NEAR * found.halfWidth;
      return isNear ? 'at its bound' : 'no';
    };
    return {
      before,
      after,
      dutyHours: this.hours,
      hoursBefore: this.hoursOf(before),
      hoursAfter: this.hoursOf(after),
      wagesBefore: this.wagesOf(before),
      wagesAfter: this.wagesOf(after),
      estimates: estimates as readonly Estimate[],
      binding: goals.map((goal) => bindingOf(goal, goal.value ?? 0)),
      guards: this.requirements.flatMap((one) => {
        const today = now === null ? null : this.estimateOf(now, one.measure);
        const found = this.estimateOf(then, one.measure);
        if (one.guard === null || today === null || found === null) return [];
        const bound = boundOf(one, today);
        const isHeld = !unmet.includes(one);
        return [{ guard: one.guard, today, bound, found, isHeld, binding: bindingOf(one, bound) }];
      }),
      holds,
      changes: (options.watched ?? []).map((measure) => this.changeOf(measure, now ?? new Map(), then)),
      checked: options.checked,
      evaluations: this.evaluations,
      isConfident: goals.every((goal) => !unmet.includes(goal)),
      isGuarded: this.requirements.every((one) => one.guard === null || !unmet.includes(one)),
    };
  }

  private changeOf(measure: Measure, now: Values, then: Values): MeasuredChange {
    const [today, found] = [now.get(measure.id) ?? null, then.get(measure.id) ?? null];
    const isPaired = today !== null && found !== null && today.length === found.length;
    return {
      measure,
      today: this.estimateOf(now, measure),
      found: this.estimateOf(then, measure),
      difference: isPaired
        ? estimateMean(
            found.map((value, i) => value - (today[i] as number)),
            this.options.level,
          )
        : null,
    };
  }

  /** The shift where one more agent improves the requirement most. */
  private async helpMost(
    counts: Headcounts,
    { measure }: Requirement,
  ): Promise<readonly [number, number] | null> {
    let best: { readonly at: readonly [number, number]; readonly mean: number } | null = null;
    const sign = measure.better === 'more' ? 1 : -1;
    for (const at of this.byCost()) {
      const more = withShift(counts, ...at, (counts[at[0]]?.[at[1]] ?? 0) + 1);
      if (this.options.objects?.(more) === true) continue;
      const mean = this.estimateOf(await this.valuesOf(more, 'check', this.requirements), measure)?.mean;
      if (this.isEnded) return null;
      if (mean !== undefined && (best === null || sign * mean > sign * best.mean)) best = { at, mean };
    }
    return best?.at ?? null;
  }

  /** What fails if a shift has one agent fewer: in the search, or otherwise in the check. */
  private async holdsOf(counts: Headcounts): Promise<StaffingResult['holds']> {
    const holds: Hold[][][] = counts.map((shifts) => shifts.map(() => []));
    for (const at of this.byCost()) {
      const have = counts[at[0]]?.[at[1]] ?? 0;
      if (have === 0 || this.isEnded) continue;
      const fewer = withShift(counts, ...at, have - 1);
      const found = this.staticHolds(fewer);
      if (found.length === 0) {
        const failing = await this.failingIn(fewer, 'search');
        const broken = failing.length > 0 ? failing : await this.unmetIn(fewer);
        found.push(...new Set(broken.map(({ measure }) => measure.id)));
      }
      (holds[at[0]] as Hold[][])[at[1]] = found;
    }
    return holds;
  }

  /** What forbids a staffing without a run. */
  private staticHolds(counts: Headcounts): Hold[] {
    const isUncovered = this.rules !== null && uncovered(this.rules, counts) !== null;
    if (isUncovered) return ['cover'];
    return this.options.objects?.(counts) === true ? ['checks'] : [];
  }

  /** Worked shifts, with the most expensive agent first: by wages, or by hours if nobody has a wage. */
  private byCost(): readonly (readonly [number, number])[] {
    const shifts = this.hours.flatMap((all, group) =>
      all.map((hours, shift) => ({ at: [group, shift] as const, hours, cost: hours * this.perHour(group) })),
    );
    return shifts
      .filter(({ hours }) => hours > 0)
      .sort((one, other) => other.cost - one.cost)
      .map(({ at }) => at);
  }

  private perHour(group: number): number {
    const { currency, groups } = this.scenario;
    return currency === undefined ? 1 : (groups[group]?.wage?.perHour ?? 0);
  }

  private wagesOf(counts: Headcounts): number | null {
    return this.scenario.currency === undefined ? null : this.costOf(counts);
  }

  /** Wages; hours if nobody has a wage. */
  private costOf(counts: Headcounts): number {
    return sumOver(counts, (agents, g, s) => this.perHour(g) * agents * (this.hours[g]?.[s] ?? 0));
  }

  private hoursOf(counts: Headcounts): number {
    return sumOver(counts, (agents, g, s) => agents * (this.hours[g]?.[s] ?? 0));
  }

  private async meets(counts: Headcounts): Promise<boolean> {
    return this.staticHolds(counts).length === 0 && (await this.failingIn(counts, 'search')).length === 0;
  }

  /** The values that guards are compared with; null if there are no guards, so nothing need be simulated. */
  private async todayFor(purpose: Purpose): Promise<Values | null> {
    const isGuarded = this.requirements.some(({ guard }) => guard !== null);
    return isGuarded ? this.valuesOf(this.before, purpose, this.requirements) : null;
  }

  /** Requirements whose mean is on the wrong side. */
  private async failingIn(counts: Headcounts, purpose: Purpose): Promise<readonly Requirement[]> {
    const today = await this.todayFor(purpose);
    const values = await this.valuesOf(counts, purpose, this.requirements);
    return this.requirements.filter((one) => this.gapOf(one, values, today, 'mean') > 0);
  }

  /**
   * Requirements that the check does not find met: goals with confidence, guards by their mean. The one furthest from its value comes
   * first.
   */
  private async unmetIn(counts: Headcounts): Promise<readonly Requirement[]> {
    const today = await this.todayFor('check');
    const values = await this.valuesOf(counts, 'check', this.requirements);
    const scaleOf = ({ marginMost, value }: Requirement) => Math.abs(value ?? marginMost) || 1;
    return this.requirements
      .map((one) => ({ one, gap: this.gapOf(one, values, today, 'end') / scaleOf(one) }))
      .filter(({ gap }) => gap > 0)
      .sort((one, other) => other.gap - one.gap)
      .map(({ one }) => one);
  }

  /**
   * How far a requirement is from being met, in its own unit; at most 0 if it is met. `end`: a goal by the worse end of its interval. An
   * unobserved goal is unmet.
   */
  private gapOf(one: Requirement, values: Values, today: Values | null, by: 'mean' | 'end'): number {
    const found = this.estimateOf(values, one.measure);
    const sign = one.measure.better === 'more' ? -1 : 1;
    if (one.value !== null) {
      const halfWidth = by === 'mean' ? 0 : (found?.halfWidth ?? 0);
      return found === null ? Number.POSITIVE_INFINITY : sign * (found.mean - one.value) + halfWidth;
    }
    const now = today === null ? null : this.estimateOf(today, one.measure);
    return found === null || now === null ? 0 : sign * (found.mean - boundOf(one, now));
  }

  private estimateOf(values: Values, { id }: Measure): Estimate | null {
    const found = values.get(id) ?? null;
    return found === null ? null : estimateMean(found, this.options.level);
  }

  private async valuesOf(
    counts: Headcounts,
    purpose: Purpose,
    asked: readonly { readonly measure: Measure }[],
  ): Promise<Values> {
    const key = `${purpose}/${JSON.stringify(counts)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { checked, goals, replications, watched = [] } = this.options;
    const summaries = await this.simulate(counts, purpose === 'check' ? checked : replications, purpose);
    const measures = [...[...goals, ...asked].map(({ measure }) => measure), ...watched];
    const values = new Map(measures.map((measure) => [measure.id, seriesOf(measure, summaries)]));
    if (!this.isEnded) this.known.set(key, values);
    return values;
  }

  /** The search and the final check use different random numbers, so that the check is independent of the search. */
  private async simulate(
    counts: Headcounts,
    replications: number,
    purpose: Purpose,
  ): Promise<readonly JobSummary[]> {
    if (this.isEnded || !this.options.watch(this.evaluations, this.hoursOf(counts))) {
      this.isEnded = true;
      return [];
    }
    this.evaluations++;
    const { executor } = this.options;
    await executor.begin([withHeadcounts(this.scenario, counts)], this.filters);
    const seed = `${this.options.seed}/${purpose}`;
    const results = await Promise.all(
      Array.from({ length: replications }, (_, replication) =>
        executor.run({ scenario: 0, seed, replication }),
      ),
    );
    return results.flatMap((result) => ('failed' in result ? [] : [result.summary]));
  }
}

function seriesOf(measure: Measure, summaries: readonly JobSummary[]): readonly number[] | null {
  const contributions: Contribution[] = [];
  for (const summary of summaries) {
    const contribution = measure.contribution(summary);
    if (contribution !== null) contributions.push(contribution);
  }
  return contributions.length === 0 ? null : pseudoValues(contributions);
}

function sumOver(counts: Headcounts, of: (agents: number, group: number, shift: number) => number): number {
  return counts.reduce(
    (sum, shifts, g) => sum + shifts.reduce((all, agents, s) => all + of(agents, g, s), 0),
    0,
  );
}
