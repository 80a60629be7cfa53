import { assert, type Digest } from '#base';
import type { ActNumber, CaseNumber, Observer, RunMs } from '#domain';
import { encodeHeader, encodeTrailer, type LedgerHeader, type LedgerSeal } from './header.ts';
import { BLOCK_ENTRIES, BLOCK_HEADER_WORDS, BlockFrame, blockBytes, ENTRY_WORDS } from './layout.ts';
import { leafHash, MerkleTree } from './merkle.ts';

export interface LedgerWriterOptions {
  readonly header: LedgerHeader;
  /** SHA-256. */
  readonly digest: Digest;
  /**
   * Takes the next bytes of the file: first the header, then each block, last the trailer. The next block overwrites
   * the array: write or copy it before you return.
   */
  readonly write: (bytes: Uint8Array) => void;
  /** Entries of a full block, 1 to 65,536. Tests use small blocks. */
  readonly blockEntries?: number;
}

/** An observer that writes the acts of a run. */
export interface LedgerWriter extends Observer {
  /** Writes the last block and the trailer. No act can follow. */
  seal(): LedgerSeal;
}

export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  return new BlockWriter(options);
}

const TWO_TO_MINUS_32 = 1 / 4294967296;
/** Times have 48 bits: 8,900 years. */
const TIME_END_MS = 2 ** 48;

class BlockWriter implements LedgerWriter {
  private readonly frame: BlockFrame;
  /** `frame.words`, to save a load for each entry. */
  private readonly words: Uint32Array;
  private readonly end: number;
  private readonly blockEntries: number;
  /** Index in `words` of the next entry. */
  private at = BLOCK_HEADER_WORDS;
  private blockCount = 0;
  private entryCount = 0;
  private isSealed = false;
  private readonly tree: MerkleTree;
  private readonly digest: Digest;
  private readonly write: (bytes: Uint8Array) => void;

  constructor({ header, digest, write, blockEntries = BLOCK_ENTRIES }: LedgerWriterOptions) {
    this.digest = digest;
    this.write = write;
    this.frame = new BlockFrame(blockEntries);
    this.words = this.frame.words;
    this.end = this.words.length;
    this.blockEntries = blockEntries;
    this.tree = new MerkleTree(digest);

    const leaf = encodeHeader(header, blockEntries);
    const hash = leafHash(digest, leaf);
    this.tree.append(hash);
    const bytes = new Uint8Array(leaf.length + hash.length);
    bytes.set(leaf);
    bytes.set(hash, leaf.length);
    write(bytes);
  }

  /**
   * Stores one entry. Fields that share a word are checked, because too large a number would corrupt its neighbour.
   * Case, c and d have words of their own: −1 is stored as 2^32 − 1, larger numbers lose their high bits, and
   * fractions are cut off.
   */
  act(
    timeMs: RunMs,
    kind: ActNumber,
    aux: number,
    caseNumber: CaseNumber,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    if (this.at === this.end) this.closeBlock();
    if (!(timeMs >= 0 && timeMs < TIME_END_MS) || (((kind | aux) >>> 8) | ((a | b) >>> 16)) !== 0) {
      assert(false, `an act does not fit an entry: ${[timeMs, kind, aux, caseNumber, a, b, c, d].join(' ')}`);
    }
    const words = this.words;
    const at = this.at;
    words[at] = timeMs;
    words[at + 1] = (timeMs * TWO_TO_MINUS_32) | (kind << 16) | (aux << 24);
    words[at + 2] = caseNumber;
    words[at + 3] = a | (b << 16);
    words[at + 4] = c;
    words[at + 5] = d;
    this.at = at + ENTRY_WORDS;
  }

  seal(): LedgerSeal {
    assert(!this.isSealed, 'a ledger is sealed once');
    if (this.at > BLOCK_HEADER_WORDS) this.closeBlock();
    this.isSealed = true;
    // The next act, if one came, finds the block full and the ledger sealed.
    this.at = this.end;
    const { blockCount, entryCount } = this;
    const isWhole = blockCount === Math.ceil(entryCount / this.blockEntries);
    assert(isWhole && this.tree.leafCount === blockCount + 1, 'every block but the last is full, and a leaf');
    const seal = { root: this.tree.root(), entryCount, blockCount };
    this.write(encodeTrailer(seal, this.digest));
    return seal;
  }

  private closeBlock(): void {
    assert(!this.isSealed, 'no act can follow the seal');
    const count = (this.at - BLOCK_HEADER_WORDS) / ENTRY_WORDS;
    assert(
      Number.isInteger(count) && count > 0 && count <= this.blockEntries,
      `a block has ${count} entries`,
    );
    this.blockCount++;
    this.entryCount += count;
    this.words[1] = this.blockCount;
    this.words[2] = count;
    this.words[3] = ~count;
    const leaf = this.digest(this.frame.leafInput(count));
    this.frame.hash(count).set(leaf);
    this.tree.append(leaf);
    this.write(this.frame.bytes.subarray(0, blockBytes(count)));
    this.at = BLOCK_HEADER_WORDS;
  }
}
