import { assert, sumOf } from '#base';
import { intersectWindows, type Scenario } from '#domain';
import { type Headcounts, sumOverShifts, withShift } from './headcounts.ts';

/** A shift whose agents may change, with what one of them costs over the horizon. */
export interface PaidShift {
  readonly at: readonly [group: number, shift: number];
  readonly cost: number;
}

/** Larger searches list only some of the cheaper staffings. */
const LISTED_MOST = 5_000;
/** Rounding errors of costs are smaller. */
const ROUNDING = 1e-9;

/**
 * Staffings that cost less than a given one, the most promising first. Leaves out those that cannot do if fewer agents never serve better:
 * they have no more agents in any shift than one that has failed.
 */
export class CheaperStaff {
  private readonly failed: Headcounts[] = [];
  private readonly paid: readonly PaidShift[];
  private readonly scenario: Pick<Scenario, 'groups'>;
  private readonly together: (one: number, other: number) => boolean;

  /** `together`: whether two groups can serve the same cases. */
  constructor(
    scenario: Pick<Scenario, 'groups'>,
    shifts: readonly PaidShift[],
    together: (one: number, other: number) => boolean,
  ) {
    // Agents who cost nothing would be added without end.
    this.paid = [...shifts].filter(({ cost }) => cost > 0).sort((one, other) => one.cost - other.cost);
    this.scenario = scenario;
    this.together = together;
  }

  fails(counts: Headcounts): void {
    this.failed.push(counts);
  }

  /** Whether a staffing with at least as many agents in each shift has failed. */
  isHopeless(counts: Headcounts): boolean {
    return this.failed.some((bad) =>
      bad.every((shifts, g) => shifts.every((n, s) => (counts[g]?.[s] ?? 0) <= n)),
    );
  }

  /**
   * Exchanges that save: a shift gets `step` more agents, and another one loses the fewest with which the staffing costs less. The most expensive
   * agents are replaced first, by the cheapest; shifts at the same times come before others.
   */
  *exchanges(counts: Headcounts, step: number): Generator<Headcounts> {
    for (const isSameTime of [true, false]) {
      for (const from of [...this.paid].reverse()) {
        for (const to of this.paid) {
          const fewer = Math.floor((step * to.cost) / from.cost + ROUNDING) + 1;
          if (from === to || countAt(counts, from) < fewer || !this.together(from.at[0], to.at[0])) continue;
          if (this.overlap(from, to) !== isSameTime) continue;
          yield changed(changed(counts, to, step), from, -fewer);
        }
      }
    }
  }

  /**
   * All staffings that cost less than `counts` and to which no agent can be added without costing as much: every cheaper one has no more agents
   * than one of these. The ones nearest to `counts` come first. Null if there are too many to list.
   */
  largest(counts: Headcounts): readonly Headcounts[] | null {
    const costOf = (of: Headcounts) => sumOf(this.paid.map((one) => one.cost * countAt(of, one)));
    const most = costOf(counts);
    const [cheapest, ...others] = this.paid;
    if (cheapest === undefined) return [];
    const found: Headcounts[] = [];
    const empty = this.paid.reduce((so, one) => changed(so, one, -countAt(counts, one)), counts);
    const fill = (so: Headcounts, left: number, next: number): boolean => {
      if (found.length > LISTED_MOST) return false;
      const one = others[next];
      if (one === undefined) {
        const fits = agentsBelow(left, cheapest.cost);
        if (fits >= 0) found.push(changed(so, cheapest, fits));
        return true;
      }
      for (let agents = agentsBelow(left, one.cost); agents >= 0; agents--) {
        if (!fill(changed(so, one, agents), left - agents * one.cost, next + 1)) return false;
      }
      return true;
    };
    if (!fill(empty, most, 0)) return null;
    assert(
      found.every((one) => costOf(one) < most),
      'a staffing does not cost less',
    );
    const distance = (one: Headcounts) =>
      sumOf(this.paid.map((place) => Math.abs(countAt(one, place) - countAt(counts, place))));
    return found.sort((one, other) => distance(one) - distance(other));
  }

  private overlap({ at: [g, s] }: PaidShift, { at: [h, t] }: PaidShift): boolean {
    const dutyOf = (group: number, shift: number) => this.scenario.groups[group]?.shifts[shift]?.duty ?? [];
    return intersectWindows(dutyOf(g, s), dutyOf(h, t)).length > 0;
  }
}

/** The most agents of this cost that together cost less than `left`; below 0 if not even none do. */
function agentsBelow(left: number, cost: number): number {
  return Math.ceil(left / cost - ROUNDING) - 1;
}

export function countAt(counts: Headcounts, { at: [g, s] }: PaidShift): number {
  return counts[g]?.[s] ?? 0;
}

/** Head counts in which a shift has `by` more agents. */
export function changed(counts: Headcounts, shift: PaidShift, by: number): Headcounts {
  const so = withShift(counts, ...shift.at, countAt(counts, shift) + by);
  const [agents, before] = [agentsIn(so), agentsIn(counts)];
  assert(agents === before + by, `a staffing has ${agents} agents instead of ${before + by}`);
  return so;
}

export function agentsIn(counts: Headcounts): number {
  return sumOverShifts(counts, (agents) => agents);
}
