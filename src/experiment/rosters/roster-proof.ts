import { assert } from '#base';
import { isKept, type Programme, type ProgrammeColumn, type ProgrammeRow, solve } from './programme.ts';
import type { RosterProblem } from './roster-rows.ts';
import type { Choice } from './roster-scenario.ts';
import type { RosterTrials } from './roster-trials.ts';

export interface RosterProof {
  /** Null if no roster holds: all were tried if `isProved`. */
  readonly choice: Choice | null;
  /** Whether the programme shows that no roster that costs less holds in the runs of this search. */
  readonly isProved: boolean;
  /** No roster that costs less than this holds. Null if not even that is known. */
  readonly bound: number | null;
  /** Rosters that were tried and do not hold: the checks object to them, or runs miss a goal or guard. */
  readonly failed: number;
}

/** Costs that differ by less are equal. */
const SAME = 1e-9;

/**
 * Tries rosters in the order of their cost, starting with the cheapest that the limits allow, until one holds or the next costs as much as
 * `best`. Each that fails is excluded from the programme, alone. Ends after `most` rosters.
 */
export async function proveRoster(
  trials: RosterTrials,
  best: Choice | null,
  most: number,
): Promise<RosterProof> {
  const exclusions = new Exclusions(trials.problem);
  let excluded = 0;
  let bound: number | null = null;
  const cost = best === null ? Number.POSITIVE_INFINITY : trials.costOf(best);
  const end = (choice: Choice | null, isProved: boolean, least: number | null): RosterProof => ({
    choice,
    isProved,
    failed: trials.failed.length,
    bound: least,
  });
  for (let tried = 0; ; tried++) {
    for (; excluded < trials.failed.length; excluded++) exclusions.exclude(trials.failed[excluded] ?? []);
    const next = await solve(trials.solver, exclusions.programme);
    if (next.kind === 'infeasible') return end(best, true, best === null ? null : cost);
    const rounding = 1e-6 * Math.max(1, Math.abs(bound ?? 0));
    const isDearer = next.kind === 'unknown' || bound === null || next.cost >= bound - rounding;
    assert(isDearer, 'a roster costs less than all that were left');
    bound = Math.max(bound ?? next.bound, next.bound);
    const isBound =
      next.kind === 'unknown' || next.bound <= next.cost + SAME * Math.max(1, Math.abs(next.cost));
    assert(isBound && excluded === trials.failed.length, 'a bound lies above a roster that is allowed');
    if (bound >= cost - SAME * Math.max(1, Math.abs(cost))) return end(best, true, cost);
    if (next.kind === 'unknown' || tried >= most || trials.evaluation.isEnded) return end(best, false, bound);
    const choice = next.values.slice(0, trials.problem.candidates.length);
    const isNew = trials.failed.every((one) => one.join(' ') !== choice.join(' '));
    assert(isNew && trials.isAllowed(choice), 'a roster is tried that is excluded');
    if (next.cost >= cost) return end(best, false, bound);
    if (await trials.holds(choice)) return end(choice, next.isOptimal, next.isOptimal ? next.cost : bound);
  }
}

/**
 * The programme of all rosters except those that were tried and do not hold. Each of these is excluded by a row that no other roster breaks
 * (a combinatorial cut), so nothing is assumed of how service depends on staff.
 *
 * The row needs columns that say whether at least k agents work a tour: b = 1 if and only if x ≥ k. It asks that some tour has one agent
 * more than in the excluded roster, or one fewer.
 */
export class Exclusions {
  private readonly problem: RosterProblem;
  private readonly columns: ProgrammeColumn[];
  private readonly rows: ProgrammeRow[];
  private readonly known = new Map<string, number>();
  /** What the columns beyond the tours say: whether at least `k` agents work a tour. */
  private readonly steps: (readonly [tour: number, k: number])[] = [];

  constructor(problem: RosterProblem) {
    this.problem = problem;
    this.columns = problem.candidates.map(({ cost, most }) => ({ cost, most, isWhole: true }));
    this.rows = [...problem.rows];
  }

  get programme(): Programme {
    return { columns: this.columns, rows: this.rows };
  }

  exclude(choice: Choice): void {
    const terms: (readonly [number, number])[] = [];
    let fewer = 0;
    const known = this.rows.length;
    this.problem.candidates.forEach(({ most }, c) => {
      const agents = choice[c] ?? 0;
      if (agents < most) terms.push([this.hasAtLeast(c, agents + 1), 1]);
      if (agents === 0) return;
      terms.push([this.hasAtLeast(c, agents), -1]);
      fewer++;
    });
    const row = { terms, least: 1 - fewer, most: Number.POSITIVE_INFINITY };
    this.rows.push(row);
    const brokenBy = (one: Choice) => {
      const values = [...one, ...this.steps.map(([tour, k]) => ((one[tour] ?? 0) >= k ? 1 : 0))];
      return this.rows.slice(known).filter((own) => !isKept(own, values));
    };
    const broken = brokenBy(choice);
    assert(broken.length === 1 && broken[0] === row, 'a roster is excluded by other rows than its own');
    const { candidates } = this.problem;
    candidates.forEach(({ most }, c) => {
      const other = choice.map((agents, k) => (k !== c ? agents : agents < most ? agents + 1 : agents - 1));
      assert(most === 0 || brokenBy(other).length === 0, 'another roster is excluded, too');
    });
  }

  /** The column that is 1 if at least `k` agents work the tour, and otherwise 0. */
  private hasAtLeast(tour: number, k: number): number {
    const key = `${tour}/${k}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const column = this.columns.length;
    const most = this.problem.candidates[tour]?.most ?? 0;
    this.columns.push({ cost: 0, most: 1, isWhole: true });
    const termsOf = (factor: number) => [[tour, 1] as const, [column, factor] as const];
    this.rows.push(
      { terms: termsOf(-k), least: 0, most: Number.POSITIVE_INFINITY },
      { terms: termsOf(k - 1 - most), least: Number.NEGATIVE_INFINITY, most: k - 1 },
    );
    this.known.set(key, column);
    this.steps.push([tour, k]);
    return column;
  }
}
