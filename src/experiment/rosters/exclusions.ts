import { assert } from '#base';
import { isKept, type Programme, type ProgrammeColumn, type ProgrammeRow } from './programme.ts';
import type { RosterProblem } from './roster-rows.ts';
import type { Choice } from './roster-scenario.ts';

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
    this.rows.push(
      {
        terms: [
          [tour, 1],
          [column, -k],
        ],
        least: 0,
        most: Number.POSITIVE_INFINITY,
      },
      {
        terms: [
          [tour, 1],
          [column, k - 1 - most],
        ],
        least: Number.NEGATIVE_INFINITY,
        most: k - 1,
      },
    );
    this.known.set(key, column);
    this.steps.push([tour, k]);
    return column;
  }
}
