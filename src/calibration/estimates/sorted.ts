/** The value that has this share of the sorted values before it, rounded down to whole ones; undefined without values. `share` is from 0 to 1. */
export function valueAt(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The place of the first of `count` values in order, as `read` gives them, that is at least `wanted`; `count` if none is. */
export function firstFrom(count: number, read: (at: number) => number, wanted: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (read(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
