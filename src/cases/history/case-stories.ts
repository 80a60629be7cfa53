import { NO_CASE } from '#domain';
import {
  ENTRY_WORDS,
  type EntryVisitor,
  type Ledger,
  ReadEntry,
  readEntry,
  type StoryEntry,
  writeEntry,
} from '#ledger';

/** Number of cases whose entries are held at once: some tens of MB. */
const CASES_AT_ONCE = 40_000;

/**
 * Calls back with the entries of each case, in the order of case numbers. Cases without entries are skipped, and so are numbers from
 * `caseCount` on. One pass over the ledger finds which blocks contain which cases. Then as many cases at a time as memory allows are
 * assembled from their blocks alone, so the cost grows linearly with the ledger.
 */
export function forEachCase(
  ledger: Pick<Ledger, 'forEach' | 'forEachInBlocks' | 'blockEntries' | 'blockCount'>,
  caseCount: number,
  visit: (caseNumber: number, story: readonly StoryEntry[]) => void,
  casesAtOnce = CASES_AT_ONCE,
): void {
  const blocks = new BlocksOfCases(ledger, caseCount, casesAtOnce);
  ledger.forEach(blocks.take);
  for (const { count, from, storyOf, take } of casePasses(caseCount, casesAtOnce, blocks.passes())) {
    ledger.forEachInBlocks(blocks.ofPass(from / casesAtOnce), take);
    for (let i = from; i < from + count; i++) {
      const story = storyOf(i);
      if (story.length > 0) visit(i, story);
    }
  }
}

/** Which blocks of a ledger contain cases of which pass: one bit each. */
class BlocksOfCases {
  private readonly blockEntries: number;
  private readonly blockCount: number;
  private readonly caseCount: number;
  private readonly casesAtOnce: number;
  private readonly bits = new Map<number, Uint8Array>();

  constructor(
    { blockCount, blockEntries }: Pick<Ledger, 'blockEntries' | 'blockCount'>,
    caseCount: number,
    casesAtOnce: number,
  ) {
    this.blockEntries = blockEntries;
    this.blockCount = blockCount;
    this.caseCount = caseCount;
    this.casesAtOnce = casesAtOnce;
  }

  readonly take: EntryVisitor = ({ caseNumber, index }) => {
    if (caseNumber >= this.caseCount || caseNumber === NO_CASE) return;
    const pass = Math.floor(caseNumber / this.casesAtOnce);
    let bits = this.bits.get(pass);
    if (bits === undefined) {
      bits = new Uint8Array(Math.ceil(this.blockCount / 8));
      this.bits.set(pass, bits);
    }
    const block = Math.floor(index / this.blockEntries);
    bits[block >> 3] = (bits[block >> 3] as number) | (1 << (block & 7));
  };

  /** Passes with entries, in order. */
  passes(): readonly number[] {
    return [...this.bits.keys()].sort((left, right) => left - right);
  }

  *ofPass(pass: number): Iterable<number> {
    const bits = this.bits.get(pass) ?? new Uint8Array(0);
    for (let block = 0; block < 8 * bits.length; block++) {
      if (((bits[block >> 3] as number) & (1 << (block & 7))) !== 0) yield block;
    }
  }
}

/** A group of cases: takes all entries of the ledger, and then gives their stories. */
export interface CasePass {
  readonly from: number;
  readonly count: number;
  readonly take: EntryVisitor;
  readonly storyOf: (caseNumber: number) => readonly StoryEntry[];
}

/**
 * The passes over a ledger that find stories, enough of them to keep memory bounded, for a host that reads the ledger itself. Run them in
 * turn, since they share buffers.
 */
export function* casePasses(
  caseCount: number,
  casesAtOnce = CASES_AT_ONCE,
  passes: Iterable<number> = numbersTo(Math.ceil(caseCount / casesAtOnce)),
): Generator<CasePass> {
  const held = new HeldEntries(Math.min(casesAtOnce, caseCount));
  for (const pass of passes) {
    const from = pass * casesAtOnce;
    const count = Math.min(casesAtOnce, caseCount - from);
    held.clear();
    yield {
      from,
      count,
      take: (entry) => {
        const place = entry.caseNumber - from;
        if (place >= 0 && place < count && entry.caseNumber !== NO_CASE) held.append(place, entry);
      },
      storyOf: (caseNumber) => held.storyOf(caseNumber - from, caseNumber),
    };
  }
}

function* numbersTo(count: number): Iterable<number> {
  for (let i = 0; i < count; i++) yield i;
}

const NOTHING = -1;
const ENTRIES_AT_FIRST = 1 << 12;

/**
 * Entries of some cases, linked case by case, in two arrays. As objects that live through a pass, they would cost more time in garbage
 * collection than the work that is done with them.
 */
class HeldEntries {
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private next = new Int32Array(ENTRIES_AT_FIRST);
  /** The words of entries as in the ledger, but with the entry's index in place of its case. */
  private words = new Uint32Array(ENTRIES_AT_FIRST * ENTRY_WORDS);
  private count = 0;

  constructor(cases: number) {
    this.first = new Int32Array(cases);
    this.last = new Int32Array(cases);
  }

  clear(): void {
    this.first.fill(NOTHING);
    this.count = 0;
  }

  append(place: number, entry: StoryEntry): void {
    const number = this.count++;
    if (number === this.next.length) this.grow();
    this.next[number] = NOTHING;
    if (this.first[place] === NOTHING) this.first[place] = number;
    else this.next[this.last[place] as number] = number;
    this.last[place] = number;
    writeEntry(this.words, number * ENTRY_WORDS, entry);
    this.words[number * ENTRY_WORDS + 2] = entry.index;
  }

  storyOf(place: number, caseNumber: number): readonly StoryEntry[] {
    const story: StoryEntry[] = [];
    const { next, words } = this;
    for (let entry = this.first[place] as number; entry !== NOTHING; entry = next[entry] as number) {
      const read = new ReadEntry();
      const at = entry * ENTRY_WORDS;
      readEntry(words, at, read);
      read.index = words[at + 2] as number;
      read.caseNumber = caseNumber;
      story.push(read);
    }
    return story;
  }

  private grow(): void {
    const next = new Int32Array(2 * this.next.length);
    next.set(this.next);
    this.next = next;
    const words = new Uint32Array(2 * this.words.length);
    words.set(this.words);
    this.words = words;
  }
}
