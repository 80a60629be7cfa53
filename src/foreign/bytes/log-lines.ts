import { UTF8_MOST, writeUtf8 } from '#base';

/** Receives the lines of a text. */
interface LineSink {
  /** True while empty lines have a meaning, as inside a quoted cell. */
  readonly keepsEmptyLines: boolean;
  /** Takes a line without its LF, in bytes `from` to `to`. The bytes are overwritten afterwards. */
  line(bytes: Uint8Array, from: number, to: number, number: number): void;
  /** Reports a line that is too long. */
  tooLong(number: number): void;
}

/** Longest line, in bytes. */
export const LINE_BYTES_MAX = 1 << 20;
/** Longest log, in lines: line numbers have 32 bits. */
export const LINES_MAX = 2 ** 32 - 1;

const LF = 10;
const CR = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Splits bytes that arrive in pieces of any size into lines. Keeps at most one incomplete line, of at most `LINE_BYTES_MAX`. */
export class LineReader {
  private readonly sink: LineSink;
  private number = 0;
  private held = new Uint8Array(1 << 12);
  private heldCount = 0;
  private isTooLong = false;

  constructor(sink: LineSink) {
    this.sink = sink;
  }

  /** How many lines were read. */
  get count(): number {
    return this.number;
  }

  take(bytes: Uint8Array): void {
    let from = 0;
    if (this.heldCount > 0 || this.isTooLong) {
      const end = bytes.indexOf(LF);
      this.hold(bytes, 0, end === -1 ? bytes.length : end);
      if (end === -1) return;
      this.endHeld();
      from = end + 1;
    }
    for (;;) {
      // A log may have gigabytes of empty lines.
      while (bytes[from] === LF && !this.sink.keepsEmptyLines) {
        this.number++;
        from++;
      }
      const end = bytes.indexOf(LF, from);
      if (end === -1) break;
      if (end - from > LINE_BYTES_MAX) this.sink.tooLong(++this.number);
      else this.give(bytes, from, end);
      from = end + 1;
    }
    this.hold(bytes, from, bytes.length);
  }

  /** The last line may lack its LF. */
  end(): void {
    if (this.heldCount > 0 || this.isTooLong) this.endHeld();
  }

  /** Keeps the incomplete line. */
  private hold(bytes: Uint8Array, from: number, to: number): void {
    const count = this.heldCount + to - from;
    if (this.isTooLong || count > LINE_BYTES_MAX) {
      this.isTooLong = true;
      this.heldCount = 0;
      return;
    }
    if (count > this.held.length) {
      const room = new Uint8Array(Math.min(LINE_BYTES_MAX, Math.max(count, 2 * this.held.length)));
      room.set(this.held.subarray(0, this.heldCount));
      this.held = room;
    }
    this.held.set(bytes.subarray(from, to), this.heldCount);
    this.heldCount = count;
  }

  private endHeld(): void {
    const count = this.heldCount;
    this.heldCount = 0;
    if (this.isTooLong) {
      this.isTooLong = false;
      this.sink.tooLong(++this.number);
    } else this.give(this.held, 0, count);
  }

  private give(bytes: Uint8Array, from: number, to: number): void {
    const number = ++this.number;
    const hasMark = number === 1 && BYTE_ORDER_MARK.every((byte, i) => bytes[from + i] === byte);
    const begin = hasMark ? from + BYTE_ORDER_MARK.length : from;
    const isEmpty = begin >= to || (begin + 1 === to && bytes[begin] === CR);
    if (!isEmpty || this.sink.keepsEmptyLines) this.sink.line(bytes, Math.min(begin, to), to, number);
  }
}

/** Encodes texts to UTF-8 in one buffer, which each text overwrites. */
export class TextBytes {
  bytes = new Uint8Array(1 << 8);
  length = 0;

  set(text: string): void {
    const most = UTF8_MOST * text.length;
    if (most > this.bytes.length) this.bytes = new Uint8Array(most);
    this.length = writeUtf8(text, this.bytes);
  }
}
