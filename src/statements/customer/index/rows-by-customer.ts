import type { ByteSource } from '#ledger';

/**
 * Rows about cases, so that the rows of one customer are found without reading the others. They come in the order of cases. Some hundred thousand at a time
 * are sorted by customer and written as parts, so memory does not grow with their number. All numbers are LEB128, unsigned, except the last:
 *
 *   part │ … │ directory │ bytes of the directory, 4 bytes, little-endian
 *   directory, for each part: its bytes │ stream and customer of its first rows │ of its last
 *   part, for each customer:  stream │ customer │ number of rows │ their bytes │ rows
 */

/** This many rows, or about this many bytes of them, are sorted together. */
const ROWS_AT_ONCE = 1 << 17;
const BYTES_AT_ONCE = 1 << 22;
/** A part ends with the customer whose rows make it at least this long. */
const PART_BYTES = 1 << 14;
const LENGTH_BYTES = 4;
/** Streams are numbered in 16 bits. */
const STREAM_MAX = 0xffff;

/** Whose rows they are. Parts are in the order of streams, and then of customers. */
export interface RowKey {
  readonly stream: number;
  readonly customer: number;
}

export class RowsByCustomer {
  private readonly write: (bytes: Uint8Array) => void;
  private readonly rows = new NumberList();
  private readonly ends = new Uint32Array(ROWS_AT_ONCE);
  private count = 0;
  /** By stream: its rows, each as customer times `ROWS_AT_ONCE`, plus its place. */
  private readonly streams = new Map<number, number[]>();
  private readonly part = new NumberList();
  private first: RowKey | null = null;
  private last: RowKey | null = null;
  private readonly directory = new NumberList();

  /** `write` takes bytes that are valid until it returns. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.write = write;
  }

  /** Adds a row. `numbersOf` adds its numbers to the list. */
  add({ customer, stream }: RowKey, numbersOf: (list: NumberList) => void): void {
    if (this.count === ROWS_AT_ONCE || this.rows.length >= BYTES_AT_ONCE) this.sort();
    numbersOf(this.rows);
    this.ends[this.count] = this.rows.length;
    let ofStream = this.streams.get(stream);
    if (ofStream === undefined) {
      ofStream = [];
      this.streams.set(stream, ofStream);
    }
    ofStream.push(customer * ROWS_AT_ONCE + this.count);
    this.count++;
  }

  finish(): void {
    this.sort();
    const bytes = this.directory.bytes();
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, bytes.length, true);
    this.write(bytes);
    this.write(length);
  }

  private sort(): void {
    const streams = [...this.streams.keys()].sort((left, right) => left - right);
    for (const stream of streams) {
      const sorted = Float64Array.from(this.streams.get(stream) ?? []).sort();
      for (let from = 0; from < sorted.length; ) {
        const customer = Math.floor((sorted[from] as number) / ROWS_AT_ONCE);
        let to = from + 1;
        while (to < sorted.length && (sorted[to] as number) < (customer + 1) * ROWS_AT_ONCE) to++;
        this.addCustomer({ stream, customer }, sorted.subarray(from, to));
        from = to;
      }
    }
    this.endPart();
    this.streams.clear();
    this.rows.clear();
    this.count = 0;
  }

  private addCustomer(key: RowKey, packed: Float64Array): void {
    const { part, rows } = this;
    let bytes = 0;
    for (const row of packed) bytes += this.endOf(row) - this.startOf(row);
    for (const number of [key.stream, key.customer, packed.length, bytes]) part.add(number);
    for (const row of packed) part.addEncoded(rows.bytes(this.startOf(row), this.endOf(row)));
    this.first ??= key;
    this.last = key;
    if (part.length >= PART_BYTES) this.endPart();
  }

  private startOf(packed: number): number {
    const row = packed % ROWS_AT_ONCE;
    return row === 0 ? 0 : (this.ends[row - 1] as number);
  }

  private endOf(packed: number): number {
    return this.ends[packed % ROWS_AT_ONCE] as number;
  }

  private endPart(): void {
    const { directory, first, last, part } = this;
    if (first === null || last === null) return;
    const numbers = [part.length, first.stream, first.customer, last.stream, last.customer];
    for (const number of numbers) directory.add(number);
    this.write(part.bytes());
    part.clear();
    this.first = null;
    this.last = null;
  }
}

const LEADS_OUT = 'a number in it leads out of it';

export interface WantedRows {
  /** False if no row between the keys, both inclusive, is wanted: their part is not read. */
  mayBeBetween(first: RowKey, last: RowKey): boolean;
  has(key: RowKey, rows: number): boolean;
}

/** Thrown if an index with a seal of its own cannot be read: anybody can seal one. */
export class IndexBroken extends Error {}

/** Rows in the bytes of a file from `from` on. */
export class ReadRows {
  private readonly source: ByteSource;
  private readonly from: number;
  private readonly length: number;

  constructor(source: ByteSource, from: number, length: number) {
    this.source = source;
    this.from = from;
    this.length = length;
  }

  /**
   * Calls `visit` for each wanted row, with a function that returns its next number. It must read the whole row. Rows of a customer that are sorted
   * together come one after the other. Throws `IndexBroken`.
   */
  forEach(wanted: WantedRows, visit: (key: RowKey, next: () => number) => void): void {
    const end = this.from + this.length - LENGTH_BYTES;
    const length = this.bytes(end, LENGTH_BYTES);
    const directoryBytes = new DataView(length.buffer).getUint32(0, true);
    const directory = new Numbers(this.bytes(end - directoryBytes, directoryBytes));
    let at = this.from;
    while (!directory.isAtEnd()) {
      const bytes = directory.next();
      const first = { stream: directory.next(), customer: directory.next() };
      const last = { stream: directory.next(), customer: directory.next() };
      if (last.stream > STREAM_MAX) throw new IndexBroken('it names a stream that no ledger has');
      if (wanted.mayBeBetween(first, last)) visitPart(new Numbers(this.bytes(at, bytes)), wanted, visit);
      at += bytes;
    }
  }

  private bytes(offset: number, length: number): Uint8Array {
    const isInside = offset >= this.from && offset + length <= this.from + this.length;
    if (!isInside) throw new IndexBroken(LEADS_OUT);
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const piece = this.source.read(offset + filled, length - filled);
      if (piece.length === 0) throw new IndexBroken('it has fewer bytes than it says');
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  }
}

function visitPart(
  numbers: Numbers,
  wanted: WantedRows,
  visit: (key: RowKey, next: () => number) => void,
): void {
  while (!numbers.isAtEnd()) {
    const key = { stream: numbers.next(), customer: numbers.next() };
    const rows = numbers.next();
    const bytes = numbers.next();
    if (!wanted.has(key, rows)) numbers.skip(bytes);
    else for (let left = rows; left > 0; left--) visit(key, numbers.next);
  }
}

class Numbers {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  readonly next = (): number => readNumber(this.byte);

  skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.bytes.length) throw new IndexBroken(LEADS_OUT);
  }

  isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  private readonly byte = (): number => {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new IndexBroken('it ends within a number');
    return byte;
  };
}

/** Bytes of a list before it grows. */
const FIRST_BYTES = 1 << 16;
/** The most bytes of a number below 2^53. */
const NUMBER_BYTES = 8;

/** Whole numbers as LEB128, in one array that grows: seven bits per byte, the lowest first, the highest bit set in all bytes but the last. */
class NumberList {
  length = 0;
  private room = new Uint8Array(FIRST_BYTES);

  /** At least 0. */
  add(number: number): void {
    this.makeRoom(NUMBER_BYTES);
    let rest = number;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.room[this.length++] = (rest % 0x80) | 0x80;
    this.room[this.length++] = rest;
  }

  /** Adds numbers that are already encoded. */
  addEncoded(bytes: Uint8Array): void {
    this.makeRoom(bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Valid until the next change. */
  bytes(from = 0, to = this.length): Uint8Array {
    return this.room.subarray(from, to);
  }

  clear(): void {
    this.length = 0;
  }

  private makeRoom(bytes: number): void {
    if (this.length + bytes <= this.room.length) return;
    const room = new Uint8Array(2 * (this.length + bytes));
    room.set(this.room);
    this.room = room;
  }
}

/** Reads a number of a `NumberList`. `byte` returns the next byte. */
function readNumber(byte: () => number): number {
  let number = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const bits = byte();
    number += (bits & 0x7f) * scale;
    if (bits < 0x80) return number;
  }
}
