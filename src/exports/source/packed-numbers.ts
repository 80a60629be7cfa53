/** Bytes of a list before it grows. */
const FIRST_BYTES = 1 << 16;
/** The most bytes of a number below 2^53. */
const NUMBER_BYTES = 8;

/** Whole numbers as LEB128, in one array that grows: seven bits per byte, the lowest first, the highest bit set in all bytes but the last. */
export class NumberList {
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
export function readNumber(byte: () => number): number {
  let number = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const bits = byte();
    number += (bits & 0x7f) * scale;
    if (bits < 0x80) return number;
  }
}
