import { distance } from 'fastest-levenshtein';

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
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance || isOtherNumber(word, candidate)) continue;
    const slips = slipsBetween(wanted, candidate.toLowerCase());
    if (slips < bestDistance) {
      best = candidate;
      bestDistance = slips;
    }
  }
  if (best !== null || word.length < 3) return best;
  const longer = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? (longer[0] ?? null) : null;
}

/** Whether the words have other digits, and none is only left out, doubled or swapped: ISO27701 is no slip for ISO27001, and dc3 none for dc1. */
function isOtherNumber(written: string, meant: string): boolean {
  const [shorter = '', longer = ''] = [written, meant]
    .map((word) => word.replaceAll(/\D/g, ''))
    .sort((left, right) => left.length - right.length);
  if (shorter.length === longer.length) return [...shorter].sort().join() !== [...longer].sort().join();
  let found = 0;
  for (const digit of longer) if (digit === shorter[found]) found++;
  return found < shorter.length;
}

/** `did you mean 'x'?` or, if nothing is close, the list of what exists. */
export function suggestion(word: string, candidates: readonly string[], what: string): string {
  const near = nearest(word, candidates);
  if (near !== null) return `did you mean '${near}'?`;
  if (candidates.length === 0) return `there is no ${what} yet: define one first`;
  const listed = candidates.length > 12 ? `${candidates.slice(0, 12).join(', ')}, …` : candidates.join(', ');
  return `use one of: ${listed}`;
}

/** Letters that were left out, added or replaced. Two neighbours that were swapped count as one slip if nothing else is wrong. */
function slipsBetween(written: string, meant: string): number {
  const slips = distance(written, meant);
  return slips === 2 && isSwap(written, meant) ? 1 : slips;
}

function isSwap(written: string, meant: string): boolean {
  let at = 0;
  while (written[at] === meant[at]) at++;
  return (
    written[at] === meant[at + 1] &&
    written[at + 1] === meant[at] &&
    written.slice(at + 2) === meant.slice(at + 2)
  );
}
