import { ACT_NUMBERS, kindNumbered, NO_CASE } from '#domain';
import { type EntryLimits, EXACT, type LimitsOf, LimitTables, SIGN } from './entry-limits.ts';
import type { LedgerHeader } from './header.ts';
import { BLOCK_HEADER_WORDS, ENTRY_WORDS } from './layout.ts';

const { open: OPEN, duty: DUTY } = ACT_NUMBERS;
/** How many cases a ledger can name at most. The cases before a ledger that continues another are not known. */
const MOST_CASES = 2 ** 31 - 1;

/**
 * Looks for entries that no run of the scenario can have: later than its end, earlier than the entry before, of a case that was never
 * opened, or with a number that names nothing. A reader that passed them on could wait for a time that never comes, or make a table for
 * cases that do not exist. Sees the blocks in order; whether promises are kept is not its concern.
 */
export class EntryCheck {
  private readonly limits: EntryLimits;
  private readonly tables: LimitTables;
  /** How many cases were opened before the ledger, at most. */
  private readonly earlierCases: number;
  /** Time of the last entry that was seen, ms, and how many cases were opened so far, at most. */
  private timeMs = 0;
  private cases: number;

  private constructor(limits: EntryLimits, earlierCases: number) {
    this.limits = limits;
    this.tables = new LimitTables(limits);
    this.earlierCases = earlierCases;
    this.cases = earlierCases;
  }

  /** Null if nothing limits the entries of a ledger with that header. */
  static of(header: LedgerHeader, limitsOf: LimitsOf): EntryCheck | null {
    const limits = limitsOf(header);
    return limits === null ? null : new EntryCheck(limits, header.continues === undefined ? 0 : MOST_CASES);
  }

  /**
   * Forgets the entries that were seen, because the next block is not the one that follows. Each of the `entriesBefore` it opened one case
   * at most.
   */
  startAnywhere(entriesBefore: number): void {
    this.timeMs = 0;
    this.cases = Math.min(MOST_CASES, this.earlierCases + entriesBefore);
  }

  /** Place in the block of the first entry that cannot be; −1 if all `count` can. Only then are they counted as seen. */
  firstImpossible(block: Uint32Array, count: number): number {
    const words = new Int32Array(block.buffer, block.byteOffset, block.length);
    const { untilMs } = this.limits;
    const { hasNoCase } = this.tables;
    let { timeMs: lastMs, cases } = this;
    // Constants of the module are here because V8 would load them again for each entry.
    const [open, next] = [OPEN, ENTRY_WORDS];
    for (let i = 0, at = BLOCK_HEADER_WORDS; i < count; i++, at += next) {
      // In range: the caller has compared the count with the length of the block.
      const w1 = words[at + 1] as number;
      const timeMs = ((words[at] as number) >>> 0) + (w1 & 0xffff) * 4294967296;
      if (timeMs < lastMs || timeMs > untilMs) return i;
      lastMs = timeMs;
      const kind = (w1 >>> 16) & 0xff;
      const caseNumber = words[at + 2] as number;
      if (caseNumber >= cases || caseNumber < 0) {
        // NO_CASE is −1 as a signed number.
        if (kind === open ? caseNumber !== cases : caseNumber !== -1) return i;
        if (kind === open) cases++;
      } else if (hasNoCase[kind] === 1) return i;
      if (this.hasWrongPart(words, at, cases)) return i;
    }
    this.timeMs = lastMs;
    this.cases = cases;
    return -1;
  }

  /** Why the entry cannot be that `firstImpossible` has just found in the block: what follows its number in a sentence. */
  problemOf(block: Uint32Array, place: number): string {
    this.firstImpossible(block, place);
    const words = block.subarray(BLOCK_HEADER_WORDS + ENTRY_WORDS * place);
    const [w0, w1, caseNumber] = words as unknown as [number, number, number];
    const timeMs = w0 + (w1 & 0xffff) * 4294967296;
    const kind = (w1 >>> 16) & 0xff;
    const name = kindNumbered(kind) ?? `kind ${kind}`;
    if (timeMs < this.timeMs)
      return `(${name}) is at ${timeMs} ms, before the entry that precedes it, at ${this.timeMs} ms`;
    if (timeMs > this.limits.untilMs)
      return `(${name}) is at ${timeMs} ms, after the end of the run, at ${this.limits.untilMs} ms`;
    if (kind === OPEN && caseNumber === NO_CASE) return '(open) opens no case';
    const isNext = kind === OPEN && caseNumber === this.cases;
    if (caseNumber >= this.cases && caseNumber !== NO_CASE && !isNext)
      return `(${name}) is of case ${caseNumber}, and ${openedBefore(this.cases)}`;
    if (caseNumber !== NO_CASE && this.tables.hasNoCase[kind] === 1)
      return `(${name}) is of case ${caseNumber}, and such an act concerns no case`;
    return `(${name}) ${this.problemOfParts(kind, words, isNext ? this.cases + 1 : this.cases)}`;
  }

  /** Whether a part of the entry has a number that it cannot have. Called for each entry, so it reads numbers from one table. */
  private hasWrongPart(words: Int32Array, at: number, cases: number): boolean {
    const kind = ((words[at + 1] as number) >>> 16) & 0xff;
    const exact = this.tables.exact[kind];
    if (exact === undefined) return false;
    for (let k = 0; k < exact.length; k += EXACT) {
      const bits = (words[at + (exact[k] as number)] as number) >>> (exact[k + 1] as number);
      const number = (bits & (exact[k + 2] as number)) ^ SIGN;
      if (number > (exact[k + 3] as number) && number !== exact[k + 4]) return true;
      if (exact[k + 5] === 1 && number >= (cases ^ SIGN)) return true;
    }
    return kind === DUTY && this.problemOfDuty(words.subarray(at)) !== null;
  }

  /** What is wrong with the first part of the entry that has a number that it cannot have. */
  private problemOfParts(kind: number, words: Uint32Array, cases: number): string {
    for (const { isCase, mask, most, name, none, shift, why, word } of this.tables.parts[kind] ?? []) {
      const number = (((words[word] as number) >>> shift) & mask) >>> 0;
      if (number > most && number !== none) return `has ${number} as ${name}, and ${why}`;
      if (isCase && number >= cases) return `has ${number} as ${name}, and ${openedBefore(cases)}`;
    }
    return this.problemOfDuty(words) ?? 'cannot be';
  }

  private problemOfDuty(words: Int32Array | Uint32Array): string | null {
    const { agent } = this.limits.rows;
    const agents = (words[4] as number) >>> 0;
    const firstAgent = (words[5] as number) >>> 0;
    if (agents === 0 || firstAgent + agents <= agent) return null;
    return `is of agents ${firstAgent} to ${firstAgent + agents - 1}, and the scenario has ${agent}, from 0`;
  }
}

function openedBefore(cases: number): string {
  return cases === 0 ? 'no case was opened before' : `cases 0 to ${cases - 1} were opened before`;
}
