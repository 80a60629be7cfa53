/** A function of one or two unknowns. */
export type Objective = (at: readonly number[]) => number;

const REFLECTIONS_MAX = 200;
const TOLERANCE = 1e-9;

/** The place of the smallest value near `start`, by the downhill simplex of J. A. Nelder and R. Mead, Computer Journal 7 (1965). */
export function minimise(objective: Objective, start: readonly number[], step = 0.3): readonly number[] {
  const corner = (at: readonly number[]) => ({ at, value: objective(at) });
  let simplex = [start, ...start.map((_, i) => start.map((x, k) => (k === i ? x + step : x)))].map(corner);
  for (let round = 0; round < REFLECTIONS_MAX; round++) {
    simplex.sort((one, other) => one.value - other.value);
    const [best] = simplex;
    const worst = simplex.at(-1);
    if (best === undefined || worst === undefined) break;
    if (Math.abs(worst.value - best.value) <= TOLERANCE * (Math.abs(best.value) + TOLERANCE)) break;
    const others = simplex.slice(0, -1);
    const middle = start.map((_, k) => others.reduce((sum, { at }) => sum + (at[k] ?? 0), 0) / others.length);
    const along = (factor: number) => corner(middle.map((m, k) => m + factor * ((worst.at[k] ?? 0) - m)));
    const reflected = along(-1);
    const secondWorst = others.at(-1)?.value ?? best.value;
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= secondWorst) {
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
    }
    if (next.value < worst.value) simplex = [...others, next];
    else simplex = simplex.map(({ at }) => corner(at.map((x, k) => ((best.at[k] ?? 0) + x) / 2)));
  }
  simplex.sort((one, other) => one.value - other.value);
  return simplex[0]?.at ?? start;
}

const HESSIAN_STEP = 1e-3;

/**
 * Standard errors of maximum-likelihood estimates: roots of the diagonal of the inverse Hessian of the negative log-likelihood at its
 * minimum, by central differences. One or two unknowns. Infinity where the likelihood is flat.
 */
export function standardErrors(objective: Objective, at: readonly number[]): readonly number[] {
  const h = HESSIAN_STEP;
  const moved = (...steps: readonly number[]) => objective(at.map((x, k) => x + h * (steps[k] ?? 0)));
  const here = objective(at);
  const second = at.map((_, k) => {
    const step = (sign: number) => moved(...at.map((_x, i) => (i === k ? sign : 0)));
    return (step(1) - 2 * here + step(-1)) / (h * h);
  });
  const [first = 0, other] = second;
  if (other === undefined) return [rootOf(1 / first)];
  const mixed = (moved(1, 1) - moved(1, -1) - moved(-1, 1) + moved(-1, -1)) / (4 * h * h);
  const determinant = first * other - mixed * mixed;
  return [rootOf(other / determinant), rootOf(first / determinant)];
}

function rootOf(variance: number): number {
  return variance > 0 ? Math.sqrt(variance) : Number.POSITIVE_INFINITY;
}
