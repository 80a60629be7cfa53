import { UTF8_MOST, writeUtf8 } from '#base';

/** Bytes of one page, written value by value. The buffer is reused for the next page. */
export class PageBytes {
  length = 0;
  private bytes = new Uint8Array(1 << 12);
  private view = new DataView(this.bytes.buffer);

  clear(): void {
    this.length = 0;
  }

  /** What was written since the last `clear`. The array is reused. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    this.makeRoom(1);
    this.bytes[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.makeRoom(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  uint32(value: number): void {
    this.makeRoom(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /** A whole number as 64 bits, two's complement. */
  int64(value: number): void {
    this.makeRoom(8);
    const high = Math.floor(value / 2 ** 32);
    this.view.setUint32(this.length, value - high * 2 ** 32, true);
    this.view.setInt32(this.length + 4, high, true);
    this.length += 8;
  }

  double(value: number): void {
    this.makeRoom(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Seven bits per byte, the lowest first; all bytes but the last have the highest bit set. */
  varInt(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** Well-formed text, preceded by its number of bytes. */
  text(text: string): void {
    this.makeRoom(4 + UTF8_MOST * text.length);
    const start = this.length + 4;
    const count = writeUtf8(text, this.bytes, start);
    this.view.setUint32(this.length, count, true);
    this.length = start + count;
  }

  private makeRoom(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(2 * this.bytes.length, wanted));
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
