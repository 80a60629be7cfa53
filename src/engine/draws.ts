import { counterKey, counterUniform, counterWord } from '#base';
import type { ArrivalStream } from '#domain';

/** What is drawn for a case, each under a key of its own. */
const PURPOSES = [
  'product',
  'severity',
  'language',
  'language misdeclared',
  'declared language',
  'product misdeclared',
  'declared product',
  'tier 1 fails',
  'tier 2 fails',
  'patience',
  'severity raised',
  'severity raised after',
  'handle',
  'customer wait',
  'reply',
  'reopened',
  'reopened after',
  'customer',
] as const;
type Purpose = (typeof PURPOSES)[number];

/**
 * The luck of every case: a uniform for each (stream, purpose, ordinal, round), computed when asked for. It depends
 * on nothing that routing does, so two runs with the same seed have the same cases whatever their policies are.
 */
export class CaseDraws {
  /** Stream × purpose × the two words of its key. */
  private readonly keys: Int32Array;

  constructor(streams: readonly ArrivalStream[], seed: string, replication: number) {
    this.keys = Int32Array.from(
      streams.flatMap(({ id }) =>
        PURPOSES.flatMap((purpose) => {
          const { first, second } = counterKey(seed, replication, `${id}/${purpose}`);
          return [first, second];
        }),
      ),
    );
  }

  /** Uniform strictly between 0 and 1. `purpose`: see `purposeIndex`; `round`: 0 for what happens once. */
  uniform(stream: number, purpose: number, ordinal: number, round: number): number {
    const k = 2 * (stream * PURPOSES.length + purpose);
    return counterUniform(this.keys[k] as number, this.keys[k + 1] as number, ordinal, round);
  }

  /** The same draw as a word of 32 bits, for a `Sampler`. */
  word(stream: number, purpose: number, ordinal: number, round: number): number {
    const k = 2 * (stream * PURPOSES.length + purpose);
    return counterWord(this.keys[k] as number, this.keys[k + 1] as number, ordinal, round);
  }
}

export function purposeIndex(purpose: Purpose): number {
  return PURPOSES.indexOf(purpose);
}

/** The only class with a share, or −1 where there are several: then there is nothing to draw. */
export function certainClass(cumulative: Float64Array): number {
  const first = cumulative.findIndex((sum) => sum > 0);
  return cumulative[first] === 1 ? first : -1;
}

/** Index into `cumulative` (ascending, last 1) of the class that the uniform falls into. */
export function pick(cumulative: Float64Array, uniform: number): number {
  let i = 0;
  while (i < cumulative.length - 1 && uniform >= (cumulative[i] as number)) i++;
  return i;
}

/** Running sums of shares, ending in exactly 1 at the last share above nought. */
export function cumulativeShares(shares: readonly number[]): Float64Array {
  const cumulative = new Float64Array(shares.length);
  let sum = 0;
  shares.forEach((share, i) => {
    sum += share;
    cumulative[i] = sum;
  });
  const last = shares.findLastIndex((share) => share > 0);
  for (let i = Math.max(0, last); i < shares.length; i++) cumulative[i] = 1;
  return cumulative;
}
