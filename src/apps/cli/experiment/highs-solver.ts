import type { Highs } from 'highs';
import type { Programme, Solution, Solver } from '#experiment';

/**
 * A fixed seed, and a limit of nodes instead of one of time, make a solution a function of the programme alone. The package is built for one
 * thread, which it sets itself. The absolute gap is 0, so that an optimum is one.
 */
const OPTIONS = {
  output_flag: false,
  random_seed: 0,
  mip_abs_gap: 0,
  mip_max_nodes: 20_000,
} as const;

/**
 * A solver that loads HiGHS when it is first called. A WebAssembly instance that failed cannot be used again, and stays out of memory once it
 * was, so after a failure the programme is tried once in a new one.
 */
export function createHighsSolver(): Solver {
  let highs: Highs | null = null;
  return async (programme) => {
    if (programme.columns.length === 0) return withoutColumns(programme);
    highs ??= await load();
    try {
      return solveOnce(highs, programme);
    } catch {
      highs = await load();
      return solveOnce(highs, programme);
    }
  };
}

/** The declarations of the package describe its CommonJS file, where the loader is the default of the default. Node loads the other. */
interface LoadedPackage {
  readonly default: (options: {
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }) => Promise<Highs>;
}

async function load(): Promise<Highs> {
  const loaded = (await import('highs')) as unknown as LoadedPackage;
  return loaded.default({ print: () => {}, printErr: () => {} });
}

/** HiGHS refuses a model without columns. */
function withoutColumns({ rows }: Programme): Solution {
  const isKept = rows.every(({ least, most }) => least <= 0 && most >= 0);
  return isKept ? { kind: 'found', values: [], cost: 0, bound: 0, isOptimal: true } : { kind: 'infeasible' };
}

function solveOnce(highs: Highs, programme: Programme): Solution {
  return highs.withModel(modelOf(programme, highs), (model): Solution => {
    model.options.set({ ...OPTIONS, mip_rel_gap: programme.gap ?? 0 });
    model.run();
    const { modelStatus, solutionStatus } = highs.constants;
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible) return { kind: 'infeasible' };
    const isOptimal = status === modelStatus.optimal;
    if (!isOptimal && status !== modelStatus.solutionLimit && status !== modelStatus.iterationLimit) {
      throw new Error(`HiGHS ended with model status ${status}`);
    }
    const bound = Number(model.info.get('mip_dual_bound'));
    if (Number(model.info.get('primal_solution_status')) !== solutionStatus.feasible) {
      return { kind: 'unknown', bound };
    }
    const isExact = isOptimal && (programme.gap ?? 0) === 0;
    const values = [...model.getSolution().colValue];
    const cost = Number(model.info.get('objective_function_value'));
    return { kind: 'found', values, cost, bound: isExact ? cost : bound, isOptimal: isExact };
  });
}

function modelOf({ columns, rows }: Programme, { constants, infinity }: Highs) {
  const finite = (value: number) =>
    value === Number.POSITIVE_INFINITY ? infinity : value === Number.NEGATIVE_INFINITY ? -infinity : value;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { terms } of rows) {
    for (const [column, factor] of terms) {
      indices.push(column);
      values.push(factor);
    }
    starts.push(indices.length);
  }
  const { continuous, integer } = constants.variableType;
  const [numCols, numRows] = [columns.length, rows.length];
  return {
    numCols,
    numRows,
    colCost: columns.map(({ cost }) => cost),
    colLower: columns.map(() => 0),
    colUpper: columns.map(({ most }) => finite(most)),
    rowLower: rows.map(({ least }) => finite(least)),
    rowUpper: rows.map(({ most }) => finite(most)),
    matrix: { format: 'csr' as const, numRows, numCols, starts, indices, values },
    integrality: columns.map(({ isWhole }) => (isWhole ? integer : continuous)),
  };
}
