import type { Scenario } from '#domain';
import { type Contribution, type Estimate, estimateMean, pseudoValues } from '#statistics';
import type { Executor, JobSummary } from './executor.ts';
import type { Goal } from './goals.ts';
import { filtersOf } from './measures.ts';

/** Agents of each shift of each group, in the scenario's order. */
export type Headcounts = readonly (readonly number[])[];

export interface StaffingResult {
  readonly before: Headcounts;
  readonly after: Headcounts;
  /** Agent hours on duty over the horizon. */
  readonly hoursBefore: number;
  readonly hoursAfter: number;
  /** Wages of these hours; null where no group has a wage. */
  readonly wagesBefore: number | null;
  readonly wagesAfter: number | null;
  /** By goal: the estimate with the staff found, from the replications of the final check. */
  readonly estimates: readonly Estimate[];
  /** Goals that stand in the way of one agent less. */
  readonly binding: readonly boolean[];
  /** Staffings that were simulated. */
  readonly evaluations: number;
  /** Whether every goal is met with confidence: the whole interval lies on the right side. */
  readonly isConfident: boolean;
}

export interface StaffingOptions {
  readonly goals: readonly Goal[];
  readonly replications: number;
  /** Replications of the final check. */
  readonly checked: number;
  readonly level: number;
  readonly seed: string;
  /** Makes the replications; not ended here. */
  readonly executor: Executor;
  /** Told of each staffing that is about to be simulated; false ends the search. */
  readonly watch: (evaluations: number, hours: number) => boolean;
}

/**
 * The cheapest staffing found that meets the goals: the head counts of all shifts, the promise untouched.
 *
 * 1. Start: square-root staffing, load + β·√load for each shift, from the load that a run with ample staff shows; β grows
 *    until the goals are met (W. Whitt, "Understanding the efficiency of multi-server service systems", Management Science 38
 *    (1992)).
 * 2. Descent: one shift at a time gives up as many agents as it can, first large steps and then single ones, the most
 *    expensive shift first, under common random numbers, until no shift can give up one.
 * 3. Check: with more replications, on other random numbers; where a goal is missed, the shift whose agent helps most gets
 *    one back.
 *
 * Null when even ample staff does not meet the goals, or the search was ended.
 */
export async function findStaff(
  scenario: Scenario,
  options: StaffingOptions,
): Promise<StaffingResult | null> {
  return new StaffSearch(scenario, options).run();
}

/** Ample: so many times the scenario's own staff. */
const AMPLE = 4;
const BETAS: readonly number[] = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 9, 14];
const CHECK_ROUNDS = 20;

class StaffSearch {
  private readonly scenario: Scenario;
  private readonly options: StaffingOptions;
  private readonly known = new Map<string, readonly (Estimate | null)[]>();
  private readonly hours: Headcounts;
  private evaluations = 0;
  private isEnded = false;

  constructor(scenario: Scenario, options: StaffingOptions) {
    this.scenario = scenario;
    this.options = options;
    this.hours = scenario.groups.map(({ shifts }) =>
      shifts.map(({ duty }) => {
        const within = duty.map(
          ({ fromMs, toMs }) =>
            Math.max(0, Math.min(toMs, scenario.horizonMs) - Math.max(0, fromMs)) / 3_600_000,
        );
        return within.reduce((sum, hours) => sum + hours, 0);
      }),
    );
  }

  async run(): Promise<StaffingResult | null> {
    const before = this.scenario.groups.map(({ shifts }) => shifts.map(({ agents }) => agents));
    const start = await this.start(before);
    if (start === null) return null;
    const least = await this.descend(start);
    if (least === null) return null;
    return this.check(before, least);
  }

  /** The first β of the list whose square-root staffing meets the goals. */
  private async start(before: Headcounts): Promise<Headcounts | null> {
    const ample = before.map((shifts) => shifts.map((agents) => Math.max(1, agents) * AMPLE));
    const [summary] = await this.simulate(ample, 1, 'pilot');
    if (summary === undefined) return null;
    const loads = this.loadsOf(summary, ample);
    for (const beta of BETAS) {
      const counts = loads.map((shifts) =>
        shifts.map((load) => (load === 0 ? 1 : Math.ceil(load + beta * Math.sqrt(load)))),
      );
      if (await this.meets(counts)) return counts;
      if (this.isEnded) return null;
    }
    return (await this.meets(ample)) ? ample : null;
  }

  /** Busy agents of each shift while it is on duty, shared out by head count within the centre. */
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
          const fewer = changed(counts, group, shift, have - step);
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

  private async check(before: Headcounts, least: Headcounts): Promise<StaffingResult | null> {
    let after = least;
    let estimates: readonly (Estimate | null)[] = [];
    for (let round = 0; round < CHECK_ROUNDS; round++) {
      estimates = await this.estimate(after, this.options.checked, 'check');
      if (this.isEnded) return null;
      if (this.options.goals.every((goal, i) => isConfident(goal, estimates[i] ?? null))) break;
      const next = await this.helpMost(after, estimates);
      if (next === null) break;
      after = next;
    }
    const binding = await this.bindingOf(after);
    if (this.isEnded || estimates.some((estimate) => estimate === null)) return null;
    return {
      before,
      after,
      hoursBefore: this.hoursOf(before),
      hoursAfter: this.hoursOf(after),
      wagesBefore: this.wagesOf(before),
      wagesAfter: this.wagesOf(after),
      estimates: estimates as readonly Estimate[],
      binding,
      evaluations: this.evaluations,
      isConfident: this.options.goals.every((goal, i) => isConfident(goal, estimates[i] ?? null)),
    };
  }

  /** One agent more where it brings the goal that is furthest from being met forward most. */
  private async helpMost(
    counts: Headcounts,
    estimates: readonly (Estimate | null)[],
  ): Promise<Headcounts | null> {
    const gaps = this.options.goals.map((goal, i) => gapOf(goal, estimates[i]?.mean ?? null));
    const worst = gaps.indexOf(Math.max(...gaps));
    let best: { readonly counts: Headcounts; readonly gap: number } | null = null;
    for (const [group, shift] of this.byCost()) {
      const more = changed(counts, group, shift, (counts[group]?.[shift] ?? 0) + 1);
      const found = await this.estimate(more, this.options.checked, 'check');
      if (this.isEnded) return null;
      const goal = this.options.goals[worst] as Goal;
      const gap = gapOf(goal, found[worst]?.mean ?? null);
      if (best === null || gap < best.gap) best = { counts: more, gap };
    }
    return best?.counts ?? null;
  }

  /** Which goals fail when some shift has one agent less. */
  private async bindingOf(counts: Headcounts): Promise<readonly boolean[]> {
    const binding = this.options.goals.map(() => false);
    for (const [group, shift] of this.byCost()) {
      const have = counts[group]?.[shift] ?? 0;
      if (have === 0) continue;
      const found = await this.estimate(
        changed(counts, group, shift, have - 1),
        this.options.replications,
        'search',
      );
      if (this.isEnded) break;
      this.options.goals.forEach((goal, i) => {
        if (gapOf(goal, found[i]?.mean ?? null) > 0) binding[i] = true;
      });
    }
    return binding;
  }

  /** Shifts that are worked, the most expensive agent first: by wages, or by hours where nobody has a wage. */
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
    if (this.scenario.currency === undefined) return null;
    return counts.reduce(
      (sum, agents, group) =>
        sum + this.perHour(group) * this.hoursOf(counts.map((_, g) => (g === group ? agents : []))),
      0,
    );
  }

  private hoursOf(counts: Headcounts): number {
    return counts.reduce(
      (sum, shifts, group) =>
        sum + shifts.reduce((all, agents, shift) => all + agents * (this.hours[group]?.[shift] ?? 0), 0),
      0,
    );
  }

  private async meets(counts: Headcounts): Promise<boolean> {
    const estimates = await this.estimate(counts, this.options.replications, 'search');
    return this.options.goals.every((goal, i) => gapOf(goal, estimates[i]?.mean ?? null) <= 0);
  }

  private async estimate(
    counts: Headcounts,
    replications: number,
    purpose: string,
  ): Promise<readonly (Estimate | null)[]> {
    const key = `${purpose}/${replications}/${JSON.stringify(counts)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const summaries = await this.simulate(counts, replications, purpose);
    const estimates = this.options.goals.map(({ measure }) => {
      const contributions: Contribution[] = [];
      for (const summary of summaries) {
        const contribution = measure.contribution(summary);
        if (contribution !== null) contributions.push(contribution);
      }
      const values = contributions.length === 0 ? null : pseudoValues(contributions);
      return values === null ? null : estimateMean(values, this.options.level);
    });
    this.known.set(key, estimates);
    return estimates;
  }

  /** The search and the final check use random numbers of their own, so that the check is no echo of the search. */
  private async simulate(
    counts: Headcounts,
    replications: number,
    purpose: string,
  ): Promise<readonly JobSummary[]> {
    if (this.isEnded || !this.options.watch(this.evaluations, this.hoursOf(counts))) {
      this.isEnded = true;
      return [];
    }
    this.evaluations++;
    const { executor } = this.options;
    const filters = filtersOf(this.options.goals.map(({ measure }) => measure));
    await executor.begin([withHeadcounts(this.scenario, counts)], filters);
    const seed = `${this.options.seed}/${purpose === 'check' ? 'check' : 'search'}`;
    const results = await Promise.all(
      Array.from({ length: replications }, (_, replication) =>
        executor.run({ scenario: 0, seed, replication }),
      ),
    );
    return results.flatMap((result) => ('failed' in result ? [] : [result.summary]));
  }
}

export function withHeadcounts(scenario: Scenario, counts: Headcounts): Scenario {
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => ({
      ...group,
      shifts: group.shifts.map((shift, s) => ({ ...shift, agents: counts[g]?.[s] ?? shift.agents })),
    })),
  };
}

function changed(counts: Headcounts, group: number, shift: number, agents: number): Headcounts {
  return counts.map((shifts, g) =>
    g === group ? shifts.map((had, s) => (s === shift ? agents : had)) : shifts,
  );
}

/** How far the value is from meeting the goal, in its own unit; at most 0 when it is met. A measure unseen is unmet. */
function gapOf({ measure, value }: Goal, mean: number | null): number {
  if (mean === null) return Number.POSITIVE_INFINITY;
  return measure.better === 'more' ? value - mean : mean - value;
}

function isConfident(goal: Goal, estimate: Estimate | null): boolean {
  if (estimate === null || !Number.isFinite(estimate.halfWidth)) return false;
  const side = goal.measure.better === 'more' ? -1 : 1;
  return gapOf(goal, estimate.mean + side * estimate.halfWidth) <= 0;
}
