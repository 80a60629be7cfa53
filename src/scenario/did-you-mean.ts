/**
 * The candidate that the author most likely meant, or null if none is close: wrong case, typing slips, transpositions, or an unfinished
 * word.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  // A hostile file must not cause long comparisons by long words.
  if (word.length > 64) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(word.length, Math.max(1, Math.floor(word.length / 3)) + 1);
  const rows: Rows = [[], [], []];
  for (const candidate of candidates) {
    const distance = slips(wanted, candidate.toLowerCase(), bestDistance, rows);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || word.length < 3) return best;
  const longer = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? (longer[0] ?? null) : null;
}

/** `did you mean 'x'?` or, if nothing is close, the list of what exists. */
export function suggestion(word: string, candidates: readonly string[], what: string): string {
  const near = nearest(word, candidates);
  if (near !== null) return `did you mean '${near}'?`;
  if (candidates.length === 0) return `there is no ${what} yet: define one first`;
  const listed = candidates.length > 12 ? `${candidates.slice(0, 12).join(', ')}, …` : candidates.join(', ');
  return `use one of: ${listed}`;
}

/** The last three rows of a table of distances. Their initial contents do not matter. */
type Rows = readonly [number[], number[], number[]];

/**
 * Optimal string alignment distance; gives up at `limit`. A path that leads `limit` or more off the diagonal is at least that long, so
 * cells there are not computed.
 */
function slips(left: string, right: string, limit: number, rows: Rows): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let [beforeLast, last, row] = rows;
  for (let k = 0; k <= right.length; k++) last[k] = k;
  let leastBefore = 0;
  for (let i = 1; i <= left.length; i++) {
    const first = Math.max(1, i - limit + 1);
    const end = Math.min(right.length, i + limit - 1);
    row[first - 1] = first === 1 ? i : limit;
    if (end < right.length) row[end + 1] = limit;
    let least = row[first - 1] as number;
    for (let k = first; k <= end; k++) {
      const replaced = (last[k - 1] as number) + (left[i - 1] === right[k - 1] ? 0 : 1);
      let cost = Math.min(replaced, (last[k] as number) + 1, (row[k - 1] as number) + 1);
      if (i > 1 && k > 1 && left[i - 1] === right[k - 2] && left[i - 2] === right[k - 1])
        cost = Math.min(cost, (beforeLast[k - 2] as number) + 1);
      row[k] = cost;
      if (cost < least) least = cost;
    }
    // Every path leads through this row or, by a swap, the one before.
    if (least >= limit && leastBefore >= limit) return limit;
    leastBefore = least;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[right.length] as number;
}
