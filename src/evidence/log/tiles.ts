import { assert, type Digest, definite, joinBytes } from '#base';
import { leafHash, leftCount, MerkleTree, nodeHash, type RootOver } from '#ledger';

/**
 * A Merkle log as files (C2SP, tlog-tiles). A tile holds up to 256 hashes: tile N of level 0 the leaves 256 N …, tile N of
 * level L the roots of the subtrees that the full tiles 256 N … of level L − 1 stand for. A tile that is not full yet is a file
 * of its own, by its width:
 *
 *   tile/0/x001/x234/067        leaves 316,689,152 … of a long log
 *   tile/0/003.p/17             the last 17 leaves of a log of 785
 *   tile/1/000.p/3              the roots of tile/0/000, 001 and 002
 *   tile/entries/000            the entries themselves, each behind its length (16 bits, big-endian)
 */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const HASH_BYTES = 32;
const ENTRY_BYTES_MAX = 0xffff;

export function tilePath(level: number | 'entries', index: number, width = TILE_WIDTH): string {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Takes the bytes of one file. The array is not used again. */
export type WriteFile = (path: string, bytes: Uint8Array) => void;

/** Writes a log entry by entry. Memory: one tile a level, whatever the length. */
export class TileWriter {
  size = 0;
  private readonly digest: Digest;
  private readonly write: WriteFile;
  /** Per level, the hashes of the tile that is not full yet with the tree over them, and how many tiles are. */
  private readonly levels: { hashes: Uint8Array[]; tree: MerkleTree; full: number }[] = [];
  private entries: Uint8Array[] = [];

  constructor(digest: Digest, write: WriteFile) {
    this.digest = digest;
    this.write = write;
  }

  append(entry: Uint8Array): void {
    assert(entry.length <= ENTRY_BYTES_MAX, `an entry of a log has at most ${ENTRY_BYTES_MAX} bytes`);
    const leaf = leafHash(this.digest, entry);
    this.entries.push(entry);
    if (this.entries.length === TILE_WIDTH) this.writeEntries();
    this.size++;
    this.push(0, leaf);
  }

  /** Writes the tiles that are not full; the root. */
  finish(): Uint8Array {
    if (this.entries.length > 0) this.writeEntries();
    this.levels.forEach(({ full, hashes }, level) => {
      if (hashes.length > 0) this.write(tilePath(level, full, hashes.length), joinBytes(hashes));
    });
    // What a tile of a lower level has stands to the right of all that is in the tiles above it.
    const beside = this.levels.reduce<Uint8Array | null>(
      (right, { tree }) => (tree.leafCount === 0 ? right : tree.root(right)),
      null,
    );
    return beside ?? new MerkleTree(this.digest).root();
  }

  private push(level: number, hash: Uint8Array): void {
    this.levels[level] ??= { hashes: [], tree: new MerkleTree(this.digest), full: 0 };
    const tile = this.levels[level];
    tile.hashes.push(hash);
    tile.tree.append(hash);
    if (tile.hashes.length < TILE_WIDTH) return;
    this.write(tilePath(level, tile.full), joinBytes(tile.hashes));
    const root = tile.tree.root();
    tile.hashes = [];
    tile.tree = new MerkleTree(this.digest);
    tile.full++;
    this.push(level + 1, root);
  }

  private writeEntries(): void {
    const bytes = joinBytes(
      this.entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]),
    );
    const index = Math.floor(this.size / TILE_WIDTH);
    this.write(tilePath('entries', index, this.entries.length), bytes);
    this.entries = [];
  }
}

/** The bytes of a file, or null when there is no such file. */
export type ReadFile = (path: string) => Uint8Array | null;

/** A tile that the log should have, and has not, or not whole. */
export class MissingTile extends Error {}

/** Roots of subtrees of a log of `size` leaves from its tiles. Throws a `MissingTile`. */
export function rootsFromTiles(digest: Digest, read: ReadFile, size: number): RootOver {
  // A proof asks for the hashes of one tile one after the other.
  let last: { readonly path: string; readonly bytes: Uint8Array } | null = null;
  const readTile = (path: string, width: number): Uint8Array => {
    if (last?.path === path) return last.bytes;
    const bytes = read(path);
    if (bytes?.length !== width * HASH_BYTES) throw new MissingTile(`${path} is missing or not whole`);
    last = { path, bytes };
    return bytes;
  };
  const hashAt = (level: number, index: number): Uint8Array => {
    const tile = Math.floor(index / TILE_WIDTH);
    const levelSize = Math.floor(size / TILE_WIDTH ** level);
    const width = Math.min(TILE_WIDTH, levelSize - tile * TILE_WIDTH);
    const bytes = readTile(tilePath(level, tile, width), width);
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return bytes.slice(at, at + HASH_BYTES);
  };
  const rootOver: RootOver = (from, to) => {
    const count = to - from;
    assert(count > 0 && to <= size, `leaves ${from} to ${to} of ${size}`);
    // A subtree of 256^L leaves in its place is one hash of level L.
    const height = Math.log2(count);
    if (Number.isInteger(height) && from % count === 0 && height % TILE_HEIGHT === 0) {
      return hashAt(height / TILE_HEIGHT, from / count);
    }
    const middle = from + leftCount(count);
    return nodeHash(digest, rootOver(from, middle), rootOver(middle, to));
  };
  return rootOver;
}

/** The entries of an `entries` tile, or null when it is not whole. */
export function parseEntries(bytes: Uint8Array): readonly Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 256 * definite(bytes[at], 'a byte') + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (at + 2 > bytes.length || end > bytes.length) return null;
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}
