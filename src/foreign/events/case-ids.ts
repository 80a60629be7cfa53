import { textOfUtf8 } from '#base';
import { NO_CASE } from '#domain';
import { ByteTable } from '../bytes/byte-table.ts';

const NONE = 0xffffffff;

/**
 * Numbers the cases of a log by their ids. Opened cases count up from 0 in the order of opening, as in a ledger. Cases that the log mentions
 * without opening them count down from the highest number.
 */
export class CaseIds {
  private readonly ids = new ByteTable();
  /** Case number by id. */
  private numbers = new Uint32Array(1 << 10);
  /** Id by case number, for opened and for unopened cases. */
  private opened = new Uint32Array(1 << 10);
  private readonly unopened: number[] = [];
  private openings = 0;

  /** How many cases were opened. */
  get openedCount(): number {
    return this.openings;
  }

  /** Number of the case whose id is in bytes `from` to `to`; `NO_CASE` if the log has not mentioned it. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const id = this.ids.indexOf(bytes, from, to);
    return id === -1 ? NO_CASE : (this.numbers[id] as number);
  }

  isOpened(caseNumber: number): boolean {
    return caseNumber < this.openings;
  }

  /** Opens a case that is not open yet, and returns its number. */
  open(bytes: Uint8Array, from: number, to: number): number {
    const id = this.idOf(bytes, from, to);
    const number = this.openings++;
    if (number === this.opened.length) this.opened = longer(this.opened);
    this.opened[number] = id;
    this.numbers[id] = number;
    return number;
  }

  /** Number of a case that the log mentions before opening it. */
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
