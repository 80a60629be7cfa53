import { assert, assertEqual, sumOf } from '#base';
import type { Scenario } from '#domain';
import type { JobSummary } from '../replications/executor.ts';
import { agentsIn, CheaperStaff, changed, countAt, type PaidShift } from './cheaper-staff.ts';
import { type CoverRule, coverRules, servedTogether, uncovered } from './cover.ts';
import {
  AMPLE,
  BETAS,
  dutyHoursOf,
  type Headcounts,
  headcountsOf,
  squareRootStaff,
  sumOverShifts,
  withHeadcounts,
  workPerAgent,
} from './headcounts.ts';
import {
  coverPermissions,
  Evaluation,
  type EvaluationOptions,
  holdOf,
  largestFirst,
  type Plan,
  type Requirement,
} from './staffing-evaluation.ts';
import { type Hold, resultOf, type StaffingResult } from './staffing-result.ts';

export interface StaffingOptions extends EvaluationOptions {
  /** Whether the checks of scenario files object to a staffing. Left out: they never do. */
  readonly objects?: (counts: Headcounts) => boolean;
  /** The most staffings that are simulated to find a cheaper one by exchange, and as many to prove that none costs less. Left out: none. */
  readonly proofMost?: number;
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
 * 3. Exchange: more agents of one shift for fewer of a more expensive one, in large steps and then in small ones.
 * 4. Check: with more replications, on other random numbers. If a goal or guard is missed, the shift whose agent helps most
 *    gets one back.
 * 5. Proof: every cheaper staffing is simulated, but those with no more agents than one that fails. One that passes, in the check, too, takes
 *    the place of the one before. Finally, agents that nothing requires any more are removed.
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

const CHECK_ROUNDS = 20;
/** Rounding errors of costs are smaller. */
const ROUNDING = 1e-9;

class StaffSearch {
  private readonly scenario: Scenario;
  private readonly options: StaffingOptions;
  private readonly hours: Headcounts;
  private readonly before: Headcounts;
  private readonly rules: readonly CoverRule[] | null;
  private readonly evaluation: Evaluation;
  private readonly cheaper: CheaperStaff;

  constructor(scenario: Scenario, options: StaffingOptions) {
    this.scenario = scenario;
    this.options = options;
    this.hours = dutyHoursOf(scenario);
    this.before = headcountsOf(scenario);
    const permissions = coverPermissions(options);
    this.rules = permissions === null ? null : coverRules(scenario, permissions);
    this.evaluation = new Evaluation(scenario, this.planOf(this.before), options);
    const together = servedTogether(scenario, options.permissions ?? null);
    this.cheaper = new CheaperStaff(scenario, this.paidShifts(), together);
  }

  async run(): Promise<StaffingResult | null> {
    await this.evaluation.guard();
    if (this.evaluation.isEnded) return null;
    const start = await this.start();
    if (start === null) return null;
    const least = await this.descend(start);
    if (least === null) return null;
    const exchanged = await this.exchange(least);
    return exchanged === null ? null : this.check(exchanged);
  }

  /** Exchanges agents for cheaper ones as long as that saves, up to the given number of staffings. Null if the search was ended. */
  private async exchange(least: Headcounts): Promise<Headcounts | null> {
    const { proofMost = 0 } = this.options;
    const until = this.evaluation.evaluations + proofMost;
    let counts = least;
    let step = largestStep(least);
    while (step >= 1 && this.evaluation.evaluations < until) {
      const found = await this.firstThatMeets(this.cheaper.exchanges(counts, step), until);
      if (this.evaluation.isEnded) return null;
      if (found === null) step = Math.floor(step / 2);
      else {
        const fewer = await this.descend(found);
        if (fewer === null) return null;
        assert(this.costOf(fewer) < this.costOf(counts), 'an exchange costs more');
        counts = fewer;
      }
    }
    return counts;
  }

  private async firstThatMeets(plans: Iterable<Headcounts>, until: number): Promise<Headcounts | null> {
    for (const counts of plans) {
      if (this.evaluation.isEnded || this.evaluation.evaluations >= until) return null;
      if (!this.cheaper.isHopeless(counts) && (await this.meets(counts))) return counts;
    }
    return null;
  }

  /** Looks for a cheaper staffing among all that may pass, if they can be listed. Says whether none is left. */
  private async prove(
    checked: Headcounts,
  ): Promise<{ readonly best: Headcounts; readonly isProved: boolean }> {
    const until = this.evaluation.evaluations + (this.options.proofMost ?? 0);
    // More agents who cost nothing are not tried. Checks may object to more agents, so a staffing that they refuse says nothing about one with fewer.
    let isEachTried = this.paidShifts().every(({ cost }) => cost > 0);
    let best = checked;
    for (let left = this.cheaper.largest(best); left !== null; ) {
      let better: Headcounts | null = null;
      for (const next of left) {
        if (this.cheaper.isHopeless(next)) continue;
        if (this.evaluation.isEnded || this.evaluation.evaluations >= until) return { best, isProved: false };
        if (await this.passes(next)) {
          better = next;
          break;
        }
        if (this.staticHolds(next).includes('checks')) isEachTried = false;
        this.cheaper.fails(next);
      }
      if (better === null) return { best, isProved: isEachTried };
      best = better;
      left = this.cheaper.largest(best);
    }
    return { best, isProved: false };
  }

  private async passes(counts: Headcounts): Promise<boolean> {
    return (await this.meets(counts)) && (await this.evaluation.unmetIn(this.planOf(counts))).length === 0;
  }

  /** The first β of the list whose square-root staffing meets the goals, or today's staffing if that is cheaper. */
  private async start(): Promise<Headcounts | null> {
    const isToday = await this.meets(this.before);
    if (this.evaluation.isEnded) return null;
    const ample = this.workedOnly(
      this.before.map((shifts) => shifts.map((agents) => Math.max(1, agents) * AMPLE)),
    );
    assert(agentsIn(ample) >= agentsIn(this.before), 'ample staff is less than that of today');
    const [run] = await this.evaluation.simulate(this.planOf(ample), 1, 'search');
    if (run === undefined) return null;
    const loads = this.loadsOf(run.summary, ample);
    for (const beta of BETAS) {
      const counts = this.workedOnly(
        loads.map((shifts) =>
          shifts.map((load) => (load === 0 ? 1 : Math.ceil(squareRootStaff(load, beta)))),
        ),
      );
      const isEnough = counts.every((shifts, g) =>
        shifts.every((agents, s) => {
          const load = loads[g]?.[s] ?? 0;
          const most = squareRootStaff(load, beta + 1) + 1;
          return this.hours[g]?.[s] === 0 || (agents >= load && agents <= most);
        }),
      );
      assert(isEnough, 'a staffing is not that of the load that it is made for');
      if (isToday && this.costOf(counts) >= this.costOf(this.before)) return this.before;
      if (await this.meets(counts)) return counts;
      if (this.evaluation.isEnded) return null;
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
      return shifts.map((agents) => agents * workPerAgent(centre));
    });
  }

  private async descend(start: Headcounts): Promise<Headcounts | null> {
    let counts = start;
    for (let step = largestStep(start); step >= 1; step = Math.floor(step / 2)) {
      for (let isBetter = true; isBetter; ) {
        isBetter = false;
        for (const shift of this.byCost()) {
          if (countAt(counts, shift) < step) continue;
          const fewer = changed(counts, shift, -step);
          if (await this.meets(fewer)) {
            counts = fewer;
            isBetter = true;
          }
          if (this.evaluation.isEnded) return null;
        }
      }
    }
    await this.assertLeast(counts);
    return counts;
  }

  /** No shift can give up an agent. All this was simulated. */
  private async assertLeast(counts: Headcounts): Promise<void> {
    const { evaluations } = this.evaluation;
    for (const shift of this.byCost()) {
      if (countAt(counts, shift) === 0) continue;
      const isNeeded = !(await this.meets(changed(counts, shift, -1)));
      assert(isNeeded, `a shift (${shift.at.join(', ')}) can give up an agent`);
    }
    assert(this.evaluation.evaluations === evaluations, 'a shift was not tried with one agent fewer');
  }

  private async check(least: Headcounts): Promise<StaffingResult | null> {
    let after = least;
    for (let round = 0; round < CHECK_ROUNDS; round++) {
      const unmet = await this.evaluation.unmetIn(this.planOf(after));
      if (this.evaluation.isEnded) return null;
      if (unmet.length === 0) break;
      // A staffing that costs more than today's is no proposal if today's meets the goals.
      if (
        this.costOf(after) >= this.costOf(this.before) &&
        (await this.evaluation.unmetIn(this.planOf(this.before))).length === 0
      ) {
        after = this.before;
        break;
      }
      const shift = await this.helpMost(after, unmet[0] as Requirement);
      if (shift === null) break;
      after = changed(after, shift, 1);
    }
    const isMet = (await this.evaluation.unmetIn(this.planOf(after))).length === 0;
    const { best, isProved } = isMet ? await this.prove(after) : { best: after, isProved: false };
    const { holds, kept } = await this.withoutSpare(best);
    return this.evaluation.isEnded ? null : this.resultOf(kept, holds, isProved);
  }

  /** Removes agents that nothing requires, which the check may have left by giving others back. Returns what holds the rest. */
  private async withoutSpare(counts: Headcounts) {
    let kept = counts;
    for (;;) {
      const holds = await this.holdsOf(kept);
      const spare = this.byCost().find(
        (shift) => countAt(kept, shift) > 0 && holds[shift.at[0]]?.[shift.at[1]]?.length === 0,
      );
      if (spare === undefined || this.evaluation.isEnded) return { kept, holds };
      kept = changed(kept, spare, -1);
    }
  }

  private resultOf(
    after: Headcounts,
    holds: StaffingResult['holds'],
    isProved: boolean,
  ): Promise<StaffingResult | null> {
    const { before } = this;
    return resultOf(this.evaluation, {
      before,
      isProved,
      after,
      holds,
      dutyHours: this.hours,
      watched: this.options.watched,
      hoursBefore: this.hoursOf(before),
      hoursAfter: this.hoursOf(after),
      wagesBefore: this.wagesOf(before),
      wagesAfter: this.wagesOf(after),
      today: this.planOf(before),
      found: this.planOf(after),
    });
  }

  private planOf(counts: Headcounts): Plan {
    return {
      key: JSON.stringify(counts),
      scenario: () => withHeadcounts(this.scenario, counts),
      hours: this.hoursOf(counts),
    };
  }

  /** The shift where one more agent improves the requirement most. */
  private async helpMost(counts: Headcounts, { measure }: Requirement): Promise<PaidShift | null> {
    let best: { readonly shift: PaidShift; readonly mean: number } | null = null;
    const gains: number[] = [];
    const sign = measure.better === 'more' ? 1 : -1;
    for (const shift of this.byCost()) {
      const more = changed(counts, shift, 1);
      if (this.options.objects?.(more) === true) continue;
      const mean = this.evaluation.estimateOf(
        await this.evaluation.valuesOf(this.planOf(more), 'check'),
        measure,
      )?.mean;
      if (this.evaluation.isEnded) return null;
      if (mean !== undefined) gains.push(sign * mean);
      if (mean !== undefined && (best === null || sign * mean > sign * best.mean)) best = { shift, mean };
    }
    const most = Math.max(...gains);
    assert(best === null ? gains.length === 0 : best.mean * sign === most, 'another shift helps more');
    return best?.shift ?? null;
  }

  /** What fails if a shift has one agent fewer: in the search, or otherwise in the check. */
  private async holdsOf(counts: Headcounts): Promise<StaffingResult['holds']> {
    const holds: Hold[][][] = counts.map((shifts) => shifts.map(() => []));
    for (const shift of this.byCost()) {
      if (countAt(counts, shift) === 0 || this.evaluation.isEnded) continue;
      const fewer = changed(counts, shift, -1);
      const found = this.staticHolds(fewer);
      if (found.length === 0) {
        const broken = await this.evaluation.missedIn(this.planOf(fewer));
        found.push(...new Set(broken.map(holdOf)));
      }
      const [g, s] = shift.at;
      (holds[g] as Hold[][])[s] = found;
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
  private byCost(): readonly PaidShift[] {
    return largestFirst(this.paidShifts(), ({ cost }) => cost);
  }

  private paidShifts(): readonly PaidShift[] {
    const shifts = this.hours.flatMap((all, group) =>
      all.map((hours, shift) => ({ at: [group, shift] as const, hours, cost: hours * this.perHour(group) })),
    );
    return shifts.filter(({ hours }) => hours > 0);
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
    const cost = sumOverShifts(
      counts,
      (agents, g, s) => this.perHour(g) * agents * (this.hours[g]?.[s] ?? 0),
    );
    const byGroup = counts.map(
      (_, g) => this.perHour(g) * this.hoursOf(counts.map((own, k) => (k === g ? own : []))),
    );
    assertEqual('costs by group', sumOf(byGroup), cost, ROUNDING);
    return cost;
  }

  private hoursOf(counts: Headcounts): number {
    return sumOverShifts(counts, (agents, g, s) => agents * (this.hours[g]?.[s] ?? 0));
  }

  private async meets(counts: Headcounts): Promise<boolean> {
    const holds = this.staticHolds(counts);
    const isMet = holds.length === 0 && (await this.evaluation.failingIn(this.planOf(counts))).length === 0;
    // Checks may object to more agents, too.
    if (!isMet && !holds.includes('checks') && !this.evaluation.isEnded) this.cheaper.fails(counts);
    return isMet;
  }
}

/** The first step of a search that halves its steps: about half of the agents of the largest shift. */
function largestStep(counts: Headcounts): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, Math.max(...counts.flat()) / 2)));
}
