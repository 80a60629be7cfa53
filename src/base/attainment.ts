/** What an estimate says about a bound. If the interval contains the bound, it is too close to call. */
export type Attainment = 'met' | 'missed' | 'too close to call' | 'too few cases';

/** A share of fewer cases says next to nothing: all may be as wanted by chance. */
export const CASES_LEAST = 30;

/** An estimate's interval: mean ± half-width, or the bounds where they are given. */
export interface Interval {
  readonly mean: number;
  readonly halfWidth: number;
  readonly bounds?: { readonly low: number; readonly high: number };
  /** How many cases a share is of, if they are fewer than `CASES_LEAST`. */
  readonly fewCases?: number;
}

/** How far the interval reaches from its mean. */
function reachOf({ bounds, halfWidth, mean }: Interval): { readonly below: number; readonly above: number } {
  return bounds === undefined
    ? { below: halfWidth, above: halfWidth }
    : { below: mean - bounds.low, above: bounds.high - mean };
}

/** Returns null if nothing was observed. One replication gives no interval, so its result is too close to call. */
export function attainmentOf(
  value: number,
  better: 'more' | 'less',
  estimate: Interval | null,
): Attainment | null {
  if (estimate === null) return null;
  if (estimate.fewCases !== undefined) return 'too few cases';
  const { above, below } = reachOf(estimate);
  const isMore = better === 'more';
  const margin = isMore ? estimate.mean - value : value - estimate.mean;
  if (margin >= (isMore ? below : above)) return 'met';
  return margin < -(isMore ? above : below) ? 'missed' : 'too close to call';
}

/** Which way a difference goes: 1 or −1 if its whole interval lies above or below 0, otherwise 0, as where nothing was observed. */
export function detectedSign(difference: Interval | null | undefined): -1 | 0 | 1 {
  if (difference === null || difference === undefined) return 0;
  const { mean } = difference;
  const { above, below } = reachOf(difference);
  if (mean > 0 && mean > below) return 1;
  return mean < 0 && -mean > above ? -1 : 0;
}

/** Whether the whole interval lies within `least` of 0, so that the difference is certainly no larger. */
export function isWithin(difference: Interval, least: number): boolean {
  const { above, below } = reachOf(difference);
  return difference.mean - below >= -least && difference.mean + above <= least;
}
