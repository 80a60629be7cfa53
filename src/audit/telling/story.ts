import type { CaseNumber, EntryIndex } from '#domain';
import { type EntrySource, keptEntry, type StoryEntry } from '#ledger';

/** The entries of a case up to and including entry `upTo`, in order. Needs one pass over the ledger. */
export function storyOf(
  ledger: EntrySource,
  caseNumber: CaseNumber,
  upTo = Number.POSITIVE_INFINITY,
): readonly StoryEntry[] {
  return selectEntries(ledger, (index, owner) => owner === caseNumber && index <= upTo);
}

/** The entries at these indices, in order; for example the story of a counterexample. */
export function entriesAt(ledger: EntrySource, indices: readonly number[]): readonly StoryEntry[] {
  const wanted = new Set(indices);
  return selectEntries(ledger, (index) => wanted.has(index));
}

/** The case, the last entry of its story, and the entries of the world to include. */
export interface StoryRequest {
  readonly caseNumber: CaseNumber | null;
  readonly entry: EntryIndex;
  readonly world: readonly number[];
}

/** The indices of several stories, each ascending, in one pass over the ledger. */
export function collectStories(
  ledger: EntrySource,
  requests: readonly StoryRequest[],
): readonly (readonly number[])[] {
  const stories = requests.map(({ entry, world }) => new Set(world.filter((i) => i >= 0 && i <= entry)));
  const last = Math.max(-1, ...requests.map(({ entry }) => entry));
  ledger.forEach(({ caseNumber, index }) => {
    if (index > last) return;
    for (let r = 0; r < requests.length; r++) {
      const request = requests[r] as StoryRequest;
      if (request.caseNumber === caseNumber && index <= request.entry) stories[r]?.add(index);
      // The story of a violation that concerns no single case is the entry that shows it.
      else if (request.caseNumber === null && index === request.entry) stories[r]?.add(index);
    }
  });
  return stories.map((indices) => [...indices].sort((left, right) => left - right));
}

function selectEntries(
  ledger: EntrySource,
  isWanted: (index: number, caseNumber: CaseNumber) => boolean,
): readonly StoryEntry[] {
  const entries: StoryEntry[] = [];
  ledger.forEach((entry) => {
    if (isWanted(entry.index, entry.caseNumber)) entries.push(keptEntry(entry));
  });
  return entries;
}
