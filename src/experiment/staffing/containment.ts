import { definite, sumOf } from '#base';
import { fteOf, type Scenario } from '#domain';
import { type Estimate, estimateMean } from '#statistics';
import type { Measure } from '../measures/measure.ts';
import { valuesOf } from '../replications/replications.ts';
import {
  AMPLE,
  dutyHoursOf,
  type Headcounts,
  headcountsOf,
  sumOverShifts,
  withHeadcounts,
} from './headcounts.ts';
import { Evaluation, type EvaluationOptions, type Plan } from './staffing-evaluation.ts';

/** What differs between two shares that software contains. */
export interface ContainmentQuestion
  extends Pick<EvaluationOptions, 'executor' | 'goals' | 'level' | 'replications' | 'seed' | 'watch'> {
  /** Shares to be answered, from 0 to 1, in ascending order. */
  readonly shares: readonly number[];
  /** The scenario in which software contains this share of its sessions; at 0 there is no software. */
  readonly at: (share: number) => Scenario;
}

/** The staff that a share needs. */
export interface StaffAtShare {
  readonly share: number;
  /** FTE with which the goals are just met. Null if `AMPLE` times the staff of today is not enough. */
  readonly fte: Estimate | null;
  /** What is left of the staff without software if the share is subtracted from it. */
  readonly subtraction: Estimate | null;
  /** FTE that the subtraction lacks, from the same random numbers. */
  readonly missing: Estimate | null;
  /** The least whole staff that meets the goals. Null as above. */
  readonly counts: Headcounts | null;
}

/** What was found, with the estimates of each replication. */
interface Found {
  readonly counts: Headcounts;
  /** FTE by replication; their mean is the estimate. */
  readonly each: readonly number[];
}

/**
 * By share that software contains: the FTE with which the goals are just met, beside those that subtraction leaves of the staff without
 * software. Staff grows and shrinks agent by agent, in the proportions of today's shifts, and all shares have the same random numbers.
 * The scenario lasts a week or longer. Null if the search was ended.
 *
 * FTE are interpolated between the last staff that fails and the first that meets the goals. The value of a replication differs from them as
 * far as its own service does, divided by what an FTE changes there (the delta method).
 */
export async function staffByContainment(
  scenario: Scenario,
  { at, shares, ...options }: ContainmentQuestion,
): Promise<readonly StaffAtShare[] | null> {
  const search = new ContainmentSearch(scenario, options);
  const found = new Map<number, Found | null>();
  for (const share of [...new Set([0, ...shares])]) {
    found.set(share, await search.least(share, at(share)));
    if (search.isEnded) return null;
  }
  const { level } = options;
  const alone = found.get(0)?.each ?? null;
  return shares.map((share) => {
    const own = found.get(share) ?? null;
    const left = alone?.map((fte) => (1 - share) * fte) ?? null;
    const missing = own === null || left === null ? null : own.each.map((fte, r) => fte - (left[r] ?? 0));
    return {
      share,
      fte: own && estimateMean(own.each, level),
      subtraction: left && estimateMean(left, level),
      missing: missing && estimateMean(missing, level),
      counts: own?.counts ?? null,
    };
  });
}

class ContainmentSearch {
  private readonly scenario: Scenario;
  private readonly options: Omit<ContainmentQuestion, 'at' | 'shares'>;
  private readonly evaluation: Evaluation;
  private readonly hours: Headcounts;
  /** The staff of today and further ones, from nobody up to `AMPLE` times as many: each has one agent more than the one before. */
  private readonly staffs: readonly Headcounts[];
  private near: number;

  constructor(scenario: Scenario, options: Omit<ContainmentQuestion, 'at' | 'shares'>) {
    this.scenario = scenario;
    this.options = options;
    this.hours = dutyHoursOf(scenario);
    this.staffs = nestedStaffs(headcountsOf(scenario), this.hours);
    this.near = Math.floor(this.staffs.length / AMPLE);
    const today = this.planOf(0, scenario, this.near);
    this.evaluation = new Evaluation(scenario, today, { ...options, checked: options.replications });
  }

  get isEnded(): boolean {
    return this.evaluation.isEnded;
  }

  /** The least staff with which the scenario at this share meets the goals; the search begins at that of the share before. */
  async least(share: number, scenario: Scenario): Promise<Found | null> {
    const meets = async (n: number) =>
      (await this.evaluation.failingIn(this.planOf(share, scenario, n))).length === 0;
    let [low, high] = [-1, this.staffs.length];
    for (let n = this.near, step = 1; high - low > 1 && !this.isEnded; step *= 2) {
      if (await meets(n)) high = n;
      else low = n;
      if (low < 0) n = Math.max(0, high - step);
      else if (high === this.staffs.length) n = Math.min(high - 1, low + step);
      else n = Math.floor((low + high) / 2);
    }
    if (this.isEnded || high === this.staffs.length) return null;
    this.near = high;
    return { counts: this.staffAt(high), each: await this.fteOfEach(share, scenario, high) };
  }

  /** FTE by replication with which the goal that is met last is just met. */
  private async fteOfEach(share: number, scenario: Scenario, least: number): Promise<readonly number[]> {
    const width = Math.max(1, Math.round(least / 20));
    const [from, to] = [Math.max(0, least - width), Math.min(this.staffs.length - 1, least + width)];
    const records = new Map<number, Awaited<ReturnType<Evaluation['valuesOf']>>>();
    for (const n of [from, Math.max(0, least - 1), least, to])
      records.set(n, await this.evaluation.valuesOf(this.planOf(share, scenario, n), 'search'));
    const { replications } = this.options;
    const whole = this.fteAt(least);
    const plain = Array.from({ length: replications }, () => whole);
    if (this.isEnded) return plain;
    const meanAt = (n: number, measure: Measure) =>
      this.evaluation.estimateOf(records.get(n) ?? [], measure)?.mean ?? 0;
    const crossings = this.options.goals.map(({ measure, value }) => {
      const [below, above] = [meanAt(Math.max(0, least - 1), measure), meanAt(least, measure)];
      const part = below === above ? 1 : (value - below) / (above - below);
      const before = this.fteAt(Math.max(0, least - 1));
      return { measure, fte: part > 0 && part <= 1 ? before + part * (whole - before) : before };
    });
    const last = crossings.reduce((most, one) => (one.fte > most.fte ? one : most));
    const slope =
      (meanAt(to, last.measure) - meanAt(from, last.measure)) / (this.fteAt(to) - this.fteAt(from));
    const values = valuesOf(records.get(least) ?? [], last.measure.id);
    if (values === null || slope === 0 || !Number.isFinite(slope)) return plain;
    const mean = sumOf(values) / values.length;
    return values.map((value) => last.fte + (mean - value) / slope);
  }

  private fteAt(n: number): number {
    return definite(fteOf(withHeadcounts(this.scenario, this.staffAt(n))), 'the run is a week or longer');
  }

  private hoursAt(n: number): number {
    return sumOverShifts(this.staffAt(n), (agents, g, s) => agents * (this.hours[g]?.[s] ?? 0));
  }

  private staffAt(n: number): Headcounts {
    return definite(this.staffs[n], 'each number of agents has a staff');
  }

  private planOf(share: number, scenario: Scenario, n: number): Plan {
    return {
      key: JSON.stringify([share, n]),
      scenario: () => withHeadcounts(scenario, this.staffAt(n)),
      hours: this.hoursAt(n),
    };
  }
}

/**
 * Staffs of 0, 1, 2 … agents in the shifts that are worked, each nested in the next one, in the proportions of these head counts (divisor
 * method of D'Hondt); a shift that is not worked keeps its agents.
 */
function nestedStaffs(today: Headcounts, hours: Headcounts): readonly Headcounts[] {
  const worked = today.flatMap((shifts, g) =>
    shifts.flatMap((agents, s) => ((hours[g]?.[s] ?? 0) > 0 && agents > 0 ? [{ agents, g, s }] : [])),
  );
  const turns = worked.flatMap(({ agents, g, s }) =>
    Array.from({ length: AMPLE * agents }, (_, k) => ({ g, s, turn: (k + 1) / agents })),
  );
  // Array.sort is stable, so that ties keep the order of the file.
  turns.sort((one, other) => one.turn - other.turn);
  const counts = today.map((shifts, g) => shifts.map((agents, s) => ((hours[g]?.[s] ?? 0) > 0 ? 0 : agents)));
  const copy = () => counts.map((shifts) => [...shifts]);
  const staffs = [copy()];
  for (const { g, s } of turns) {
    const shifts = definite(counts[g], 'a turn is of a group');
    shifts[s] = (shifts[s] ?? 0) + 1;
    staffs.push(copy());
  }
  return staffs;
}
