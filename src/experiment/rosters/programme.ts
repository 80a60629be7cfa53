import { assert } from '#base';

/** A mixed-integer programme: the least cost of columns that are at least 0, under linear rows. */
export interface Programme {
  readonly columns: readonly ProgrammeColumn[];
  readonly rows: readonly ProgrammeRow[];
  /** How far from the least cost a solution may be, as a share of it. Left out: not at all. */
  readonly gap?: number;
}

export interface ProgrammeColumn {
  readonly cost: number;
  readonly most: number;
  readonly isWhole: boolean;
}

export interface ProgrammeRow {
  /** Column and factor. Each column at most once. */
  readonly terms: readonly (readonly [column: number, factor: number])[];
  /** Bounds of the sum; infinite if there are none. */
  readonly least: number;
  readonly most: number;
}

export type Solution =
  /** `bound`: no values cost less. Below `cost` if the solver ended at its limit of nodes. */
  | {
      readonly kind: 'found';
      readonly values: readonly number[];
      readonly cost: number;
      readonly bound: number;
      readonly isOptimal: boolean;
    }
  | { readonly kind: 'infeasible' }
  /** The solver ended at its limit of nodes without values. */
  | { readonly kind: 'unknown'; readonly bound: number };

/** Solves a programme. The same programme gives the same solution. */
export type Solver = (programme: Programme) => Promise<Solution>;

const TOLERANCE = 1e-5;

/** The solution with whole numbers where the programme wants them, checked against every row. */
export async function solve(solver: Solver, programme: Programme): Promise<Solution> {
  const known = programme.columns.length;
  const areKnown = programme.rows.every(({ terms }) =>
    terms.every(([column]) => column >= 0 && column < known),
  );
  assert(areKnown, 'a row names a column that is not there');
  const solution = await solver(programme);
  if (solution.kind !== 'found') return solution;
  const values = solution.values.map((value, c) =>
    programme.columns[c]?.isWhole === true ? Math.round(value) : value,
  );
  for (const row of programme.rows) {
    assert(isKept(row, values), 'the solver returned values that break a row');
  }
  return { ...solution, values, cost: costOf(programme, values) };
}

export function isKept({ least, most, terms }: ProgrammeRow, values: readonly number[]): boolean {
  const sum = terms.reduce((total, [column, factor]) => total + factor * (values[column] ?? 0), 0);
  const slack = TOLERANCE * Math.max(1, ...terms.map(([, factor]) => Math.abs(factor)));
  return sum >= least - slack && sum <= most + slack;
}

function costOf({ columns }: Programme, values: readonly number[]): number {
  return columns.reduce((sum, { cost }, c) => sum + cost * (values[c] ?? 0), 0);
}
