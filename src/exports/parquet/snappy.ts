/**
 * Snappy compression (format_description.txt of google/snappy), after snappyjs by Zhipeng Jia (MIT). The bytes equal those of
 * `hyparquet-writer`, which a test compares. This version writes to one array, and loads the bytes at a position once.
 *
 *   length before, varint │ elements: a tag, then a literal's bytes, or how far back to copy from
 */

const HASH_BITS_MOST = 14;
const HASH_FACTOR = 0x1e35a7bd;
const OFFSET_MOST = 0xffff;
/** The last bytes are not searched for matches. */
const MARGIN = 15;
/** The step grows by one for each run of this many positions without a match. */
const PLACES_PER_STEP = 32;
/** Literals up to this length are copied byte by byte. */
const SHORT = 32;

/** Compresses pages one after the other, in the same buffer. */
export class SnappyCompressor {
  private output = new Uint8Array(1 << 12);
  private length = 0;
  private readonly places = new Uint32Array(1 << HASH_BITS_MOST);

  /** The next call reuses the array. */
  compress(input: Uint8Array): Uint8Array {
    // The maximum output length (MaxCompressedLength).
    const most = 32 + input.length + Math.ceil(input.length / 6);
    if (this.output.length < most) this.output = new Uint8Array(2 * most);
    this.length = 0;
    let rest = input.length;
    for (; rest > 0x7f; rest >>>= 7) this.output[this.length++] = (rest & 0x7f) | 0x80;
    this.output[this.length++] = rest;
    const done = input.length < MARGIN ? 0 : this.compressUpToMargin(input);
    if (done < input.length) this.literal(input, done, input.length);
    return this.output.subarray(0, this.length);
  }

  /** Returns where the last literal begins. */
  private compressUpToMargin(input: Uint8Array): number {
    const shift = 32 - hashBitsOf(input.length);
    const { places } = this;
    places.fill(0, 0, 2 ** (32 - shift));
    const limit = input.length - MARGIN;
    let literalFrom = 0;
    let at = 1;
    for (;;) {
      // Search for four bytes that occurred before.
      let candidate = 0;
      let word = 0;
      for (let passed = PLACES_PER_STEP; ; at += Math.floor(passed++ / PLACES_PER_STEP)) {
        if (at > limit) return literalFrom;
        word = wordAt(input, at);
        const hash = Math.imul(word, HASH_FACTOR) >>> shift;
        candidate = places[hash] as number;
        places[hash] = at;
        if (at - candidate <= OFFSET_MOST && word === wordAt(input, candidate)) break;
      }
      this.literal(input, literalFrom, at);
      // While one match follows another, there is no literal in between.
      do {
        const end = matchEnd(input, candidate, at);
        this.copy(at - candidate, end - at);
        at = end;
        literalFrom = end;
        if (at >= limit) return literalFrom;
        places[Math.imul(wordAt(input, at - 1), HASH_FACTOR) >>> shift] = at - 1;
        word = wordAt(input, at);
        const hash = Math.imul(word, HASH_FACTOR) >>> shift;
        candidate = places[hash] as number;
        places[hash] = at;
      } while (at - candidate <= OFFSET_MOST && word === wordAt(input, candidate));
      at++;
    }
  }

  private literal(input: Uint8Array, from: number, to: number): void {
    const { output } = this;
    const last = to - from - 1;
    if (last < 60) output[this.length++] = last << 2;
    else {
      const bytes = last < 0x100 ? 1 : last < 0x10000 ? 2 : last < 0x1000000 ? 3 : 4;
      output[this.length++] = (59 + bytes) << 2;
      for (let i = 0; i < bytes; i++) output[this.length++] = last >>> (8 * i);
    }
    if (last >= SHORT) output.set(input.subarray(from, to), this.length);
    else for (let i = from, at = this.length; i < to; i++) output[at++] = input[i] as number;
    this.length += to - from;
  }

  private copy(offset: number, length: number): void {
    let rest = length;
    for (; rest >= 68; rest -= 64) this.copyUpTo64(offset, 64);
    if (rest > 64) {
      this.copyUpTo64(offset, 60);
      rest -= 60;
    }
    this.copyUpTo64(offset, rest);
  }

  private copyUpTo64(offset: number, length: number): void {
    const { output } = this;
    if (length < 12 && offset < 2048) {
      output[this.length++] = 1 | ((length - 4) << 2) | ((offset >>> 8) << 5);
      output[this.length++] = offset;
      return;
    }
    output[this.length++] = 2 | ((length - 1) << 2);
    output[this.length++] = offset;
    output[this.length++] = offset >>> 8;
  }
}

/** Enough for the bytes of the input, within bounds. */
function hashBitsOf(length: number): number {
  return Math.min(HASH_BITS_MOST, 31 - Math.clz32(length));
}

function wordAt(input: Uint8Array, at: number): number {
  return (
    (input[at] as number) |
    ((input[at + 1] as number) << 8) |
    ((input[at + 2] as number) << 16) |
    ((input[at + 3] as number) << 24)
  );
}

/** The end of the bytes from `at` that equal those from `candidate`; the first four are known to match. */
function matchEnd(input: Uint8Array, candidate: number, at: number): number {
  const distance = at - candidate;
  let end = at + 4;
  while (end < input.length && input[end] === input[end - distance]) end++;
  return end;
}
