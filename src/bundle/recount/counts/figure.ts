/** A measured value before rounding: it lies in [low, high]. The two are equal if there is no uncertainty. */
export class Measured {
  readonly low: number;
  readonly high: number;

  constructor(low: number, high = low) {
    this.low = low;
    this.high = high;
  }
}

/** A value that does not follow from the ledger: the reason, and its possible values. */
export class NotInLedger {
  readonly reason: string;
  readonly among: readonly unknown[];

  constructor(reason: string, among: readonly unknown[]) {
    this.reason = reason;
    this.among = among;
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
  return count === 0 ? null : new Measured(sum / count);
}

/** Relative error of a value from some floating-point operations, whose order may differ elsewhere. */
const ROUNDING = 1e-13;

export function about(value: number, error = ROUNDING): Measured {
  const most = Math.abs(value) * error;
  return new Measured(value - most, value + most);
}

/** `sum ÷ count` of numbers that are not whole; null if nothing was counted. */
export function meanOf(sum: number, count: number): Measured | null {
  return count === 0 ? null : about(sum / count);
}

/** Rounds as summaries write measured values: six significant digits. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
