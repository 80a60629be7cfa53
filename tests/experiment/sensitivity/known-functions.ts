/** Functions of uniform inputs from 0 to 1 whose sensitivity indices are known in closed form. */
export interface KnownFunction {
  readonly inputs: readonly string[];
  readonly of: (shares: readonly number[]) => number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ over (−π, π)³. Source: T. Ishigami and T. Homma, ISUMA '90. */
export function ishigami(): KnownFunction {
  const [a, b] = [7, 0.1];
  const fourth = Math.PI ** 4;
  const alone = [(1 + (b * fourth) / 5) ** 2 / 2, a ** 2 / 8, 0];
  const together = (b * fourth) ** 2 * (1 / 18 - 1 / 50);
  const variance = alone.reduce((sum, part) => sum + part, together);
  return {
    inputs: ['x1', 'x2', 'x3'],
    of: (shares) => {
      const [x1 = 0, x2 = 0, x3 = 0] = shares.map((share) => (2 * share - 1) * Math.PI);
      return Math.sin(x1) + a * Math.sin(x2) ** 2 + b * x3 ** 4 * Math.sin(x1);
    },
    first: alone.map((part) => part / variance),
    // x₁ and x₃ interact; x₂ acts alone.
    total: alone.map((part, i) => (part + (i === 1 ? 0 : together)) / variance),
  };
}

/** Π (|4x − 2| + a) / (1 + a). Source: I. M. Sobol', Mathematics and Computers in Simulation 55 (2001). */
export function gFunction(a: readonly number[]): KnownFunction {
  const parts = a.map((one) => 1 / (3 * (1 + one) ** 2));
  const product = (values: readonly number[]) => values.reduce((all, part) => all * (1 + part), 1);
  const variance = product(parts) - 1;
  return {
    inputs: a.map((_, i) => `x${i + 1}`),
    of: (shares) =>
      shares.reduce((all, x, i) => (all * (Math.abs(4 * x - 2) + (a[i] ?? 0))) / (1 + (a[i] ?? 0)), 1),
    first: parts.map((part) => part / variance),
    total: parts.map((part, i) => (part * product(parts.filter((_, j) => j !== i))) / variance),
  };
}
