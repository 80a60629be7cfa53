/** What an estimate says about a bound. If the interval contains the bound, it is too close to call. */
export type Attainment = 'met' | 'missed' | 'too close to call';

/** Returns null if nothing was observed. One replication gives no interval, so its result is too close to call. */
export function attainmentOf(
  value: number,
  better: 'more' | 'less',
  estimate: { readonly mean: number; readonly halfWidth: number } | null,
): Attainment | null {
  if (estimate === null) return null;
  const { halfWidth, mean } = estimate;
  const margin = better === 'more' ? mean - value : value - mean;
  if (margin >= halfWidth) return 'met';
  return margin < -halfWidth ? 'missed' : 'too close to call';
}

/** Which way a difference goes: 1 or −1 if its whole interval lies above or below 0, otherwise 0, as where nothing was observed. */
export function detectedSign(
  difference: { readonly mean: number; readonly halfWidth: number } | null | undefined,
): -1 | 0 | 1 {
  const { halfWidth = 0, mean = 0 } = difference ?? {};
  if (mean > 0 && mean > halfWidth) return 1;
  return mean < 0 && -mean > halfWidth ? -1 : 0;
}
