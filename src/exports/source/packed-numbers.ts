import { assert } from '#base';

const PIECE_BYTES = 1 << 16;
/** The most bytes of a number below 2^53. */
const NUMBER_BYTES = 8;
/** Numbers in rows are smaller than this, so that twice the difference of two is a safe integer. */
const ROW_NUMBER_MAX = 2 ** 51;

/** Writes whole numbers as LEB128: seven bits per byte, the lowest first, the highest bit set in all bytes but the last. */
export class NumberWriter {
  private readonly write: (bytes: Uint8Array) => void;
  private readonly bytes = new Uint8Array(PIECE_BYTES);
  private filled = 0;

  /** `write` takes pieces of up to 64 KiB, each of whole numbers. Their arrays are not reused. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.write = write;
  }

  /** At least 0. */
  add(number: number): void {
    if (this.filled + NUMBER_BYTES > PIECE_BYTES) this.flush();
    this.filled = writeNumber(this.bytes, this.filled, number);
  }

  flush(): void {
    this.write(this.bytes.slice(0, this.filled));
    this.filled = 0;
  }
}

/** Writes a number of at most 8 bytes, and returns where the next one goes. */
function writeNumber(bytes: Uint8Array, at: number, number: number): number {
  let to = at;
  let rest = number;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[to++] = (rest % 0x80) | 0x80;
  bytes[to++] = rest;
  return to;
}

/** Whole numbers as `NumberWriter` writes them, in one array that grows. */
export class NumberList {
  length = 0;
  private room = new Uint8Array(PIECE_BYTES);

  /** At least 0. */
  add(number: number): void {
    this.makeRoom(NUMBER_BYTES);
    this.length = writeNumber(this.room, this.length, number);
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

/** Reads a number that `NumberWriter` wrote. `byte` returns the next byte. */
export function readNumber(byte: () => number): number {
  let number = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const bits = byte();
    number += (bits & 0x7f) * scale;
    if (bits < 0x80) return number;
  }
}

/**
 * Rows of whole numbers in little memory. Of each column, only the difference from the row before is kept, in one to three bytes if the
 * numbers hardly jump. The memory grows piece by piece, so no array is copied.
 */
export class PackedRows {
  private readonly pieces: Uint8Array[] = [];
  private readonly writer = new NumberWriter((bytes) => this.pieces.push(bytes));
  private readonly last: Float64Array;
  private count = 0;

  constructor(columns: number) {
    this.last = new Float64Array(columns);
  }

  /** One whole number below 2^51 for each column, negative or not. The array may be reused. */
  add(row: ArrayLike<number>): void {
    const { last, writer } = this;
    for (let i = 0; i < last.length; i++) {
      const number = row[i] as number;
      assert(
        Number.isInteger(number) && Math.abs(number) < ROW_NUMBER_MAX,
        `${number} is a whole number below 2^51`,
      );
      const difference = number - (last[i] as number);
      // Even numbers stand for increases, odd ones for decreases.
      writer.add(difference >= 0 ? 2 * difference : -2 * difference - 1);
      last[i] = number;
    }
    this.count++;
  }

  /** Visits all rows in order. The next row reuses the array. */
  forEach(visit: (row: Float64Array) => void): void {
    this.writer.flush();
    const row = new Float64Array(this.last.length);
    let [piece, at] = [0, 0];
    const byte = (): number => {
      while (at === this.pieces[piece]?.length) {
        piece++;
        at = 0;
      }
      return this.pieces[piece]?.[at++] as number;
    };
    for (let rows = this.count; rows > 0; rows--) {
      for (let i = 0; i < row.length; i++) {
        const coded = readNumber(byte);
        row[i] = (row[i] as number) + (coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2);
      }
      visit(row);
    }
  }
}
