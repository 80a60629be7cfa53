import {
  bytesOfHex,
  type Digest,
  definite,
  type Form,
  HASH_WORDS,
  hexOf,
  joinBytes,
  list,
  record,
  text,
  textLike,
  tuple,
} from '#base';
import type { Hashes } from '#exports';
import { contextLeaf, indexStart, type LogContext, ledgerNumber, openIndex } from '#exports';
import { byteSource, ENTRY_WORDS, type Ledger, leafHash, type RootOver, writeEntry } from '#ledger';
import { leafOfEntry, openLog, type WrittenLog } from './ledger-log.ts';
import { rootsFromTiles, TILE_WIDTH, tilePath } from './tiles.ts';
import { bytesOfHashes, hashEntries, hashOfBytes } from './tree-hashes.ts';

/**
 * The part of a log that cannot be computed from a few blocks of its ledger: all tiles except those of entries and the full ones of level
 * 0. It saves hashing every entry to prove some. The body of the file (`sealed-index.ts`) is one tile after the other.
 */
const MAGIC = 'meridian log index 1\n';

/** The source of a log, and the program that made it. */
export interface LogIndexOf {
  /** Root of the ledger, hexadecimal. */
  readonly ledger: string;
  readonly context: LogContext;
  /** The program that made it, and whatever else took part. */
  readonly madeBy: string;
}

interface Head extends LogIndexOf {
  readonly size: number;
  readonly root: string;
  /** Paths of the tiles, with their lengths in bytes. */
  readonly tiles: readonly (readonly [path: string, bytes: number])[];
}

const COUNT = ledgerNumber();
const HEAD: Form<Head> = record({
  ledger: text,
  context: list(text),
  madeBy: text,
  size: COUNT,
  root: textLike(/^[0-9a-f]{64}$/, 'a hash'),
  tiles: list(tuple(text, COUNT)),
});

/** A log from which proofs can be computed. */
export interface IndexedLog extends WrittenLog {
  readonly rootOver: RootOver;
}

/** Computes the log of a ledger, and returns its index. */
export function makeLogIndex(ledger: Ledger, of: LogIndexOf, digest: Digest): Uint8Array {
  const tiles: [string, Uint8Array][] = [];
  const write = (path: string, bytes: Uint8Array) => tiles.push([path, bytes]);
  const log = openLog(of.context, digest, write, false);
  ledger.forEach(log.visit);
  const { root, size } = log.finish();
  const lengths = tiles.map(([path, bytes]) => [path, bytes.length] as const);
  const head: Head = { ...of, size, root: hexOf(root), tiles: lengths };
  const content = joinBytes([indexStart(MAGIC, head), ...tiles.map(([, bytes]) => bytes)]);
  return joinBytes([content, digest(content)]);
}

/** The log of an index; null if the index is not intact, or was built from something else. */
export function openLogIndex(
  bytes: Uint8Array,
  ledger: Ledger,
  { context, ledger: ledgerRoot, madeBy }: LogIndexOf,
  hashes: Pick<Hashes, 'sha256' | 'openSha256'>,
): IndexedLog | null {
  const { sha256: digest } = hashes;
  const opened = openIndex(byteSource(bytes), { magic: MAGIC, form: HEAD }, hashes);
  if (opened === null) return null;
  const { head } = opened;
  if (head.ledger !== ledgerRoot || head.madeBy !== madeBy) return null;
  if (JSON.stringify(head.context) !== JSON.stringify(context)) return null;
  const tiles = new Map<string, Uint8Array>();
  let at = opened.from;
  for (const [path, length] of head.tiles) {
    tiles.set(path, bytes.subarray(at, at + length));
    at += length;
  }
  const read = (path: string) => tiles.get(path) ?? tileOfLeaves(path, ledger, context, digest);
  const root = definite(bytesOfHex(head.root), 'the root of a log in hexadecimal digits');
  return { size: head.size, root, context, rootOver: rootsFromTiles(digest, read, head.size) };
}

/** A full tile of level 0, from the blocks of the ledger that hold its entries. */
function tileOfLeaves(path: string, ledger: Ledger, context: LogContext, digest: Digest): Uint8Array | null {
  const number = Number(path.slice('tile/0/'.length).replaceAll(/[x/]/g, ''));
  if (path !== tilePath(0, number)) return null;
  const hashes = new Int32Array(TILE_WIDTH * HASH_WORDS);
  const words = new Int32Array(TILE_WIDTH * ENTRY_WORDS);
  let count = 0;
  if (number === 0) {
    hashOfBytes(leafHash(digest, contextLeaf(context)), hashes, 0);
    count++;
  }
  const from = number * TILE_WIDTH - leafOfEntry(0);
  const first = Math.max(0, from);
  const last = from + TILE_WIDTH - 1;
  const blocks: number[] = [];
  for (let block = Math.floor(first / ledger.blockEntries); block * ledger.blockEntries <= last; block++)
    blocks.push(block);
  ledger.forEachInBlocks(blocks, (entry) => {
    if (entry.index < first || entry.index > last) return;
    writeEntry(words, (entry.index - first) * ENTRY_WORDS, entry);
    count++;
  });
  hashEntries(words, last - first + 1, hashes, (first - from) * HASH_WORDS);
  return count === TILE_WIDTH ? bytesOfHashes(hashes, 0, TILE_WIDTH) : null;
}
