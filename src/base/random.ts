/// <reference path="./seedrandom.d.ts" />
import alea from 'seedrandom/lib/alea.js';
import xor4096 from 'seedrandom/lib/xor4096.js';

/**
 * Random numbers come in two forms. Both are named, and seeded by (seed, replication, name).
 *
 * A **stream** is drawn from in order, for example the arrivals of one source or the outages of one centre. A **counter** computes the
 * uniform of any (ordinal, round) directly, so the attributes of a case do not depend on when, or whether, other draws were made. No
 * routing decision can change them, and two scenarios with the same seed have the same cases (common random numbers).
 */
export interface RandomStream {
  /** The next uniform, strictly between 0 and 1, with 32 bits of resolution. */
  uniform(): number;
  /** The next draw as a signed 32-bit word, the input of a `Sampler`. */
  word(): number;
}

/** Opens the stream of that name. Streams of different names, replications or seeds are independent. */
export function openStream(seed: string, replication: number, name: string): RandomStream {
  const generator = xor4096(`${seed}/${replication}/${name}`);
  return { uniform: () => uniformOf(generator.int32()), word: () => generator.int32() };
}

/** Shares from 0 to 1, one from each of `points` slices, in random order. */
export function hypercubeShares(points: number, seed: string, stream: string): readonly number[] {
  const random = openStream(seed, 0, stream);
  const slices = Array.from({ length: points }, (_, i) => i);
  for (let i = points - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [slices[i], slices[j]] = [slices[j] as number, slices[i] as number];
  }
  return slices.map((slice) => (slice + random.uniform()) / points);
}

/** Draws that are computed from (ordinal, round) under a key, in any order. */
export class Counter {
  private readonly first: number;
  private readonly second: number;

  constructor(seed: string, replication: number, name: string) {
    const generator = alea(`${seed}/${replication}/counter/${name}`);
    this.first = generator.int32() | 0;
    this.second = generator.int32() | 0;
  }

  /**
   * The word of (ordinal, round), a signed 32-bit number: two rounds of a 32-bit finaliser. For one key and round the map
   * from ordinals to words is a bijection, so no word comes twice within 2^32 ordinals.
   */
  word(ordinal: number, round: number): number {
    const h = mix32(ordinal ^ this.first);
    return mix32((h + this.second + Math.imul(round, ROUND_STEP)) | 0);
  }

  /** The uniform of (ordinal, round), strictly between 0 and 1. */
  uniform(ordinal: number, round: number): number {
    return uniformOf(this.word(ordinal, round));
  }
}

/** The uniform of a 32-bit word: the middle of the word's part of the unit interval. */
export const uniformOf = (word: number): number => ((word >>> 0) + 0.5) * TWO_TO_MINUS_32;

/** C. Wellons' "lowbias32" integer finaliser (public domain constants): bias 0.17 of the ideal. */
const mix32 = (word: number): number => {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x21f0aaad);
  h ^= h >>> 15;
  h = Math.imul(h, 0x735a2d97);
  return h ^ (h >>> 15);
};

/** The golden ratio's odd 32-bit fraction, as a signed number. */
const ROUND_STEP = 0x9e3779b1 | 0;
const TWO_TO_MINUS_32 = 1 / 4294967296;
