/** What an estimate says of a bound: an interval that contains the bound says neither. */
export type Attainment = 'met' | 'missed' | 'too close to call';

/** Null where nothing was observed. One replication has no interval, so it is too close to call. */
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
