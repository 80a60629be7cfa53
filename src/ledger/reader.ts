import { assert, type Digest, failure, type Result, success } from '#base';
import type { EntryIndex } from '#domain';
import { assertReadsAsWritten } from './consistency.ts';
import type { LedgerDamage } from './damage.ts';
import { type EntryVisitor, ReadEntry, readEntry } from './entry.ts';
import { EntryCheck } from './entry-check.ts';
import { type LimitsOf, NO_LIMITS } from './entry-limits.ts';
import { decodeTrailer, scanHeader } from './header.ts';
import {
  BLOCK_HEADER_WORDS,
  BLOCK_TAG,
  BlockFrame,
  blockBytes,
  ENTRY_WORDS,
  HASH_BYTES,
  TRAILER_BYTES,
} from './layout.ts';
import { MerkleTree, sameBytes } from './merkle.ts';
import type { Ledger, OpenedLedger } from './opened-ledger.ts';
import { type LedgerScan, scanLedger } from './scan.ts';
import { type ByteSource, byteSource, readBytes, readInto } from './source.ts';

/**
 * Verifies a ledger. Any byte that differs from what was written is a failure that gives its place, and so is the first entry beyond the
 * limits, which the maker of the file can have sealed.
 */
export function openLedger(
  source: Uint8Array | ByteSource,
  digest: Digest,
  limitsOf: LimitsOf = NO_LIMITS,
): Result<OpenedLedger, LedgerDamage> {
  const prefix = openLedgerPrefix(source, digest, limitsOf);
  if (!prefix.ok) return prefix;
  const { damage } = prefix.value;
  return damage === null ? prefix : failure(damage);
}

/**
 * Opens the readable part of a damaged or torn file: the whole blocks before the first damage. Each matches its own
 * hash, but no root covers them. Fails if the header cannot be read.
 */
export function openLedgerPrefix(
  source: Uint8Array | ByteSource,
  digest: Digest,
  limitsOf: LimitsOf = NO_LIMITS,
): Result<OpenedLedger, LedgerDamage> {
  assertReadsAsWritten(digest, READERS);
  const bytes = byteSource(source);
  const scan = scanLedger(bytes, digest, limitsOf);
  if (!scan.ok) return scan;
  const { header, root, entryCount, blockCount, blockEntries, blockLeaves, damage } = scan.value;
  const forEach = (visit: EntryVisitor) =>
    assert(visitEntries(bytes, digest, scan.value, visit), 'the ledger has changed since it was opened');
  const forEachBetween = (first: number, last: number, visit: EntryVisitor) => {
    const end = Math.floor(Math.min(last, entryCount - 1) / blockEntries);
    const begin = Math.floor(first / blockEntries);
    const blocks = Array.from({ length: Math.max(0, end + 1 - begin) }, (_, i) => begin + i);
    visitBlocks(bytes, scan.value, blocks, (frame, count, block) =>
      visitBlock(frame.words, count, block * blockEntries, (entry) => {
        if (entry.index >= first && entry.index <= last) visit(entry);
      }),
    );
  };
  const forEachInBlocks = (blocks: Iterable<number>, visit: EntryVisitor) =>
    visitBlocks(bytes, scan.value, blocks, (frame, count, block) => {
      const leaf = digest(frame.leafInput(count));
      const known = blockLeaves.subarray(block * HASH_BYTES, (block + 1) * HASH_BYTES);
      assert(sameBytes(leaf, known), 'the ledger has changed since it was opened');
      visitBlock(frame.words, count, block * blockEntries, visit);
    });
  const read = { header, root, entryCount, blockCount, blockEntries, damage };
  return success({ ...read, forEach, forEachBetween, forEachInBlocks });
}

/** Thrown if a byte of a sealed ledger has changed, or an entry cannot be. `openLedgerPrefix` says which. */
export class SealBroken extends Error {
  constructor() {
    super('the ledger does not match its seal');
  }
}

/**
 * Opens a ledger after reading only its header and trailer; null if these do not agree with each other or with the
 * length of the file. For callers that read every entry anyway, so that the file is read once: `forEach` verifies
 * what it reads, and throws `SealBroken` in place of a block that does not match its hash, or at the end if the root
 * differs. `forEachInBlocks` checks only that each block matches its stored hash, not that the root covers it. Both throw before they visit
 * a block with an entry beyond the limits; `forEachInBlocks` does not know how many of the entries before a block open cases.
 */
export function openSealedLedger(
  source: Uint8Array | ByteSource,
  digest: Digest,
  limitsOf: LimitsOf = NO_LIMITS,
): Ledger | null {
  assertReadsAsWritten(digest, READERS);
  const bytes = byteSource(source);
  const scanned = scanHeader(bytes, digest);
  if (!scanned.ok || !scanned.value.matchesHash) return null;
  const { blockEntries, end, header, leaf } = scanned.value;
  if (bytes.size < end + TRAILER_BYTES) return null;
  const seal = decodeTrailer(readBytes(bytes, bytes.size - TRAILER_BYTES, TRAILER_BYTES), digest);
  if (seal === null) return null;
  const { blockCount, entryCount, root } = seal;
  const extent = { blockEntries, entryCount, firstBlockOffset: end, headerLeaf: leaf, root };
  if (blockCount !== Math.ceil(entryCount / blockEntries)) return null;
  if (bytes.size !== blockOffset(extent, entryCount) + TRAILER_BYTES) return null;
  return {
    header,
    root,
    entryCount,
    blockCount,
    blockEntries,
    forEach(visit) {
      const entries = EntryCheck.of(header, limitsOf);
      const check: BlockCheck = (frame, count, number, leaf) =>
        isAsWritten(frame, count, number, leaf) && isPossible(entries, frame, count);
      if (!visitEntries(bytes, digest, extent, visit, check)) throw new SealBroken();
    },
    forEachInBlocks(blocks, visit) {
      const entries = EntryCheck.of(header, limitsOf);
      visitBlocks(bytes, extent, blocks, (frame, count, block) => {
        const leaf = digest(frame.leafInput(count));
        entries?.startAnywhere(block * blockEntries);
        if (!isAsWritten(frame, count, block + 1, leaf) || !isPossible(entries, frame, count))
          throw new SealBroken();
        visitBlock(frame.words, count, block * blockEntries, visit);
      });
    },
  };
}

const READERS = { openLedger, openLedgerPrefix, openSealedLedger };

/** Whether a block, by its number from 1 and its leaf hash, may be visited. */
type BlockCheck = (frame: BlockFrame, count: number, number: number, leaf: Uint8Array) => boolean;

interface Extent
  extends Pick<LedgerScan, 'blockEntries' | 'entryCount' | 'firstBlockOffset' | 'headerLeaf' | 'root'> {
  /** How many entries can be read: more than `index`, or all. Left out where all can be. */
  readonly reach?: (index: EntryIndex) => number;
}

/** Tells the reader of a ledger that is still being written how far it is. */
export interface GrowingLedger {
  /** The bytes so far. */
  readonly source: ByteSource;
  /**
   * Waits until entries follow those before `index`, all of them in full blocks, or until the ledger is sealed. Returns how many
   * entries there are by then, or null if the ledger is sealed.
   */
  entriesBeyond(index: EntryIndex): number | null;
}

/**
 * Follows a ledger while it is written, and verifies it like `openSealedLedger`: `forEach` waits for blocks, and returns after the seal.
 * The header must have been written. Root and counts are known once `forEach` has returned.
 */
export function followLedger({ entriesBeyond, source }: GrowingLedger, digest: Digest): Ledger {
  const scanned = scanHeader(source, digest);
  if (!scanned.ok || !scanned.value.matchesHash) throw new SealBroken();
  const { blockEntries, end, header, leaf } = scanned.value;
  let opened: Ledger | null = null;
  const sealed = (): Ledger => {
    opened ??= openSealedLedger(source, digest);
    if (opened === null) throw new SealBroken();
    return opened;
  };
  const followed: Ledger & Extent = {
    header,
    blockEntries,
    firstBlockOffset: end,
    headerLeaf: leaf,
    get entryCount() {
      return sealed().entryCount;
    },
    get blockCount() {
      return sealed().blockCount;
    },
    get root() {
      return sealed().root;
    },
    reach: (index) => entriesBeyond(index) ?? sealed().entryCount,
    forEach(visit) {
      if (!visitEntries(source, digest, followed, visit, isAsWritten)) throw new SealBroken();
    },
    forEachInBlocks: (blocks, visit) => sealed().forEachInBlocks(blocks, visit),
  };
  return followed;
}

/** Offset of the end of the blocks with that number of entries: every block but the last is full. */
function blockOffset({ blockEntries, firstBlockOffset }: Extent, entries: number): number {
  const whole = Math.floor(entries / blockEntries);
  const rest = entries % blockEntries;
  return firstBlockOffset + whole * blockBytes(blockEntries) + (rest === 0 ? 0 : blockBytes(rest));
}

/**
 * False if a block fails `check`, whose entries are then not visited, or if the root differs from the one of the
 * extent.
 */
function visitEntries(
  source: ByteSource,
  digest: Digest,
  extent: Extent,
  visit: EntryVisitor,
  check: BlockCheck = () => true,
): boolean {
  const { blockEntries, firstBlockOffset, headerLeaf, reach = () => extent.entryCount } = extent;
  const frame = new BlockFrame(blockEntries);
  const tree = new MerkleTree(digest);
  tree.append(headerLeaf);
  let offset = firstBlockOffset;
  for (let index = 0; ; index += blockEntries) {
    const entryCount = reach(index);
    if (index >= entryCount) break;
    const count = Math.min(blockEntries, entryCount - index);
    readInto(source, offset, frame.bytes.subarray(0, blockBytes(count)));
    const leaf = digest(frame.leafInput(count));
    if (!check(frame, count, index / blockEntries + 1, leaf)) return false;
    tree.append(leaf);
    visitBlock(frame.words, count, index, visit);
    offset += blockBytes(count);
  }
  assert(tree.leafCount === Math.ceil(extent.entryCount / blockEntries) + 1, 'every block is a leaf');
  return sameBytes(tree.root(), extent.root);
}

/** Reads the given blocks, counted from 0, and passes each on with its number of entries. */
function visitBlocks(
  source: ByteSource,
  extent: Extent,
  blocks: Iterable<number>,
  take: (frame: BlockFrame, count: number, block: number) => void,
): void {
  const { blockEntries, entryCount } = extent;
  const frame = new BlockFrame(blockEntries);
  for (const block of blocks) {
    const first = block * blockEntries;
    const count = Math.min(blockEntries, entryCount - first);
    assert(count > 0, `the ledger has no block ${block}`);
    readInto(source, blockOffset(extent, first), frame.bytes.subarray(0, blockBytes(count)));
    take(frame, count, block);
  }
}

/** Whether the block has the expected header and matches its stored hash. */
function isAsWritten(frame: BlockFrame, count: number, number: number, leaf: Uint8Array): boolean {
  const [tag, blockNumber, entries, complement] = frame.words;
  const hasHeader =
    tag === BLOCK_TAG && blockNumber === number && entries === count && complement === ~count >>> 0;
  return hasHeader && sameBytes(leaf, frame.hash(count));
}

function isPossible(entries: EntryCheck | null, frame: BlockFrame, count: number): boolean {
  return entries === null || entries.firstImpossible(frame.words, count) === -1;
}

function visitBlock(words: Uint32Array, count: number, firstIndex: number, visit: EntryVisitor): void {
  const entry = new ReadEntry();
  for (let i = 0, at = BLOCK_HEADER_WORDS; i < count; i++, at += ENTRY_WORDS) {
    readEntry(words, at, entry);
    entry.index = firstIndex + i;
    visit(entry);
  }
}
