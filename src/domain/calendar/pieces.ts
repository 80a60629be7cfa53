/** A piecewise constant function of time: `values[i]` from `fromMs[i]` on. The first piece begins at 0. */
export interface Pieces {
  readonly fromMs: readonly number[];
  readonly values: readonly number[];
}

/** The product of two such functions. Neighbours of equal value are joined. */
export function multiplyPieces(left: Pieces, right: Pieces): Pieces {
  const fromMs: number[] = [];
  const values: number[] = [];
  let [l, r] = [0, 0];
  for (let at = 0; at !== Number.POSITIVE_INFINITY; ) {
    const value = (left.values[l] ?? 0) * (right.values[r] ?? 0);
    if (values.at(-1) !== value) {
      fromMs.push(at);
      values.push(value);
    }
    const nextLeft = left.fromMs[l + 1] ?? Number.POSITIVE_INFINITY;
    const nextRight = right.fromMs[r + 1] ?? Number.POSITIVE_INFINITY;
    at = Math.min(nextLeft, nextRight);
    if (nextLeft === at) l++;
    if (nextRight === at) r++;
  }
  return { fromMs, values };
}
