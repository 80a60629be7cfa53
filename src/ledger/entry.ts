import { keepAsDoubles } from '#base';
import type { ActNumbers, CaseNumber, EntryIndex, Observer, RunMs } from '#domain';
import { ENTRY_BYTES, ENTRY_WORDS } from './layout.ts';

/** One entry of a ledger: an act, and when it happened. The table of acts gives the meaning of `aux` and of `a` to `d`. */
export interface StoryEntry extends ActNumbers {
  /** Number of the entry in the ledger, from 0. */
  readonly index: EntryIndex;
  readonly timeMs: RunMs;
  readonly kind: number;
  readonly caseNumber: CaseNumber;
}

/** Receives entries in order. The object may be the same for all of them: what outlives the call needs a copy (`keptEntry`). */
export type EntryVisitor = (entry: StoryEntry) => void;

/** Anything that yields its entries in order, as a ledger does. */
export interface EntrySource {
  forEach(visit: EntryVisitor): void;
  /** These two are those of a `Ledger`. They are left out if entries cannot be found without reading all before them. */
  readonly blockEntries?: number;
  forEachInBlocks?(blocks: Iterable<number>, visit: EntryVisitor): void;
}

/** An entry that its reader fills again and again, to spare the garbage collector. */
export class ReadEntry implements StoryEntry {
  index: EntryIndex = -1;
  timeMs: RunMs = 0;
  kind = 0;
  aux = 0;
  caseNumber: CaseNumber = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;

  static {
    keepAsDoubles(new ReadEntry(), 'timeMs', 'caseNumber', 'c', 'd');
  }
}

/** A copy of the entry, which nobody changes. It has the layout of the entries of readers. */
export function keptEntry(entry: StoryEntry): StoryEntry {
  return Object.assign(new ReadEntry(), entry);
}

/** Returns a visitor that passes each entry to `first`, then to `second`. */
export function visitBoth(first: EntryVisitor, second: EntryVisitor): EntryVisitor {
  return (entry) => {
    first(entry);
    second(entry);
  };
}

/** Shows the acts of a run to a visitor while they happen, as the entries of its ledger. */
export function observerOf(visit: EntryVisitor): Observer {
  const entry = new ReadEntry();
  return {
    act(timeMs, kind, aux, caseNumber, a, b, c, d) {
      entry.index++;
      entry.timeMs = timeMs;
      entry.kind = kind;
      entry.aux = aux;
      entry.caseNumber = caseNumber;
      entry.a = a;
      entry.b = b;
      entry.c = c;
      entry.d = d;
      visit(entry);
    },
  };
}

/** Passes entries on to an observer, such as the writer of another ledger. */
export function entriesTo(observer: Observer): EntryVisitor {
  return ({ a, aux, b, c, caseNumber, d, kind, timeMs }) =>
    observer.act(timeMs, kind, aux, caseNumber, a, b, c, d);
}

/**
 * Writes the six words of an entry (`layout.ts`) to `words` at `at`. It does not check that the numbers fit;
 * `createLedgerWriter` does.
 */
export function writeEntry(
  words: Uint32Array | Int32Array,
  at: number,
  { a, aux, b, c, caseNumber, d, kind, timeMs }: Omit<StoryEntry, 'index'>,
): void {
  words[at] = timeMs;
  words[at + 1] = (timeMs / 2 ** 32) | (kind << 16) | (aux << 24);
  words[at + 2] = caseNumber;
  words[at + 3] = a | (b << 16);
  words[at + 4] = c;
  words[at + 5] = d;
}

/** Fills `entry` with the six words at `at`; all but its index, which they do not have. */
export function readEntry(words: Uint32Array, at: number, entry: ReadEntry): void {
  // In range: the caller has compared the count of entries with the length.
  const w1 = words[at + 1] as number;
  const w3 = words[at + 3] as number;
  entry.timeMs = (words[at] as number) + (w1 & 0xffff) * 4294967296;
  entry.kind = (w1 >>> 16) & 0xff;
  entry.aux = w1 >>> 24;
  entry.caseNumber = words[at + 2] as number;
  entry.a = w3 & 0xffff;
  entry.b = w3 >>> 16;
  entry.c = words[at + 4] as number;
  entry.d = words[at + 5] as number;
}

/** Returns the 24 bytes of one entry as a ledger stores them, in a new array. For logs that hash single entries. */
export function entryBytes(entry: Omit<StoryEntry, 'index'>): Uint8Array {
  const words = new Uint32Array(ENTRY_WORDS);
  writeEntry(words, 0, entry);
  return new Uint8Array(words.buffer, 0, ENTRY_BYTES);
}
