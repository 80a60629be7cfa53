import { assert, type Digest, definite, HASH_WORDS } from '#base';
import {
  ENTRY_BYTES,
  ENTRY_WORDS,
  type EntryVisitor,
  leafHash,
  leftCount,
  MerkleTree,
  nodeHash,
  type RootOver,
  writeEntry,
} from '#ledger';
import { bytesOfHashes, hashEntries, hashNodes, hashOfBytes } from './tree-hashes.ts';

/**
 * A Merkle log as files (C2SP, tlog-tiles). A tile holds up to 256 hashes. Tile N of level 0 holds the leaves 256 N …, and tile N of
 * level L the roots of the subtrees of the full tiles 256 N … of level L − 1. An incomplete tile is a separate file,
 * named by its width:
 *
 *   tile/0/x001/x234/067        leaves 316,689,152 … of a long log
 *   tile/0/003.p/17             the last 17 leaves of a log of 785
 *   tile/1/000.p/3              the roots of tile/0/000, 001 and 002
 *   tile/entries/000            the entries themselves, each after its length (16 bits, big-endian)
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

const TILE = /^tile\/(\d+|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/\d+)?$/;

/** Whether a log of `size` leaves has this tile. */
export function isTileOf(path: string, size: number): boolean {
  const [, named = '', digits = ''] = TILE.exec(path) ?? [];
  if (named === '') return false;
  const level = named === 'entries' ? named : Number(named);
  const index = Number(digits.replaceAll(/x|\//g, ''));
  const levelSize = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  const width = Math.min(TILE_WIDTH, levelSize - index * TILE_WIDTH);
  return width > 0 && path === tilePath(level, index, width);
}

/** Takes the bytes of one file. The array is not reused. */
export type WriteFile = (path: string, bytes: Uint8Array) => void;

/** One level of the tree: the hashes of its incomplete tile, and the number of full tiles. */
interface Level {
  readonly hashes: Int32Array;
  count: number;
  full: number;
}

/** Bytes of a ledger entry with its length in front. */
const LONG_ENTRY_BYTES = 2 + ENTRY_BYTES;

/** Writes a log entry by entry. Memory: one tile per level, whatever the length. */
export class TileWriter {
  size = 0;
  private readonly digest: Digest;
  private readonly write: WriteFile;
  private readonly hasLeaves: boolean;
  private readonly levels: Level[] = [];
  /** The entry that is being appended. */
  private readonly words = new Int32Array(ENTRY_WORDS);
  private readonly subtree = new Int32Array(TILE_WIDTH * HASH_WORDS);
  /** The entries of the incomplete tile, and how many bytes they take. */
  private entries = new Uint8Array(TILE_WIDTH * LONG_ENTRY_BYTES);
  private filled = 0;

  /** `hasLeaves`: false to write neither entries nor full tiles of level 0. */
  constructor(digest: Digest, write: WriteFile, hasLeaves = true) {
    this.digest = digest;
    this.write = write;
    this.hasLeaves = hasLeaves;
  }

  append(entry: Uint8Array): void {
    assert(entry.length <= ENTRY_BYTES_MAX, `an entry of a log has at most ${ENTRY_BYTES_MAX} bytes`);
    if (this.hasLeaves) {
      this.makeRoom(2 + entry.length);
      this.entries[this.filled++] = entry.length >> 8;
      this.entries[this.filled++] = entry.length & 0xff;
      this.entries.set(entry, this.filled);
      this.filled += entry.length;
    }
    const level = this.levelAt(0);
    hashOfBytes(leafHash(this.digest, entry), level.hashes, level.count * HASH_WORDS);
    this.endLeaf();
  }

  /** Appends the 24 bytes of a ledger entry. */
  readonly appendEntry: EntryVisitor = (entry) => {
    writeEntry(this.words, 0, entry);
    if (this.hasLeaves) this.keepEntry();
    const level = this.levelAt(0);
    hashEntries(this.words, 1, level.hashes, level.count * HASH_WORDS);
    this.endLeaf();
  };

  /** Keeps the bytes of the entry in `words`. */
  private keepEntry(): void {
    this.makeRoom(LONG_ENTRY_BYTES);
    const { entries, words } = this;
    let at = this.filled;
    entries[at++] = 0;
    entries[at++] = ENTRY_BYTES;
    for (let i = 0; i < ENTRY_WORDS; i++) {
      const word = words[i] as number;
      entries[at++] = word;
      entries[at++] = word >>> 8;
      entries[at++] = word >>> 16;
      entries[at++] = word >>> 24;
    }
    this.filled = at;
  }

  /** Writes the incomplete tiles, and returns the root. */
  finish(): Uint8Array {
    if (this.filled > 0) this.writeEntries();
    // The hashes of a lower level's tile lie to the right of everything in the tiles above.
    let beside: Uint8Array | null = null;
    for (const [level, { count, full, hashes }] of this.levels.entries()) {
      if (count === 0) continue;
      const bytes = bytesOfHashes(hashes, 0, count);
      const tree = new MerkleTree(this.digest);
      for (let i = 0; i < bytes.length; i += HASH_BYTES) tree.append(bytes.subarray(i, i + HASH_BYTES));
      beside = tree.root(beside);
      this.write(tilePath(level, full, count), bytes);
    }
    return beside ?? new MerkleTree(this.digest).root();
  }

  private levelAt(level: number): Level {
    this.levels[level] ??= { hashes: new Int32Array(TILE_WIDTH * HASH_WORDS), count: 0, full: 0 };
    return this.levels[level];
  }

  private makeRoom(bytes: number): void {
    if (this.filled + bytes <= this.entries.length) return;
    const entries = new Uint8Array(2 * (this.filled + bytes));
    entries.set(this.entries);
    this.entries = entries;
  }

  /** Counts the leaf whose hash is in place. */
  private endLeaf(): void {
    this.size++;
    if (this.hasLeaves && this.size % TILE_WIDTH === 0) this.writeEntries();
    this.endHash(0);
  }

  /** Counts a hash in the tile of a level. A full tile is written, and its root is added to the level above. */
  private endHash(number: number): void {
    const level = this.levelAt(number);
    level.count++;
    if (level.count < TILE_WIDTH) return;
    const { subtree } = this;
    if (this.hasLeaves || number > 0)
      this.write(tilePath(number, level.full), bytesOfHashes(level.hashes, 0, TILE_WIDTH));
    subtree.set(level.hashes);
    for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) hashNodes(subtree, 0, 0, width);
    level.count = 0;
    level.full++;
    const above = this.levelAt(number + 1);
    above.hashes.set(subtree.subarray(0, HASH_WORDS), above.count * HASH_WORDS);
    this.endHash(number + 1);
  }

  private writeEntries(): void {
    const index = Math.floor((this.size - 1) / TILE_WIDTH);
    const width = this.size - index * TILE_WIDTH;
    this.write(tilePath('entries', index, width), this.entries.slice(0, this.filled));
    this.filled = 0;
  }
}

/** The bytes of a file, or null if it does not exist. */
export type ReadFile = (path: string) => Uint8Array | null;

/** A tile that the log should have is missing or incomplete. */
export class MissingTile extends Error {}

/** Trees of tiles that are kept, 16 KiB each. Proofs of entries that lie close together share most of them. */
const TREES_KEPT = 64;

/** The nodes below the roots of tiles, from tiles that are read on demand. Throws a `MissingTile`. */
class TileTrees {
  private readonly read: ReadFile;
  private readonly size: number;
  /** By path of the tile, the one that was used last at the end. */
  private readonly kept = new Map<string, Int32Array>();

  constructor(read: ReadFile, size: number) {
    this.read = read;
    this.size = size;
  }

  /** The root over 2^height leaves, from number index · 2^height on. All of them must be in the log. */
  root(height: number, index: number): Uint8Array {
    const level = Math.floor(height / TILE_HEIGHT);
    const inside = height % TILE_HEIGHT;
    const inTile = TILE_WIDTH >> inside;
    const tree = this.treeOf(level, Math.floor(index / inTile));
    return bytesOfHashes(tree, HASH_WORDS * nodeAt(inside, index % inTile), 1);
  }

  private treeOf(level: number, tile: number): Int32Array {
    const levelSize = Math.floor(this.size / TILE_WIDTH ** level);
    const width = Math.min(TILE_WIDTH, levelSize - tile * TILE_WIDTH);
    const path = tilePath(level, tile, width);
    const known = this.kept.get(path);
    const tree = known ?? treeOverTile(this.bytesOf(path, width), width);
    this.kept.delete(path);
    this.kept.set(path, tree);
    if (this.kept.size > TREES_KEPT) this.kept.delete(definite(this.kept.keys().next().value, 'a tree'));
    return tree;
  }

  private bytesOf(path: string, width: number): Uint8Array {
    const bytes = this.read(path);
    if (bytes?.length !== width * HASH_BYTES) throw new MissingTile(`${path} is missing or not whole`);
    return bytes;
  }
}

/** Place of a node in the tree over a tile: first the hashes of the tile (height 0), then the nodes over pairs of them, and so on. */
function nodeAt(height: number, index: number): number {
  return 2 * TILE_WIDTH - ((2 * TILE_WIDTH) >> height) + index;
}

/** The nodes over a tile, as far as it goes. */
function treeOverTile(bytes: Uint8Array, width: number): Int32Array {
  const tree = new Int32Array(2 * TILE_WIDTH * HASH_WORDS);
  for (let i = 0; i < width; i++)
    hashOfBytes(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES), tree, i * HASH_WORDS);
  for (let height = 1; width >> height > 0; height++) {
    hashNodes(tree, HASH_WORDS * nodeAt(height - 1, 0), HASH_WORDS * nodeAt(height, 0), width >> height);
  }
  return tree;
}

/** Roots of subtrees of a log of `size` leaves, from its tiles. Throws a `MissingTile`. */
export function rootsFromTiles(digest: Digest, read: ReadFile, size: number): RootOver {
  const trees = new TileTrees(read, size);
  // Only subtrees at the right edge are incomplete: a few for each length of the log.
  const edges = new Map<string, Uint8Array>();
  const rootOver: RootOver = (from, to) => {
    const count = to - from;
    assert(count > 0 && to <= size, `leaves ${from} to ${to} of ${size}`);
    const height = Math.log2(count);
    if (Number.isInteger(height) && from % count === 0) return trees.root(height, from / count);
    const name = `${from} ${to}`;
    const found = edges.get(name);
    if (found !== undefined) return found;
    const middle = from + leftCount(count);
    const root = nodeHash(digest, rootOver(from, middle), rootOver(middle, to));
    edges.set(name, root);
    return root;
  };
  return rootOver;
}
