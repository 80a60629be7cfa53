import { uniformOf } from '../random.ts';
import type { Distribution } from './distribution.ts';
import { quantileOf } from './quantile.ts';

/**
 * A distribution made ready for many draws: `of(word)` is its quantile of the uniform (word + ½) ÷ 2^32, where the word's
 * 32 bits are read without a sign. Unit: that of the distribution's parameters.
 *
 * Smooth quantile functions are tabulated: each half of the unit interval is cut into octaves towards its end, each octave
 * into 16 pieces, each piece holds a polynomial of degree 5. So a draw costs the same few nanoseconds whatever the kind, and
 * tails keep their relative precision: a table is used only where it agrees with `quantileOf` to within 10⁻⁸ of
 * the value (or 10⁻¹¹ of the median), as far as the uniform itself is known: near 1 a double keeps few digits of its distance.
 *
 *   word  0 0 0 1 │ p p p p │ t t t …      octave: leading zeros · piece: the next four bits · t: the rest, as [0, 1)
 *   upper half: the same of the complement, since it is the distance to 1 that counts there
 */
export class Sampler {
  readonly distribution: Distribution;
  private readonly table: Float64Array | null;
  private readonly scale: number;
  private readonly fixed: boolean;

  constructor(distribution: Distribution) {
    const { shape, scale } = standardised(distribution);
    this.distribution = distribution;
    this.scale = scale;
    this.fixed = distribution.kind === 'fixed';
    this.table = shape === null ? null : tableOf(shape);
  }

  of(word: number): number {
    const { table } = this;
    if (table === null) {
      return this.fixed ? this.scale : quantileOf(this.distribution, uniformOf(word));
    }
    const isUpper = word < 0;
    const distance = isUpper ? ~word : word;
    const octave = Math.clz32(distance);
    const bits = distance << octave;
    const row = ((isUpper ? OCTAVES + octave : octave) << PIECE_BITS) + ((bits << 1) >>> (32 - PIECE_BITS));
    const t = ((bits << (1 + PIECE_BITS)) >>> 0) * TWO_TO_MINUS_32;
    const i = row * COEFFICIENTS;
    const high = (table[i + 5] as number) * t + (table[i + 4] as number);
    const middle = (table[i + 3] as number) * t + (table[i + 2] as number);
    const low = (table[i + 1] as number) * t + (table[i] as number);
    const square = t * t;
    return this.scale * ((high * square + middle) * square + low);
  }
}

const TWO_TO_MINUS_32 = 1 / 4294967296;
const PIECE_BITS = 4;
const PIECES = 1 << PIECE_BITS;
/** Leading zeros of the distance to the nearer end: 1 to 31, and 32 for the distance 0. */
const OCTAVES = 33;
const DEGREE = 5;
const COEFFICIENTS = DEGREE + 1;
const TOLERANCE = 1e-8;

/** The distribution's shape at scale 1 where its quantile function is smooth, and its scale. */
function standardised(distribution: Distribution): {
  readonly shape: Distribution | null;
  readonly scale: number;
} {
  switch (distribution.kind) {
    case 'fixed':
      return { shape: null, scale: distribution.value };
    case 'exponential':
    case 'lognormal':
    case 'erlang':
    case 'gamma':
      return { shape: { ...distribution, mean: 1 }, scale: distribution.mean };
    case 'weibull':
      return { shape: { ...distribution, scale: 1 }, scale: distribution.scale };
    case 'hyperexponential':
      return { shape: distribution, scale: 1 };
    case 'uniform':
    case 'triangular':
    case 'empirical':
      return { shape: null, scale: 1 };
  }
}

/** Tables follow from their shapes alone, so that keeping them changes no result. */
const tables = new Map<string, Float64Array | null>();

function tableOf(shape: Distribution): Float64Array | null {
  const key = JSON.stringify(shape);
  let table = tables.get(key);
  if (table === undefined) {
    table = tabulate((uniform) => quantileOf(shape, uniform));
    tables.set(key, table);
  }
  return table;
}

/** Null where polynomials do not follow the function closely enough. */
function tabulate(quantile: (uniform: number) => number): Float64Array | null {
  const table = new Float64Array(2 * OCTAVES * PIECES * COEFFICIENTS);
  const negligible = TOLERANCE * 1e-3 * quantile(0.5);
  for (const isUpper of [false, true]) {
    for (let octave = 1; octave < OCTAVES; octave++) {
      for (let piece = 0; piece < PIECES; piece++) {
        const at = (t: number): number => {
          const distance = (octave === 32 ? 0 : 2 ** (31 - octave)) * (1 + (piece + t) / PIECES);
          const share = (distance + 0.5) * TWO_TO_MINUS_32;
          return quantile(isUpper ? 1 - share : share);
        };
        const relative = TOLERANCE + 2 ** (octave - 51);
        const fitted = interpolate(at, (value) => relative * Math.abs(value) + negligible);
        if (fitted === null) return null;
        table.set(fitted, (((isUpper ? OCTAVES + octave : octave) << PIECE_BITS) + piece) * COEFFICIENTS);
      }
    }
  }
  return table;
}

const NODES = Array.from(
  { length: COEFFICIENTS },
  (_, k) => 0.5 - 0.5 * Math.cos(((k + 0.5) / COEFFICIENTS) * Math.PI),
);

/** Coefficients of the polynomial through the Chebyshev nodes of [0, 1], by divided differences; null if it strays. */
function interpolate(
  at: (t: number) => number,
  tolerance: (value: number) => number,
): readonly number[] | null {
  const differences = NODES.map(at);
  for (let order = 1; order < COEFFICIENTS; order++) {
    for (let k = COEFFICIENTS - 1; k >= order; k--) {
      const width = (NODES[k] as number) - (NODES[k - order] as number);
      differences[k] = ((differences[k] as number) - (differences[k - 1] as number)) / width;
    }
  }
  let coefficients: number[] = [];
  for (let k = COEFFICIENTS - 1; k >= 0; k--) {
    // p ← p · (t − node) + difference
    const node = NODES[k] as number;
    const next = [0, ...coefficients];
    coefficients.forEach((coefficient, power) => {
      next[power] = (next[power] as number) - coefficient * node;
    });
    next[0] = (next[0] as number) + (differences[k] as number);
    coefficients = next.slice(0, COEFFICIENTS);
  }
  const value = (t: number) => coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const strays = [0, 0.13, 0.5, 0.87, 1].some((t) => Math.abs(value(t) - at(t)) > tolerance(at(t)));
  return strays ? null : coefficients;
}
