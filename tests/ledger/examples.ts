import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { createLedgerWriter, type Ledger, type LedgerHeader } from '#ledger';

export const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export const HEADER: LedgerHeader = {
  scenarioHash: 'c0ffee',
  scenarioName: 'Zürich, 東京',
  seed: '42',
  replication: 3,
  engineVersion: '0.1.0',
};

/** timeMs, kind, aux, case, a, b, c, d */
export type Act = readonly [number, number, number, number, number, number, number, number];

/** Acts whose bytes all differ from their neighbours'. */
export function someActs(count: number): Act[] {
  return Array.from({ length: count }, (_, i) => [
    1_000_003 * i + 2 ** 40,
    i % 15,
    0xa0 + i,
    70_000 + i,
    0x1234 + i,
    0xfffe - i,
    0x89abcdef - i,
    0xfffffff0 + (i % 16),
  ]);
}

export interface Written {
  readonly bytes: Uint8Array;
  readonly pieces: readonly Uint8Array[];
  readonly root: Uint8Array;
  readonly entryCount: number;
  readonly blockCount: number;
}

export function writeLedger(acts: readonly Act[], blockEntries?: number): Written {
  const pieces: Uint8Array[] = [];
  const writer = createLedgerWriter({
    header: HEADER,
    digest,
    write: (bytes) => pieces.push(new Uint8Array(bytes)),
    ...(blockEntries === undefined ? {} : { blockEntries }),
  });
  for (const act of acts) writer.act(...act);
  return { ...writer.seal(), bytes: concat(pieces), pieces };
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

export function readActs(ledger: Ledger): Act[] {
  const acts: Act[] = [];
  ledger.forEach(({ a, aux, b, c, caseNumber, d, index, kind, timeMs }) => {
    if (index !== acts.length) throw new Error(`entry ${index} comes as number ${acts.length}`);
    acts.push([timeMs, kind, aux, caseNumber, a, b, c, d]);
  });
  return acts;
}

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
export const anyAct: fc.Arbitrary<Act> = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1)),
  u8,
  u8,
  u32,
  u16,
  u16,
  u32,
  u32,
);

/** The parts of a ledger, found from its counts alone, independently of the code's layout. */
export interface Part {
  readonly name: 'magic' | 'version' | 'length' | 'text' | 'block' | 'hash' | 'trailer';
  readonly from: number;
  readonly to: number;
  /** Number of the leaf; 0 is the header. */
  readonly leaf: number;
  readonly entries: number;
}

export function partsOf(bytes: Uint8Array, entryCount: number, blockEntries: number): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const add = (name: Part['name'], length: number, leaf: number, entries = 0) => {
    parts.push({ name, from, to: from + length, leaf, entries });
    from += length;
  };
  add('magic', 8, 0);
  add('version', 4, 0);
  add('length', 8, 0);
  add('text', Buffer.from(bytes).readUInt32LE(12), 0);
  add('hash', 32, 0);
  for (let leaf = 1, left = entryCount; left > 0; leaf++, left -= blockEntries) {
    const entries = Math.min(left, blockEntries);
    add('block', 16 + 24 * entries, leaf, entries);
    add('hash', 32, leaf);
  }
  add('trailer', 84, 0);
  if (from !== bytes.length) throw new Error(`the parts end at ${from}, the file at ${bytes.length}`);
  return parts;
}

/** Files of several shapes: a short last block, a full one, one entry per block, no block, one nearly empty block. */
export const SHAPES: readonly (readonly [entryCount: number, blockEntries: number])[] = [
  [11, 4],
  [8, 4],
  [3, 1],
  [0, 4],
  [3, 2048],
];
