import { uniformOf } from '../random.ts';
import type { Distribution } from './distribution.ts';
import { quantileOf } from './quantile.ts';

/**
 * A distribution prepared for many draws: `of(word)` is its quantile at the uniform (word + ½) ÷ 2^32, where the word's 32 bits are read as
 * unsigned. The unit is that of the distribution's parameters.
 *
 * Smooth quantile functions are tabulated. Each half of the unit interval is cut into octaves towards its end, each octave into 16 pieces,
 * and each piece holds a polynomial of degree 5. A draw then costs the same few nanoseconds whatever the kind, and tails keep their
 * relative precision. A table is used only if it agrees with `quantileOf` to within 10⁻⁸ of the value (or 10⁻¹¹ of the median), as far as
 * the uniform itself is known: near 1 a double keeps few digits of its distance.
 *
 *   word  0 0 0 1 │ p p p p │ t t t …      octave: leading zeros · piece: the next four bits · t: the rest, as [0, 1)
 *   upper half: the same of the complement, since the distance to 1 counts there
 */
export class Sampler {
  readonly distribution: Distribution;
  /** Where its table begins in TABLES, or one of the negative numbers below. */
  private readonly table: number;
  private readonly scale: number;

  constructor(distribution: Distribution) {
    const { shape, scale } = standardised(distribution);
    this.distribution = distribution;
    this.scale = scale;
    this.table =
      distribution.kind === 'exponential' ? EXPONENTIAL : shape === null ? NO_TABLE : tableOf(shape);
  }

  of(word: number): number {
    const { scale, table } = this;
    if (table === EXPONENTIAL) return scale * minusLogarithmOf(word);
    if (table < 0) return quantileOf(this.distribution, uniformOf(word));
    return scale * tabulated(table, word);
  }
}

/** The quantile of the word's uniform by a table, at scale 1. */
function tabulated(table: number, word: number): number {
  const tables = TABLES;
  const isUpper = word < 0;
  const distance = isUpper ? ~word : word;
  const octave = Math.clz32(distance);
  const bits = distance << octave;
  const row = ((isUpper ? OCTAVES + octave : octave) << PIECE_BITS) + ((bits << 1) >>> (32 - PIECE_BITS));
  const t = ((bits << (1 + PIECE_BITS)) >>> 0) * TWO_TO_MINUS_32;
  const i = table + Math.imul(row, COEFFICIENTS);
  const high = (tables[i + 5] as number) * t + (tables[i + 4] as number);
  const middle = (tables[i + 3] as number) * t + (tables[i + 2] as number);
  const low = (tables[i + 1] as number) * t + (tables[i] as number);
  const square = t * t;
  return (high * square + middle) * square + low;
}

const TWO_TO_MINUS_32 = 1 / 4294967296;
const PIECE_BITS = 4;
const PIECES = 1 << PIECE_BITS;
/** Leading zeros of the distance to the nearer end: 1 to 31, and 32 for the distance 0. */
const OCTAVES = 33;
const DEGREE = 5;
const COEFFICIENTS = DEGREE + 1;
const TABLE_SIZE = 2 * OCTAVES * PIECES * COEFFICIENTS;
const TOLERANCE = 1e-8;
const NO_TABLE = -1;
const EXPONENTIAL = -2;

/**
 * All tables, in one array that never moves, so that V8 knows its address. Pages without a table cost no memory. Once the array is full,
 * further shapes are drawn by `quantileOf`.
 */
const TABLES = new Float64Array(256 * TABLE_SIZE);
/** A table depends on its shape alone, so keeping tables changes no result. */
const known = new Map<string, number>();

function tableOf(shape: Distribution): number {
  const key = JSON.stringify(shape);
  const before = known.get(key);
  if (before !== undefined) return before;
  const used = [...known.values()].filter((offset) => offset !== NO_TABLE).length;
  const offset = used * TABLE_SIZE;
  const fits = offset < TABLES.length && tabulate(shape, offset);
  known.set(key, fits ? offset : NO_TABLE);
  return fits ? offset : NO_TABLE;
}

/** The distribution's shape at scale 1, if its quantile function is smooth, and its scale. */
function standardised(distribution: Distribution): {
  readonly shape: Distribution | null;
  readonly scale: number;
} {
  switch (distribution.kind) {
    case 'exponential':
      return { shape: null, scale: distribution.mean };
    case 'lognormal':
    case 'erlang':
    case 'gamma':
      return { shape: { ...distribution, mean: 1 }, scale: distribution.mean };
    case 'weibull':
      return { shape: { ...distribution, scale: 1 }, scale: distribution.scale };
    case 'hyperexponential':
      return { shape: distribution, scale: 1 };
    case 'fixed':
    case 'uniform':
    case 'triangular':
    case 'empirical':
      return { shape: null, scale: 1 };
  }
}

/** Returns false if polynomials do not follow the quantile function closely enough. */
function tabulate(shape: Distribution, offset: number): boolean {
  const negligible = TOLERANCE * 1e-3 * quantileOf(shape, 0.5);
  for (const isUpper of [false, true]) {
    for (let octave = 1; octave < OCTAVES; octave++) {
      const lowest = octave === 32 ? 0 : 2 ** (31 - octave);
      /** The quantile at a place in the octave, in pieces. */
      const at = (place: number): number => {
        const share = (lowest * (1 + place / PIECES) + 0.5) * TWO_TO_MINUS_32;
        return quantileOf(shape, isUpper ? 1 - share : share);
      };
      const relative = TOLERANCE + 2 ** (octave - 51);
      const firstRow = (isUpper ? OCTAVES + octave : octave) << PIECE_BITS;
      let start = at(0);
      for (let piece = 0; piece < PIECES; piece++) {
        const from = offset + (firstRow + piece) * COEFFICIENTS;
        for (let k = 0; k < COEFFICIENTS; k++) values[k] = at(piece + (NODES[k] as number));
        interpolate(from);
        const end = at(piece + 1);
        // Between its nodes, such a polynomial strays most at the ends and in the middle.
        const exact = [start, at(piece + 0.5), end];
        const isClose = exact.every((value, half) => {
          const strayed = Math.abs(polynomial(from, half / 2) - value);
          return strayed <= relative * Math.abs(value) + negligible;
        });
        if (!isClose) return false;
        start = end;
      }
    }
  }
  return true;
}

/** The Chebyshev nodes of [0, 1]. */
const NODES = Array.from(
  { length: COEFFICIENTS },
  (_, k) => 0.5 - 0.5 * Math.cos(((k + 0.5) / COEFFICIENTS) * Math.PI),
);
/** Node × power: coefficients of the polynomial that is 1 at the node and 0 at the others (Lagrange). */
const BASIS = NODES.map((node) =>
  NODES.filter((other) => other !== node).reduce(
    (coefficients, other) => {
      const scale = 1 / (node - other);
      const higher = [0, ...coefficients.map((coefficient) => coefficient * scale)];
      return higher.map((value, power) => value - (coefficients[power] ?? 0) * other * scale);
    },
    [1],
  ),
);
const values = new Float64Array(COEFFICIENTS);

/** Writes the polynomial through the values at the nodes into TABLES. */
function interpolate(offset: number): void {
  for (let power = 0; power < COEFFICIENTS; power++) {
    let coefficient = 0;
    for (let k = 0; k < COEFFICIENTS; k++) {
      coefficient += (values[k] as number) * ((BASIS[k] as number[])[power] as number);
    }
    TABLES[offset + power] = coefficient;
  }
}

function polynomial(offset: number, t: number): number {
  let value = 0;
  for (let power = DEGREE; power >= 0; power--) value = value * t + (TABLES[offset + power] as number);
  return value;
}

/**
 * −ln of the word's uniform, to within 10⁻¹⁵, where u = 2^−(zeros + 1) × m and m lies in [1, 2). A table gives the logarithm of the middle
 * of m's piece of 256; the rest lies within 2^−9 of 1, and a polynomial gives its logarithm. A uniform lies half a unit above its word:
 * this half is one more bit of m, and for the word 0 it is the leading one. The code has no branch: V8 would deoptimise the caller at the
 * first word that takes a branch never taken before.
 */
function minusLogarithmOf(word: number): number {
  const zeros = Math.clz32(word);
  const m = ((word >>> 0) + 0.5) * (POWERS[zeros] as number);
  const piece = (((word << 1) | 1) << zeros) >>> 24;
  const r = m * (INVERSES[piece] as number) - 1;
  const rest = r * (1 - r * (1 / 2 - r * (1 / 3 - r * (1 / 4 - r * (1 / 5)))));
  return (LOG_OF_POWERS[zeros] as number) - (LOGARITHMS[piece] as number) - rest;
}

const POWERS = Float64Array.from({ length: 33 }, (_, zeros) => 2 ** (zeros - 31));
const LOG_OF_POWERS = Float64Array.from({ length: 33 }, (_, zeros) => (zeros + 1) * Math.LN2);
const INVERSES = Float64Array.from({ length: 256 }, (_, piece) => 1 / (1 + (piece + 0.5) / 256));
const LOGARITHMS = INVERSES.map((inverse) => -Math.log(inverse));
