import { assert, type Digest, failure, type Result, success } from '#base';
import { type LedgerDamage, ledgerDamage } from './damage.ts';
import { EntryCheck } from './entry-check.ts';
import type { LimitsOf } from './entry-limits.ts';
import { beginsAs, decodeTrailer, type HeaderScan, type LedgerHeader, scanHeader } from './header.ts';
import {
  BLOCK_HEADER_BYTES,
  BLOCK_TAG,
  BlockFrame,
  blockBytes,
  ENTRY_BYTES,
  HASH_BYTES,
  TRAILER_BYTES,
  TRAILER_MAGIC,
} from './layout.ts';
import { MerkleTree, sameBytes } from './merkle.ts';
import { type ByteSource, readBytes, readInto } from './source.ts';

/**
 * Result of reading a file from end to end. Counts and root are those of the readable part: the whole file, or what
 * precedes the damage.
 */
export interface LedgerScan {
  readonly header: LedgerHeader;
  readonly blockEntries: number;
  readonly headerLeaf: Uint8Array;
  readonly firstBlockOffset: number;
  /** Leaf hashes of the readable blocks, 32 bytes each, perhaps followed by others. */
  readonly blockLeaves: Uint8Array;
  readonly entryCount: number;
  readonly blockCount: number;
  readonly root: Uint8Array;
  readonly damage: LedgerDamage | null;
}

/** Reads the whole file once, a block at a time. Fails if the header cannot be read. */
export function scanLedger(
  source: ByteSource,
  digest: Digest,
  limitsOf: LimitsOf,
): Result<LedgerScan, LedgerDamage> {
  const header = scanHeader(source, digest);
  if (!header.ok) return header;
  const check = EntryCheck.of(header.value.header, limitsOf);
  const scan = new BlockScanner(source, digest, header.value, check).scan();
  return scan.damage?.code === 'header-damaged' ? failure(scan.damage) : success(scan);
}

/** A part that does not match its stored hash. The root decides whether the part or the hash is wrong. */
interface Mismatch {
  readonly damage: LedgerDamage;
  /** Offset of the stored hash. */
  readonly hashOffset: number;
  /** Counts and root of the parts before it. */
  readonly before: Pick<LedgerScan, 'entryCount' | 'blockCount' | 'root'>;
}

const LEAVES_AT_FIRST = 64;

class BlockScanner {
  private readonly source: ByteSource;
  private readonly digest: Digest;
  private readonly header: HeaderScan;
  private readonly check: EntryCheck | null;
  private readonly tree: MerkleTree;
  private readonly frame: BlockFrame;
  /** Offset of the next part. */
  private offset: number;
  private entryCount = 0;
  private blockCount = 0;
  private blockLeaves = new Uint8Array(LEAVES_AT_FIRST * HASH_BYTES);
  private lastIsShort = false;
  private mismatch: Mismatch | null = null;

  constructor(source: ByteSource, digest: Digest, header: HeaderScan, check: EntryCheck | null) {
    this.source = source;
    this.check = check;
    this.digest = digest;
    this.header = header;
    this.offset = header.end;
    this.frame = new BlockFrame(header.blockEntries);
    this.tree = new MerkleTree(digest);
    if (!header.matchesHash) {
      const hashOffset = header.end - HASH_BYTES;
      this.noteMismatch(
        this.damage('header-damaged', 0, `the header (bytes 0 to ${hashOffset - 1}) does not match its hash`),
        hashOffset,
      );
    }
    this.tree.append(header.leaf);
  }

  scan(): LedgerScan {
    for (;;) {
      const remaining = this.source.size - this.offset;
      const filled = readInto(this.source, this.offset, this.frame.bytes);
      const filledBytes = this.frame.bytes.subarray(0, filled);
      if (filled >= TRAILER_MAGIC.length && beginsAs(filledBytes, TRAILER_MAGIC)) return this.scanTrailer();
      const count = this.frame.words[2] ?? 0;
      if (filled < BLOCK_HEADER_BYTES) {
        if (this.couldBeTorn(filledBytes)) return this.end(this.torn());
        return this.end(this.blockDamage('is neither a block nor the trailer'));
      }
      if (this.frame.words[0] !== BLOCK_TAG || this.frame.words[3] !== ~count >>> 0) {
        // If the first byte of the trailer is damaged, it must not pass for a block. Only the trailer has this
        // length.
        if (remaining === TRAILER_BYTES) return this.scanTrailer();
        return this.end(this.blockDamage('has a damaged header'));
      }
      const number = this.frame.words[1] ?? 0;
      if (number !== this.blockCount + 1) return this.end(this.blockDamage(`is numbered ${number}`));
      if (this.lastIsShort) return this.end(this.blockDamage('follows a block that is not full'));
      if (count === 0 || count > this.header.blockEntries) {
        return this.end(this.blockDamage(`has an impossible number of entries: ${count}`));
      }
      if (filled < blockBytes(count)) return this.end(this.torn());
      const leaf = this.leafOf(count);
      const impossible = this.check?.firstImpossible(this.frame.words, count) ?? -1;
      if (impossible !== -1) return this.end(this.entryDamage(impossible));
      this.takeBlock(leaf, count);
    }
  }

  /** Leaf hash of the next block. Notes if it is not the one that is stored. */
  private leafOf(count: number): Uint8Array {
    const leaf = this.digest(this.frame.leafInput(count));
    if (!sameBytes(leaf, this.frame.hash(count))) {
      const hashOffset = this.offset + blockBytes(count) - HASH_BYTES;
      this.noteMismatch(this.blockDamage('does not match its hash', count), hashOffset);
    }
    return leaf;
  }

  private takeBlock(leaf: Uint8Array, count: number): void {
    this.tree.append(leaf);
    this.keepLeaf(leaf);
    this.blockCount++;
    this.entryCount += count;
    this.offset += blockBytes(count);
    this.lastIsShort = count < this.header.blockEntries;
  }

  private keepLeaf(leaf: Uint8Array): void {
    const at = this.blockCount * HASH_BYTES;
    if (at === this.blockLeaves.length) {
      const leaves = new Uint8Array(2 * at);
      leaves.set(this.blockLeaves);
      this.blockLeaves = leaves;
    }
    this.blockLeaves.set(leaf, at);
  }

  private scanTrailer(): LedgerScan {
    const bytes = readBytes(this.source, this.offset, TRAILER_BYTES);
    if (bytes.length < TRAILER_BYTES) return this.end(this.torn());
    const seal = decodeTrailer(bytes, this.digest);
    if (seal === null) {
      return this.end(this.damage('trailer-damaged', this.offset, 'the trailer does not match its own hash'));
    }
    const { blockEntries, end: firstOffset } = this.header;
    const partly = this.lastIsShort ? blockEntries - (this.entryCount % blockEntries) : 0;
    assert(
      this.entryCount === this.blockCount * blockEntries - partly &&
        this.offset === firstOffset + this.blockCount * blockBytes(0) + this.entryCount * ENTRY_BYTES,
      'the blocks before the trailer are as long as their entries',
    );
    const hasRoot = sameBytes(seal.root, this.tree.root());
    const isSealed = hasRoot && seal.entryCount === this.entryCount && seal.blockCount === this.blockCount;
    if (this.mismatch !== null) return isSealed ? this.endWithWrongHash(this.mismatch) : this.end(null);
    if (!isSealed) {
      const counts = `${seal.entryCount} entries in ${seal.blockCount} blocks`;
      const found = `the file holds ${this.entryCount} in ${this.blockCount}`;
      const message = `the trailer seals ${counts}${hasRoot ? '' : ' under another root'} (${found})`;
      return this.end(this.damage('seal-mismatch', this.offset, message));
    }
    const end = this.offset + TRAILER_BYTES;
    const extra = this.source.size - end;
    if (extra === 0) return this.end(null);
    return this.end(
      this.damage('trailing-bytes', end, `${extra} bytes follow the trailer, from byte ${end} on`),
    );
  }

  private noteMismatch(damage: LedgerDamage, hashOffset: number): void {
    this.mismatch ??= { damage, hashOffset, before: this.readSoFar() };
  }

  private readSoFar(): Mismatch['before'] {
    return { entryCount: this.entryCount, blockCount: this.blockCount, root: this.tree.root() };
  }

  /** Ends the scan. A mismatch found earlier in the file is reported in place of later damage. */
  private end(damage: LedgerDamage | null): LedgerScan {
    if (this.mismatch === null) return this.result(this.readSoFar(), damage);
    return this.result(this.mismatch.before, this.mismatch.damage);
  }

  /** The root over the contents is the sealed one, so all leaves are right and the stored hash is wrong. */
  private endWithWrongHash({ damage, hashOffset }: Mismatch): LedgerScan {
    const whose = damage.block === null ? 'the header' : `block ${damage.block}`;
    const message = `the stored hash of ${whose} (byte ${hashOffset}) is damaged; the entries match the root`;
    return this.result(this.readSoFar(), {
      ...this.damage('hash-damaged', hashOffset, message),
      block: damage.block,
    });
  }

  private result(read: Mismatch['before'], damage: LedgerDamage | null): LedgerScan {
    const { header, blockEntries, leaf, end } = this.header;
    const { blockLeaves } = this;
    return { header, blockEntries, headerLeaf: leaf, firstBlockOffset: end, blockLeaves, ...read, damage };
  }

  private damage(code: LedgerDamage['code'], offset: number, message: string): LedgerDamage {
    const entriesReadable = this.entryCount;
    return ledgerDamage({ code, offset, block: null, entries: null, entriesReadable, message });
  }

  private torn(): LedgerDamage {
    const where =
      this.offset === this.source.size
        ? 'before its trailer'
        : `inside the part that starts at byte ${this.offset}`;
    const read = `${this.entryCount} entries in ${this.blockCount} whole blocks can be read`;
    return this.damage(
      'truncated',
      this.source.size,
      `the file ends at byte ${this.source.size}, ${where}; ${read}`,
    );
  }

  /**
   * Describes damage to the next block. If its header is damaged, too, its number of entries is estimated from the
   * rest of the file.
   */
  private blockDamage(what: string, count = this.roomForEntries()): LedgerDamage {
    const block = this.blockCount + 1;
    const first = this.entryCount;
    const last = first + count - 1;
    const message = `block ${block} (from byte ${this.offset}, entries ${first} to ${last}) ${what}`;
    return { ...this.damage('block-damaged', this.offset, message), block, entries: { first, last } };
  }

  private entryDamage(place: number): LedgerDamage {
    const entry = this.entryCount + place;
    const offset = this.offset + BLOCK_HEADER_BYTES + ENTRY_BYTES * place;
    const message = `entry ${entry} ${this.check?.problemOf(this.frame.words, place)}`;
    const block = this.blockCount + 1;
    return {
      ...this.damage('entry-impossible', offset, message),
      block,
      entries: { first: entry, last: entry },
    };
  }

  private roomForEntries(): number {
    const room = Math.floor((this.source.size - this.offset - TRAILER_BYTES - blockBytes(0)) / ENTRY_BYTES);
    return Math.max(1, Math.min(this.header.blockEntries, room));
  }

  /** Whether these last bytes can be the start of the next block or of the trailer. */
  private couldBeTorn(rest: Uint8Array): boolean {
    const block = new Uint8Array(Uint32Array.of(BLOCK_TAG, this.blockCount + 1).buffer);
    return beginsAs(rest, TRAILER_MAGIC) || beginsAs(rest, block);
  }
}
