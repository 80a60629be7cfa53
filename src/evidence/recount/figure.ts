/** A measured value before it is rounded: it lies in [low, high]. The two are the same where nothing else can have been measured. */
export class Measured {
  readonly low: number;
  readonly high: number;

  constructor(low: number, high = low) {
    this.low = low;
    this.high = high;
  }
}

/** A value that does not follow from the ledger: why, and what alone it can be. */
export class NotInLedger {
  readonly reason: string;
  readonly among: readonly unknown[];

  constructor(reason: string, among: readonly unknown[]) {
    this.reason = reason;
    this.among = among;
  }
}

/** What a summary must say, in its own shape: whatever is no `Measured` and no `NotInLedger` has to stand there as it is. */
export type Figures =
  | string
  | number
  | boolean
  | null
  | Measured
  | NotInLedger
  | readonly Figures[]
  | { readonly [key: string]: Figures };

/** Whole numbers divided once, which gives the same wherever it is done; null where nothing was counted. */
export function ratioOf(sum: number, count: number): Measured | null {
  return count === 0 ? null : new Measured(sum / count);
}

/** Relative error of a value from some operations on doubles, which may be done in another order elsewhere. */
const ROUNDING = 1e-13;

export function about(value: number, error = ROUNDING): Measured {
  const most = Math.abs(value) * error;
  return new Measured(value - most, value + most);
}

/** `sum ÷ count` of numbers that are no whole ones; null where nothing was counted. */
export function meanOf(sum: number, count: number): Measured | null {
  return count === 0 ? null : about(sum / count);
}

/** As summaries write what was measured: six significant digits. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
