import { assert, HOUR_MS, SECOND_MS } from '#base';

/** A measured value before rounding: it lies in [low, high]. The two are equal if there is no uncertainty. */
export class Measured {
  readonly low: number;
  readonly high: number;

  constructor(low: number, high = low) {
    assert(!(low > high), `${low} is above ${high}`);
    this.low = low;
    this.high = high;
  }
}

/** A value that does not follow from the ledger: the reason, and its possible values, or whether a value is one. */
export class NotInLedger {
  readonly reason: string;
  readonly among: readonly unknown[] | ((said: unknown) => boolean);

  constructor(reason: string, among: NotInLedger['among']) {
    this.reason = reason;
    this.among = among;
  }

  mayBe(said: unknown): boolean {
    return typeof this.among === 'function' ? this.among(said) : this.among.includes(said);
  }
}

/** What a summary must state, in its own shape. Anything that is neither `Measured` nor `NotInLedger` must match exactly. */
export type Figures =
  | string
  | number
  | boolean
  | null
  | Measured
  | NotInLedger
  | readonly Figures[]
  | { readonly [key: string]: Figures };

/** Whole numbers divided once, which is exact everywhere; null if nothing was counted. */
export function ratioOf(sum: number, count: number): Measured | null {
  if (count === 0) return null;
  const ratio = sum / count;
  assert(isProduct(ratio, count, sum), `${sum} ÷ ${count} is not ${ratio}`);
  return new Measured(ratio);
}

/** Rounding errors are smaller. */
const SAME = 1e-12;

function isProduct(one: number, other: number, product: number): boolean {
  return Math.abs(one * other - product) <= SAME * Math.abs(product);
}

export function secondsOf(ms: number): number {
  const seconds = ms / SECOND_MS;
  assert(isProduct(seconds, 1000, ms), `${ms} ms are not ${seconds} s`);
  return seconds;
}

export function hoursOf(ms: number): number {
  const hours = ms / HOUR_MS;
  assert(isProduct(hours, 3_600_000, ms), `${ms} ms are not ${hours} h`);
  return hours;
}

/** Relative error of a value from some floating-point operations, whose order may differ elsewhere. */
const ROUNDING = 1e-13;

export function about(value: number, error = ROUNDING): Measured {
  const most = Math.abs(value) * error;
  const range = new Measured(value - most, value + most);
  assert(range.low <= value && value <= range.high, `${range.low} to ${range.high} is not about ${value}`);
  return range;
}

/** `sum ÷ count` of numbers that are not whole; null if nothing was counted. */
export function meanOf(sum: number, count: number): Measured | null {
  const ratio = ratioOf(sum, count);
  return ratio === null ? null : about(ratio.low);
}

/** Rounds as summaries write measured values: six significant digits. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
