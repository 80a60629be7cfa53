import type { Observer } from '#domain';
import type { StoryEntry } from '#ledger';

/** The numbers of an act, in the order in which an observer takes them. */
export type EntryNumbers = Parameters<Observer['act']>;

/** The entry of an act. */
export function entryOf(
  [timeMs, kind, aux, caseNumber, a, b, c, d]: Readonly<EntryNumbers>,
  index: number,
): StoryEntry {
  return { index, timeMs, kind, aux, caseNumber, a, b, c, d };
}

export function numbersOf({ a, aux, b, c, caseNumber, d, kind, timeMs }: StoryEntry): EntryNumbers {
  return [timeMs, kind, aux, caseNumber, a, b, c, d];
}
