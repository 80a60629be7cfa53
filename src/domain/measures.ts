import type { Channel, Severity, WarmUpSeries } from './vocabulary.ts';

/** The part at the beginning that measures leave out: a time that is given, or found where a series has settled. */
export type WarmUpRule =
  | { readonly forMs: number }
  /** Means of the series over `everyMs`, a whole number of hours. */
  | { readonly by: WarmUpSeries; readonly everyMs: number };

/** What is counted by interval of the week: cases of segments and channels, or contacts of centres. */
export interface WeeklyMeasure {
  readonly id: string;
  /** A whole number of them is a day. */
  readonly intervalMs: number;
  readonly timeZone: string;
  readonly segments: readonly number[];
  readonly channels: readonly Channel[];
  /** Left out: all. */
  readonly severities?: readonly Severity[];
  /** Of cases where empty. */
  readonly centres: readonly number[];
}
