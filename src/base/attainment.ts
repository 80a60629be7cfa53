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
