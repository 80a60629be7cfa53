/** The value that has this share of the sorted values before it, rounded down to whole ones; undefined without values. `share` is from 0 to 1. */
export function valueAt(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
