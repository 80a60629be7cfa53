/**
 * The candidate that the author most likely meant, or null when none is near: case, typing slips, transpositions, or a
 * word left unfinished.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  // A hostile file must not buy long comparisons with long words.
  if (word.length > 64) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(word.length, Math.max(1, Math.floor(word.length / 3)) + 1);
  for (const candidate of candidates) {
    const distance = slips(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || word.length < 3) return best;
  const longer = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? (longer[0] ?? null) : null;
}

/** `did you mean 'x'?` or, where nothing is near, the list of what there is. */
export function suggestion(word: string, candidates: readonly string[], what: string): string {
  const near = nearest(word, candidates);
  if (near !== null) return `did you mean '${near}'?`;
  if (candidates.length === 0) return `there is no ${what} yet: define one first`;
  const listed = candidates.length > 12 ? `${candidates.slice(0, 12).join(', ')}, …` : candidates.join(', ');
  return `use one of: ${listed}`;
}

/** Optimal string alignment distance; gives up at `limit`. */
function slips(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, k) => k);
  let leastBefore = 0;
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    let least = i;
    for (let k = 1; k <= right.length; k++) {
      const same = left[i - 1] === right[k - 1];
      let cost = Math.min(at(last, k) + 1, at(row, k - 1) + 1, at(last, k - 1) + (same ? 0 : 1));
      const swapped = i > 1 && k > 1 && left[i - 1] === right[k - 2] && left[i - 2] === right[k - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, k - 2) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    // Every way on leads through this row or, by a swap, the one before.
    if (least >= limit && leastBefore >= limit) return limit;
    leastBefore = least;
    beforeLast = last;
    last = row;
  }
  return at(last, right.length);
}

function at(row: readonly number[], k: number): number {
  return row[k] ?? Number.POSITIVE_INFINITY;
}
