import type { EntrySource, StoryEntry } from '#audit';
import { NO_CASE } from '#domain';

/** Cases whose entries are held at once: some tens of MB. */
const CASES_AT_ONCE = 20_000;

/**
 * The entries of each case, case by case in the order of their numbers, in as many passes over the ledger as keep the memory
 * bounded. What tells of cases after the last, or of none, is left out.
 */
export function forEachCase(
  ledger: EntrySource,
  caseCount: number,
  visit: (caseNumber: number, story: readonly StoryEntry[]) => void,
  casesAtOnce = CASES_AT_ONCE,
): void {
  for (let from = 0; from < caseCount; from += casesAtOnce) {
    const stories: StoryEntry[][] = Array.from({ length: Math.min(casesAtOnce, caseCount - from) }, () => []);
    ledger.forEach((timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
      if (caseNumber === NO_CASE) return;
      stories[caseNumber - from]?.push({ index, timeMs, kind, aux, caseNumber, a, b, c, d });
    });
    stories.forEach((story, i) => visit(from + i, story));
  }
}
