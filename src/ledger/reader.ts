import { assert, type Digest, failure, type Result, success } from '#base';
import type { LedgerDamage } from './damage.ts';
import type { LedgerHeader } from './header.ts';
import { BLOCK_HEADER_WORDS, BlockFrame, blockBytes, ENTRY_WORDS } from './layout.ts';
import { MerkleTree, sameBytes } from './merkle.ts';
import { type LedgerScan, scanLedger } from './scan.ts';
import { type ByteSource, byteSource, readInto } from './source.ts';
import type { LedgerSeal } from './trailer.ts';

/** Sees one entry: an act as it was told to the writer, and its place in the ledger, counted from 0. */
export type EntryVisitor = (
  timeMs: number,
  kind: number,
  aux: number,
  caseNumber: number,
  a: number,
  b: number,
  c: number,
  d: number,
  index: number,
) => void;

/**
 * A ledger that has been verified from end to end. It holds no entries: they are read again when asked for.
 */
export interface Ledger extends LedgerSeal {
  readonly header: LedgerHeader;
  /**
   * Calls `visit` for every entry in order, with the memory of one block and no object per entry. The blocks
   * are hashed again: a file that has changed since it was opened stops the program, though entries have been
   * seen.
   */
  forEach(visit: EntryVisitor): void;
}

/** What can be read of a file; its root is over the header and the blocks that can be read. */
export interface LedgerPrefix extends Ledger {
  /** Null when the ledger is whole. */
  readonly damage: LedgerDamage | null;
}

/** A ledger whose bytes are at hand, for random access. */
export interface OpenedLedger extends LedgerPrefix {
  /**
   * Calls `visit` for the entries from `first` to `last`, both counted from 0 and included, as far as there are any. Only their blocks
   * are read, and they are not hashed again: for a host that holds the bytes and knows that nobody has changed them since.
   */
  forEachBetween(first: number, last: number, visit: EntryVisitor): void;
}

/** Verifies a ledger. Any byte that is not as it was written is a failure that says where it is. */
export function openLedger(
  source: Uint8Array | ByteSource,
  digest: Digest,
): Result<OpenedLedger, LedgerDamage> {
  const prefix = openLedgerPrefix(source, digest);
  if (!prefix.ok) return prefix;
  const { damage } = prefix.value;
  return damage === null ? prefix : failure(damage);
}

/**
 * Opens what can be read of a damaged or torn file: the whole blocks before the first damage, each of which
 * matches its own hash, though no root vouches for them. Fails when the header cannot be read.
 */
export function openLedgerPrefix(
  source: Uint8Array | ByteSource,
  digest: Digest,
): Result<OpenedLedger, LedgerDamage> {
  const bytes = byteSource(source);
  const scan = scanLedger(bytes, digest);
  if (!scan.ok) return scan;
  const { header, root, entryCount, blockCount, damage } = scan.value;
  const forEach = (visit: EntryVisitor) => visitEntries(bytes, digest, scan.value, visit);
  const forEachBetween = (first: number, last: number, visit: EntryVisitor) =>
    visitBetween(bytes, scan.value, first, last, visit);
  return success({ header, root, entryCount, blockCount, damage, forEach, forEachBetween });
}

function visitEntries(source: ByteSource, digest: Digest, scan: LedgerScan, visit: EntryVisitor): void {
  const frame = new BlockFrame(scan.blockEntries);
  const tree = new MerkleTree(digest);
  tree.append(scan.headerLeaf);
  let offset = scan.firstBlockOffset;
  for (let index = 0; index < scan.entryCount; index += scan.blockEntries) {
    const count = Math.min(scan.blockEntries, scan.entryCount - index);
    readInto(source, offset, frame.bytes.subarray(0, blockBytes(count)));
    tree.append(digest(frame.leafInput(count)));
    visitBlock(frame.words, count, index, visit);
    offset += blockBytes(count);
  }
  assert(sameBytes(tree.root(), scan.root), 'the ledger has changed since it was opened');
}

function visitBetween(
  source: ByteSource,
  { blockEntries, entryCount, firstBlockOffset }: LedgerScan,
  first: number,
  last: number,
  visit: EntryVisitor,
): void {
  const frame = new BlockFrame(blockEntries);
  const inside: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    if (index >= first && index <= last) visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
  };
  const end = Math.min(last, entryCount - 1);
  for (let index = Math.floor(first / blockEntries) * blockEntries; index <= end; index += blockEntries) {
    const count = Math.min(blockEntries, entryCount - index);
    // Every block but the last is full.
    const offset = firstBlockOffset + (index / blockEntries) * blockBytes(blockEntries);
    readInto(source, offset, frame.bytes.subarray(0, blockBytes(count)));
    visitBlock(frame.words, count, index, inside);
  }
}

function visitBlock(words: Uint32Array, count: number, firstIndex: number, visit: EntryVisitor): void {
  for (let i = 0, at = BLOCK_HEADER_WORDS; i < count; i++, at += ENTRY_WORDS) {
    // Inside the array by the count, which the hash covers.
    const w1 = words[at + 1] as number;
    const w3 = words[at + 3] as number;
    visit(
      (words[at] as number) + (w1 & 0xffff) * 4294967296,
      (w1 >>> 16) & 0xff,
      w1 >>> 24,
      words[at + 2] as number,
      w3 & 0xffff,
      w3 >>> 16,
      words[at + 4] as number,
      words[at + 5] as number,
      firstIndex + i,
    );
  }
}
