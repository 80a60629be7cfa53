import { textOfUtf8 } from '#base';
import { NO_CASE } from '#domain';
import { ByteTable } from './byte-table.ts';

const NONE = 0xffffffff;

/**
 * The cases of a log: each of its ids gets a number. Those that are opened are counted from 0 on, in the order of their opening, as in a
 * ledger. Those that are told of without having been opened get numbers from the end.
 */
export class CaseIds {
  private readonly ids = new ByteTable();
  /** By id: the number of its case. */
  private numbers = new Uint32Array(1 << 10);
  /** By number, counted from either end: its id. */
  private opened = new Uint32Array(1 << 10);
  private readonly unopened: number[] = [];
  private openings = 0;

  /** How many cases were opened. */
  get openedCount(): number {
    return this.openings;
  }

  /** The number of the case whose id is bytes `from` to `to`; `NO_CASE` where the log has not told of it. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const id = this.ids.indexOf(bytes, from, to);
    return id === -1 ? NO_CASE : (this.numbers[id] as number);
  }

  isOpened(caseNumber: number): boolean {
    return caseNumber < this.openings;
  }

  /** The number of a case that the log opens now, and has not opened before. */
  open(bytes: Uint8Array, from: number, to: number): number {
    const id = this.idOf(bytes, from, to);
    const number = this.openings++;
    if (number === this.opened.length) this.opened = longer(this.opened);
    this.opened[number] = id;
    this.numbers[id] = number;
    return number;
  }

  /** The number of a case that the log tells of, and has not opened yet. */
  meet(bytes: Uint8Array, from: number, to: number): number {
    const id = this.idOf(bytes, from, to);
    const known = this.numbers[id] as number;
    if (known !== NONE) return known;
    this.unopened.push(id);
    const number = NO_CASE - this.unopened.length;
    this.numbers[id] = number;
    return number;
  }

  /** What the log calls the case. */
  nameOf(caseNumber: number): string {
    const id = this.isOpened(caseNumber) ? this.opened[caseNumber] : this.unopened[NO_CASE - 1 - caseNumber];
    return id === undefined ? String(caseNumber) : textOfUtf8(this.ids.key(id));
  }

  private idOf(bytes: Uint8Array, from: number, to: number): number {
    const before = this.ids.count;
    const id = this.ids.add(bytes, from, to);
    if (id === before) {
      if (id === this.numbers.length) this.numbers = longer(this.numbers);
      this.numbers[id] = NONE;
    }
    return id;
  }
}

function longer(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const made = new Uint32Array(2 * numbers.length);
  made.set(numbers);
  return made;
}
