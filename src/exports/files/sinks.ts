import { assert, joinBytes, utf8Of } from '#base';
import type { CaseHistory } from '#cases';
import { type ByteSource, type EntryVisitor, firstDifference, readBytes, type StoryEntry } from '#ledger';
import type { Hashes, RunningDigest } from './hashes.ts';

/** Takes a file piece by piece. */
export interface Sink {
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
}

/** A file of a bundle, and how it is written. */
export interface BundleFile {
  readonly path: string;
  /** Set if a bundle may lack it, because its format is optional. */
  readonly isOptional?: true;
  /** Begins the file. Files can be written together, from one reading of the ledger (`writeTogether`), or piece by piece. */
  open(sink: Sink): FileRows;
}

/** Takes what a file is made of: all entries in order, then all cases. A file that lacks a visitor need not be shown these. */
export interface FileRows {
  readonly entry?: EntryVisitor;
  /** Call it after the last entry. */
  readonly endEntries?: () => void;
  readonly oneCase?: (history: CaseHistory, story: readonly StoryEntry[]) => void;
  /** Completes the file. */
  readonly end?: () => void;
}

/** A file whose text is built in one piece. */
export function textFile(path: string, make: () => string): BundleFile {
  return { path, open: (sink) => ({ end: () => sink.text(make()) }) };
}

/** Text is encoded in pieces of this many characters. */
const PIECE = 1 << 16;

/** The bytes of well-formed text. The next call may reuse the array. */
type Utf8 = (text: string) => Uint8Array;

/** A sink that passes on bytes, in pieces of some size. */
export abstract class ByteSink implements Sink {
  private pending = '';
  private readonly encode: Utf8;

  constructor(encode: Utf8 = utf8Of) {
    this.encode = encode;
  }

  protected abstract take(bytes: Uint8Array): void;

  text(text: string): void {
    this.pending += text;
    if (this.pending.length >= PIECE) this.flush();
  }

  bytes(bytes: Uint8Array): void {
    this.flush();
    this.take(bytes);
  }

  /** Passes on what is buffered. */
  protected flush(): void {
    if (this.pending === '') return;
    const bytes = this.encode(this.pending);
    this.pending = '';
    this.take(bytes);
  }
}

/** Keeps its input in memory. */
export class MemorySink extends ByteSink {
  private readonly pieces: Uint8Array[] = [];

  protected take(bytes: Uint8Array): void {
    // The producer may reuse the array.
    this.pieces.push(bytes.slice());
  }

  finish(): Uint8Array {
    this.flush();
    return joinBytes(this.pieces);
  }
}

/** Passes bytes on, and counts and hashes them. */
export class HashingSink extends ByteSink {
  length = 0;
  private readonly hash: RunningDigest;
  private readonly next: (bytes: Uint8Array) => void;

  constructor({ openSha256, utf8 }: Hashes, next: (bytes: Uint8Array) => void) {
    super(utf8);
    this.hash = openSha256();
    this.next = next;
  }

  protected take(bytes: Uint8Array): void {
    this.length += bytes.length;
    this.hash.update(bytes);
    this.next(bytes);
  }

  finish(): Uint8Array {
    this.flush();
    return this.hash.digest();
  }
}

export interface FileComparison extends Sink {
  /** Where the file first differs, in words; null if it is equal throughout. */
  finish(): string | null;
}

export class ComparingSink extends ByteSink implements FileComparison {
  /** Position of the first difference, counted from 0; null if there is none so far. */
  private differsAt: number | null = null;
  private at = 0;
  private readonly source: ByteSource;

  constructor(source: ByteSource, { utf8 }: Hashes) {
    super(utf8);
    this.source = source;
  }

  protected take(bytes: Uint8Array): void {
    if (this.differsAt !== null) return;
    let done = 0;
    while (done < bytes.length) {
      const wanted = Math.min(bytes.length - done, this.source.size - this.at);
      if (wanted <= 0) {
        this.differsAt = this.at;
        return;
      }
      const piece = this.source.read(this.at, wanted);
      assert(piece.length > 0, 'a file gives fewer bytes than it has');
      const different = firstDifference(piece, bytes.subarray(done));
      if (different !== -1) {
        this.differsAt = this.at + different;
        return;
      }
      done += piece.length;
      this.at += piece.length;
    }
  }

  finish(): string | null {
    this.flush();
    if (this.differsAt === null && this.at < this.source.size) this.differsAt = this.at;
    return this.differsAt === null
      ? null
      : `byte ${this.differsAt} (line ${lineOf(this.source, this.differsAt)})`;
  }
}

/** The line that contains a byte, counted from 1. */
function lineOf(source: ByteSource, at: number): number {
  let line = 1;
  for (const piece of piecesOf(source, at)) for (const byte of piece) if (byte === 0x0a) line++;
  return line;
}

const BYTES_AT_ONCE = 1 << 20;

/** The bytes of a file of any size up to `end`, in pieces. */
export function* piecesOf(source: ByteSource, end = source.size): Iterable<Uint8Array> {
  for (let at = 0; at < end; at += BYTES_AT_ONCE)
    yield readBytes(source, at, Math.min(BYTES_AT_ONCE, end - at));
}
