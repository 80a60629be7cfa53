import type { StoryEntry } from '#audit';
import { assert, joinBytes, utf8Of } from '#base';
import { type ByteSource, type EntryVisitor, firstDifference } from '#ledger';
import { lineOf } from './bundle-store.ts';
import type { CaseHistory } from './case-history.ts';
import type { Hashes, RunningDigest } from './evidence.ts';

/** Takes a file piece by piece. */
export interface Sink {
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
}

/** A file of a bundle, and how it is made. */
export interface BundleFile {
  readonly path: string;
  /** Set where a bundle need not have it: one of the formats that can be chosen. */
  readonly isOptional?: true;
  write(sink: Sink): void;
  /** Where its rows come case by case: files that do so can be written in one pass over the ledger (`case-files.ts`). */
  openCases?(sink: Sink): CaseRows;
  /** Where it is made of entries in their order, and perhaps of cases after them: a host that reads piece by piece can answer in between. */
  openEntries?(sink: Sink): EntryRows;
}

/** Takes the entries of a ledger one after the other. */
export interface EntryRows {
  readonly visit: EntryVisitor;
  /** What takes the cases afterwards; null when the file is whole. */
  finish(): CaseRows | null;
}

/** Takes the cases of a ledger one after the other. */
export interface CaseRows {
  visit(history: CaseHistory, story: readonly StoryEntry[]): void;
  finish(): void;
}

/** Text is encoded in pieces of this many characters. */
const PIECE = 1 << 16;

/** The bytes of well-formed text. The array may be used again by the next call. */
type Utf8 = (text: string) => Uint8Array;

/** A sink that hands on bytes, in pieces of some size. */
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

  /** Hands on what is held back. */
  protected flush(): void {
    if (this.pending === '') return;
    const bytes = this.encode(this.pending);
    this.pending = '';
    this.take(bytes);
  }
}

/** Keeps what it is given. */
export class MemorySink extends ByteSink {
  private readonly pieces: Uint8Array[] = [];

  protected take(bytes: Uint8Array): void {
    // The array may be used again by whoever made it.
    this.pieces.push(bytes.slice());
  }

  finish(): Uint8Array {
    this.flush();
    return joinBytes(this.pieces);
  }
}

/** Hands bytes on, counts and hashes them. */
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

/** A sink that compares. */
export interface FileComparison extends Sink {
  /** Where the file differs first, in words; null when it is the same from end to end. */
  finish(): string | null;
}

/** Compares what it is given with what stands in a file. */
export class ComparingSink extends ByteSink implements FileComparison {
  /** Where the file differs first, counted from 0; null as long as it does not. */
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
