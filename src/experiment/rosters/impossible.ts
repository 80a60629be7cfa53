import { type Solver, solve } from './programme.ts';
import type { RosterProblem, RowReason } from './roster-rows.ts';

/**
 * Which limits no roster keeps together: those that the roster with the smallest sum of violations breaks. Empty if some roster keeps all.
 */
export async function brokenLimits(problem: RosterProblem, solver: Solver): Promise<readonly RowReason[]> {
  const { candidates, rows } = problem;
  const columns = candidates.map(({ most }) => ({ cost: 0, most, isWhole: true }));
  const violations = rows.map(() => ({ cost: 1, most: Number.POSITIVE_INFINITY, isWhole: false }));
  const solution = await solve(solver, {
    columns: [...columns, ...violations],
    rows: rows.map((row, k) => ({
      ...row,
      terms: [...row.terms, [columns.length + k, Number.isFinite(row.least) ? 1 : -1] as const],
    })),
  });
  if (solution.kind !== 'found') return [];
  return rows.flatMap(({ reason }, k) =>
    (solution.values[columns.length + k] ?? 0) > VIOLATED ? [reason] : [],
  );
}

const VIOLATED = 0.5;
