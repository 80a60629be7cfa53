import { UTF8_MOST, writeUtf8 } from '#base';

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
