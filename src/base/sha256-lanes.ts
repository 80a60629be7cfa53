import {
  HASH_WORDS,
  MESSAGE_WORDS,
  ROUND_CONSTANTS,
  ROUNDS,
  SHA256_START,
  sha256Extend,
  sha256Rounds,
  sha256Schedule,
} from './sha256-block.ts';

/**
 * SHA-256 of four messages at a time, by WebAssembly with 128-bit vectors: a block takes less than half of the time that it takes in
 * JavaScript, which has no vectors. Each vector holds the same word of all four.
 */
export const LANES = 4;

export interface Sha256Lanes {
  /** The next block of each message: word i of message k is at `LANES * i + k`. It is left as it is. */
  readonly block: Int32Array;
  /** The state of each message, laid out alike. */
  readonly state: Int32Array;
  /** Applies the blocks to the states. */
  compress(): void;
}

/** What is needed of the host's `WebAssembly`. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly compress: () => void };
  };
}

/**
 * Null if the host has no vectors, forbids WebAssembly, or stores the highest byte of a number first. Also null in a page and its workers: the studio's
 * content policy forbids WebAssembly, and the browser would report the attempt.
 */
export function sha256Lanes(): Sha256Lanes | null {
  const host = (globalThis as unknown as { readonly WebAssembly?: WebAssemblyHost }).WebAssembly;
  if (host === undefined || 'self' in globalThis) return null;
  try {
    const { compress, memory } = new host.Instance(new host.Module(moduleBytes())).exports;
    const lanes = {
      block: new Int32Array(memory.buffer, SCHEDULE, LANES * MESSAGE_WORDS),
      state: new Int32Array(memory.buffer, STATE, LANES * HASH_WORDS),
      compress,
    };
    const constants = new Int32Array(memory.buffer, CONSTANTS, LANES * ROUNDS);
    for (let i = 0; i < constants.length; i++)
      constants[i] = ROUND_CONSTANTS[Math.floor(i / LANES)] as number;
    return isRight(lanes) ? lanes : null;
  } catch {
    return null;
  }
}

/** Compares one block of four messages with the rounds in JavaScript. */
function isRight({ block, compress, state }: Sha256Lanes): boolean {
  for (let i = 0; i < block.length; i++) block[i] = Math.imul(i + 1, 0x9e3779b1);
  for (let i = 0; i < state.length; i++) state[i] = SHA256_START[Math.floor(i / LANES)] as number;
  compress();
  for (let lane = 0; lane < LANES; lane++) {
    const words = sha256Schedule();
    for (let i = 0; i < MESSAGE_WORDS; i++) words[i] = block[LANES * i + lane] as number;
    sha256Extend(words);
    const after = new Int32Array(HASH_WORDS);
    sha256Rounds(words, SHA256_START, 0, after, 0);
    if (after.some((word, i) => word !== state[LANES * i + lane])) return false;
  }
  return true;
}

// ── Memory, in bytes: one vector for each word of the schedule, the state and the constants ────────────────────────

const VECTOR = 16;
const SCHEDULE = 0;
const STATE = SCHEDULE + VECTOR * ROUNDS;
const CONSTANTS = STATE + VECTOR * HASH_WORDS;

// ── The module (WebAssembly core specification 2.0) ─────────────────────────────────────────────────────────

type Code = readonly number[];

/** An unsigned number in LEB128. */
function leb(number: number): Code {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...leb(number >>> 7)];
}

/** A number from 0 on as a signed one: bit 6 of the last byte must be 0. */
function signedLeb(number: number): Code {
  return number < 0x40 ? [number] : [(number & 0x7f) | 0x80, ...signedLeb(number >>> 7)];
}

const [LOCAL_GET, LOCAL_SET, LOCAL_TEE] = [0x20, 0x21, 0x22];
const [LOOP, BRANCH_IF, END, NO_RESULT] = [0x03, 0x0d, 0x0b, 0x40];
const [I32_CONST, I32_LESS, I32_ADD] = [0x41, 0x48, 0x6a];
const [TYPE_I32, TYPE_VECTOR, TYPE_FUNCTION] = [0x7f, 0x7b, 0x60];
const [FUNCTION, MEMORY] = [0, 2];
/** Binary logarithm of the alignment of a vector. */
const ALIGNED = 4;
const SIMD = { load: 0, store: 11, or: 80, xor: 81, select: 82, shl: 171, shr: 173, add: 174 };

const simd = (name: keyof typeof SIMD) => [0xfd, ...leb(SIMD[name])];
const get = (local: number): Code => [LOCAL_GET, local];
const set = (local: number, value: Code): Code => [...value, LOCAL_SET, local];
const constant = (value: number): Code => [I32_CONST, ...signedLeb(value)];
const load = (base: Code, offset: number): Code => [...base, ...simd('load'), ALIGNED, ...leb(offset)];
const store = (base: Code, offset: number, value: Code): Code => [
  ...base,
  ...value,
  ...simd('store'),
  ALIGNED,
  ...leb(offset),
];
const join =
  (name: 'or' | 'xor' | 'add') =>
  (first: Code, ...others: readonly Code[]) =>
    others.reduce((left, right) => [...left, ...right, ...simd(name)], first);
const [or, xor, add] = [join('or'), join('xor'), join('add')];
/** Bits of `left` where `mask` has ones, of `right` elsewhere. */
const select = (left: Code, right: Code, mask: Code): Code => [...left, ...right, ...mask, ...simd('select')];
const shiftRight = (value: Code, bits: number): Code => [...value, ...constant(bits), ...simd('shr')];
const shiftLeft = (value: Code, bits: number): Code => [...value, ...constant(bits), ...simd('shl')];
const rotate = (value: Code, bits: number) => or(shiftRight(value, bits), shiftLeft(value, 32 - bits));

/** Position in the schedule, in bytes; then the eight working variables of SHA-256, a to h. */
const AT = 0;
const WORKING = [1, 2, 3, 4, 5, 6, 7, 8] as const;
/** So many rounds rename all working variables, so that none is moved. */
const ROUNDS_PER_STEP = WORKING.length;

/** Repeats the code, which moves `AT` by `step` each time, while `AT` is less than `end`. */
function repeat(code: Code, step: number, end: number): Code {
  const advance = [...get(AT), ...constant(step), I32_ADD, LOCAL_TEE, AT];
  return [LOOP, NO_RESULT, ...code, ...advance, ...constant(end), I32_LESS, BRANCH_IF, 0, END];
}

function extendCode(): Code {
  const word = (ahead: number) => load(get(AT), SCHEDULE + VECTOR * ahead);
  const s0 = xor(rotate(word(1), 7), rotate(word(1), 18), shiftRight(word(1), 3));
  const s1 = xor(rotate(word(14), 17), rotate(word(14), 19), shiftRight(word(14), 10));
  const next = add(word(0), s0, word(9), s1);
  const last = VECTOR * (ROUNDS - MESSAGE_WORDS);
  return repeat(store(get(AT), SCHEDULE + VECTOR * MESSAGE_WORDS, next), VECTOR, last);
}

function roundsCode(): Code {
  const code: number[] = [];
  let names: readonly number[] = WORKING;
  for (let round = 0; round < ROUNDS_PER_STEP; round++) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = names;
    const s1 = xor(rotate(get(e), 6), rotate(get(e), 11), rotate(get(e), 25));
    const chosen = select(get(f), get(g), get(e));
    const word = load(get(AT), SCHEDULE + VECTOR * round);
    code.push(...set(h, add(get(h), s1, chosen, word, load(get(AT), CONSTANTS + VECTOR * round))));
    code.push(...set(d, add(get(d), get(h))));
    const s0 = xor(rotate(get(a), 2), rotate(get(a), 13), rotate(get(a), 22));
    const majority = select(get(c), get(a), xor(get(a), get(b)));
    code.push(...set(h, add(get(h), s0, majority)));
    names = [h, a, b, c, d, e, f, g];
  }
  return repeat(code, VECTOR * ROUNDS_PER_STEP, VECTOR * ROUNDS);
}

function compressCode(): Code {
  const start = constant(0);
  const stateAt = (i: number) => STATE + VECTOR * i;
  return [
    ...extendCode(),
    ...WORKING.flatMap((local, i) => set(local, load(start, stateAt(i)))),
    ...set(AT, start),
    ...roundsCode(),
    ...WORKING.flatMap((local, i) => store(start, stateAt(i), add(load(start, stateAt(i)), get(local)))),
    END,
  ];
}

function moduleBytes(): Uint8Array {
  const section = (id: number, content: Code) => [id, ...leb(content.length), ...content];
  const named = (name: string) => [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
  const body = [2, 1, TYPE_I32, WORKING.length, TYPE_VECTOR, ...compressCode()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, TYPE_FUNCTION, 0, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...named('compress'), FUNCTION, 0, ...named('memory'), MEMORY, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}
