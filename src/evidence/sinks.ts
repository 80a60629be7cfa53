import { assert, joinBytes, utf8Of } from '#base';
import type { ByteSource } from '#ledger';
import type { RunningDigest } from './evidence.ts';

/** Takes a file piece by piece. */
export interface Sink {
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
}

/** A file of a bundle, and how it is made. */
export interface BundleFile {
  readonly path: string;
  write(sink: Sink): void;
}

/** Text is encoded in pieces of this many characters. */
const PIECE = 1 << 16;

/** A sink that hands on bytes, in pieces of some size. */
export abstract class ByteSink implements Sink {
  private pending: string[] = [];
  private pendingLength = 0;

  protected abstract take(bytes: Uint8Array): void;

  text(text: string): void {
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength >= PIECE) this.flush();
  }

  bytes(bytes: Uint8Array): void {
    this.flush();
    this.take(bytes);
  }

  /** Hands on what is held back. */
  protected flush(): void {
    if (this.pending.length === 0) return;
    const bytes = utf8Of(this.pending.join(''));
    this.pending = [];
    this.pendingLength = 0;
    this.take(bytes);
  }
}

/** Keeps what it is given. */
export class MemorySink extends ByteSink {
  private readonly pieces: Uint8Array[] = [];

  protected take(bytes: Uint8Array): void {
    this.pieces.push(bytes);
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

  constructor(hash: RunningDigest, next: (bytes: Uint8Array) => void) {
    super();
    this.hash = hash;
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

/** Compares what it is given with what stands in a file. */
export class ComparingSink extends ByteSink {
  /** Where the file differs first, counted from 0; null as long as it does not. */
  differsAt: number | null = null;
  private at = 0;
  private readonly source: ByteSource;

  constructor(source: ByteSource) {
    super();
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
      const different = piece.findIndex((byte, i) => byte !== bytes[done + i]);
      if (different !== -1) {
        this.differsAt = this.at + different;
        return;
      }
      done += piece.length;
      this.at += piece.length;
    }
  }

  /** Where the file differs first; null when it is the same from end to end. */
  finish(): number | null {
    this.flush();
    if (this.differsAt === null && this.at < this.source.size) this.differsAt = this.at;
    return this.differsAt;
  }
}
