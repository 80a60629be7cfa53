/** Γ(x) for x ≥ 1, relative error below 1e-14. */
export function gammaFunction(x: number): number {
  const { sum, t, z } = lanczos(x);
  return Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * sum;
}

/** The Lanczos approximation (g = 7, n = 9): Γ(x) = √(2π) t^(z + ½) e^(−t) sum. */
export function lanczos(x: number): { readonly sum: number; readonly t: number; readonly z: number } {
  const z = x - 1;
  let sum = 0.9999999999998099;
  LANCZOS.forEach((coefficient, i) => {
    sum += coefficient / (z + i + 1);
  });
  return { sum, t: z + 7.5, z };
}

const LANCZOS: readonly number[] = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
