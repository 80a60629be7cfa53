import { BlocksOfCases } from '#cases';
import { NO_CASE, opensCase } from '#domain';
import { type EntryVisitor, type Ledger, visitBoth } from '#ledger';

/** Number of cases whose blocks are held at once: some 40 MB. */
const CASES_AT_ONCE = 1 << 18;

/** A case that begins with its opening, and the blocks of the ledger with its entries, ascending. */
export interface CaseBlocks {
  readonly caseNumber: number;
  readonly stream: number;
  /** The customer as the entry that opens the case has it. */
  readonly customer: number;
  readonly blocks: readonly number[];
}

/**
 * Calls back with the blocks of each case, in the order of case numbers: the cases that `forEachCase` would visit and that begin with their
 * opening. No entry is kept, so it takes a fraction of the time. `beside` is shown every entry once, in order, before the first case.
 */
export function forEachCaseBlocks(
  ledger: Pick<Ledger, 'forEach' | 'forEachInBlocks' | 'blockEntries' | 'blockCount'>,
  caseCount: number,
  beside: EntryVisitor,
  visit: (found: CaseBlocks) => void,
  casesAtOnce = CASES_AT_ONCE,
): void {
  const passes = new BlocksOfCases(ledger, caseCount, casesAtOnce);
  ledger.forEach(visitBoth(beside, passes.take));
  const held = new HeldBlocks(Math.min(casesAtOnce, caseCount), ledger.blockEntries);
  for (const pass of passes.passes()) {
    const from = pass * casesAtOnce;
    held.clear(from, Math.min(casesAtOnce, caseCount - from));
    ledger.forEachInBlocks(passes.ofPass(pass), held.take);
    held.forEach(visit);
  }
}

const NOTHING = -1;
const BLOCKS_AT_FIRST = 1 << 12;
/** State of a case: unseen, begins with its opening, or does not. */
const UNSEEN = 0;
const OPENED = 1;
const NOT_OPENED = 2;

/** Block numbers, linked case by case. */
class HeldBlocks {
  private readonly blockEntries: number;
  private readonly seen: Uint8Array;
  private readonly streams: Uint16Array;
  private readonly customers: Uint32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private next = new Int32Array(BLOCKS_AT_FIRST);
  private blocks = new Uint32Array(BLOCKS_AT_FIRST);
  private count = 0;
  private from = 0;
  private cases = 0;

  constructor(casesMost: number, blockEntries: number) {
    this.blockEntries = blockEntries;
    this.seen = new Uint8Array(casesMost);
    this.streams = new Uint16Array(casesMost);
    this.customers = new Uint32Array(casesMost);
    this.first = new Int32Array(casesMost);
    this.last = new Int32Array(casesMost);
  }

  clear(from: number, cases: number): void {
    this.from = from;
    this.cases = cases;
    this.count = 0;
    this.seen.fill(UNSEEN);
  }

  readonly take: EntryVisitor = ({ a, c, caseNumber, index, kind }) => {
    const place = caseNumber - this.from;
    if (place < 0 || place >= this.cases || caseNumber === NO_CASE) return;
    const block = Math.floor(index / this.blockEntries);
    if (this.seen[place] === UNSEEN) {
      this.seen[place] = opensCase(kind) ? OPENED : NOT_OPENED;
      this.streams[place] = a;
      this.customers[place] = c;
      this.first[place] = this.append(block);
      this.last[place] = this.first[place] as number;
      return;
    }
    const last = this.last[place] as number;
    if (this.blocks[last] === block) return;
    const added = this.append(block);
    this.next[last] = added;
    this.last[place] = added;
  };

  forEach(visit: (found: CaseBlocks) => void): void {
    const { customers, first, from, seen, streams } = this;
    for (let place = 0; place < this.cases; place++) {
      if (seen[place] !== OPENED) continue;
      const blocks: number[] = [];
      for (let at = first[place] as number; at !== NOTHING; at = this.next[at] as number)
        blocks.push(this.blocks[at] as number);
      const stream = streams[place] as number;
      visit({ caseNumber: from + place, stream, customer: customers[place] as number, blocks });
    }
  }

  private append(block: number): number {
    const at = this.count++;
    if (at === this.next.length) this.grow();
    this.next[at] = NOTHING;
    this.blocks[at] = block;
    return at;
  }

  private grow(): void {
    const { blocks, next } = this;
    this.next = new Int32Array(2 * next.length);
    this.next.set(next);
    this.blocks = new Uint32Array(2 * blocks.length);
    this.blocks.set(blocks);
  }
}
