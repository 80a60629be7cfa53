const HEX = '0123456789abcdef';

/** Lower-case hexadecimal text of the bytes. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (HEX[byte >> 4] ?? '') + (HEX[byte & 15] ?? '');
  return text;
}

/** The bytes of hexadecimal text, or null when the text is not an even number of hexadecimal digits. */
export function bytesOfHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** UTF-8 bytes of the text. The pure rooms have no `TextEncoder` in their types, and need only this much of it. */
export function utf8Of(text: string): Uint8Array {
  const bytes = new Uint8Array(UTF8_MOST * text.length);
  return bytes.slice(0, writeUtf8(text, bytes));
}

/** The most UTF-8 bytes that one UTF-16 unit needs. */
export const UTF8_MOST = 3;

/**
 * The method itself: `text.charCodeAt(i)` looks it up for each unit once the function has seen more than four of V8's kinds of strings. The commands that write
 * large logs took a sixth longer in two runs of three, depending on what was compiled when.
 */
const { charCodeAt } = String.prototype;

/**
 * Writes the text as UTF-8 into `bytes` from `start` on and returns the number of bytes. There must be room for `UTF8_MOST` bytes per unit.
 */
export function writeUtf8(text: string, bytes: Uint8Array, start = 0): number {
  let at = start;
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const unit = charCodeAt.call(text, i);
    if (unit < 0x80) {
      bytes[at++] = unit;
      continue;
    }
    const code = text.codePointAt(i) ?? 0xfffd;
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        i++;
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 63);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[at++] = 0x80 | (code & 63);
  }
  return at - start;
}

/** The longest string that Node can make; other hosts allow hardly more. In UTF-16 units, and so also a lower bound in bytes of UTF-8. */
export const TEXT_LENGTH_MAX = 2 ** 29 - 24;

/** How many code points are turned into a string at once. An array of all of them would be many times as large as the text. */
const CODES_AT_ONCE = 1 << 12;

/** Decodes UTF-8 bytes; malformed sequences become U+FFFD. */
export function textOfUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let codes: number[] = [];
  const take = (code: number) => {
    codes.push(code);
    if (codes.length < CODES_AT_ONCE) return;
    parts.push(String.fromCodePoint(...codes));
    codes = [];
  };
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    if (length === 0 || i + length > bytes.length) {
      take(0xfffd);
      i++;
      continue;
    }
    let code = length === 1 ? lead : lead & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) code = (code << 6) | ((bytes[i + k] ?? 0) & 63);
    take(code <= 0x10ffff ? code : 0xfffd);
    i += length;
  }
  parts.push(String.fromCodePoint(...codes));
  return parts.join('');
}

/** Concatenates the pieces. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A hash function that the host provides: the 32 bytes of SHA-256. */
export type Digest = (bytes: Uint8Array) => Uint8Array;
