import { ACT_NUMBERS, type CaseNumber, type EntryIndex } from '#domain';
import { type EntrySource, type EntryVisitor, keptEntry, type StoryEntry } from '#ledger';

const { 'incident link': LINK } = ACT_NUMBERS;

/**
 * The entries of a case up to and including entry `upTo`, in order; and those by which others were linked to it as the parent of their
 * incident. Needs one pass over the ledger.
 */
export function storyOf(
  ledger: EntrySource,
  caseNumber: CaseNumber,
  upTo = Number.POSITIVE_INFINITY,
): readonly StoryEntry[] {
  return selectEntries(
    ledger,
    ({ caseNumber: owner, d, index, kind }) =>
      (owner === caseNumber || (kind === LINK && d === caseNumber)) && index <= upTo,
  );
}

/**
 * The entries at these indices, in order; for example the story of a counterexample. Reads only their blocks, if the ledger can.
 */
export function entriesAt(ledger: EntrySource, indices: readonly number[]): readonly StoryEntry[] {
  const wanted = new Set(indices);
  const blocks = (blockEntries: number) =>
    [...new Set(indices.map((index) => Math.floor(index / blockEntries)))].sort(
      (left, right) => left - right,
    );
  return selectEntries(inBlocks(ledger, blocks), ({ index }) => wanted.has(index));
}

/** The case, the last entry of its story, and the entries of the world to include. */
export interface StoryRequest {
  readonly caseNumber: CaseNumber | null;
  readonly entry: EntryIndex;
  readonly world: readonly number[];
}

/** The indices of several stories, each ascending, in one pass over the ledger as far as the last of their entries. */
export function collectStories(
  ledger: EntrySource,
  requests: readonly StoryRequest[],
): readonly (readonly number[])[] {
  const stories = requests.map(({ entry, world }) => new Set(world.filter((i) => i >= 0 && i <= entry)));
  const last = Math.max(-1, ...requests.map(({ entry }) => entry));
  const blocks = (blockEntries: number) => Array(Math.floor(last / blockEntries) + 1).keys();
  inBlocks(ledger, blocks).forEach(({ caseNumber, index }) => {
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

/** These blocks of the ledger; the whole ledger if it has none. */
function inBlocks(
  ledger: EntrySource,
  blocksOf: (blockEntries: number) => Iterable<number>,
): Pick<EntrySource, 'forEach'> {
  const { blockEntries } = ledger;
  const read = ledger.forEachInBlocks?.bind(ledger);
  if (blockEntries === undefined || read === undefined) return ledger;
  return { forEach: (visit: EntryVisitor) => read(blocksOf(blockEntries), visit) };
}

function selectEntries(ledger: EntrySource, isWanted: (entry: StoryEntry) => boolean): readonly StoryEntry[] {
  const entries: StoryEntry[] = [];
  ledger.forEach((entry) => {
    if (isWanted(entry)) entries.push(keptEntry(entry));
  });
  return entries;
}
