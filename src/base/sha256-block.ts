/**
 * SHA-256 (FIPS 180-4) of short messages that are assembled as words. A log hashes two of them per entry, and for so few bytes calling the
 * host's function takes longer than hashing here.
 */

/** Fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS = Int32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
  ...[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
  ...[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
  ...[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
  ...[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
  ...[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
  ...[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
);
const ROUNDS = 64;
export const HASH_WORDS = 8;
const MESSAGE_WORDS = 16;

/** The state before the first block: fractional parts of the square roots of the first 8 primes. */
export const SHA256_START = Int32Array.of(
  ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
);

/** Room for one block: the message in its first 16 words (big-endian), and the words that the rounds derive from it. */
export function sha256Schedule(): Int32Array {
  return new Int32Array(ROUNDS);
}

/** Derives the words of all rounds from the first 16, and adds the round constants. */
export function sha256Extend(words: Int32Array): void {
  for (let i = MESSAGE_WORDS; i < ROUNDS; i++) {
    const x = words[i - 15] as number;
    const y = words[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = ((words[i - 16] as number) + s0 + (words[i - 7] as number) + s1) | 0;
  }
  for (let i = 0; i < ROUNDS; i++) words[i] = ((words[i] as number) + (ROUND_CONSTANTS[i] as number)) | 0;
}

/** Applies one block of extended words to the state `before` (at `from`) and writes the new state to `after` at `to`. */
export function sha256Rounds(
  words: Int32Array,
  before: Int32Array,
  from: number,
  after: Int32Array,
  to: number,
): void {
  let a = before[from] as number;
  let b = before[from + 1] as number;
  let c = before[from + 2] as number;
  let d = before[from + 3] as number;
  let e = before[from + 4] as number;
  let f = before[from + 5] as number;
  let g = before[from + 6] as number;
  let h = before[from + 7] as number;
  for (let i = 0; i < ROUNDS; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (words[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  after[to] = ((before[from] as number) + a) | 0;
  after[to + 1] = ((before[from + 1] as number) + b) | 0;
  after[to + 2] = ((before[from + 2] as number) + c) | 0;
  after[to + 3] = ((before[from + 3] as number) + d) | 0;
  after[to + 4] = ((before[from + 4] as number) + e) | 0;
  after[to + 5] = ((before[from + 5] as number) + f) | 0;
  after[to + 6] = ((before[from + 6] as number) + g) | 0;
  after[to + 7] = ((before[from + 7] as number) + h) | 0;
}
