import { type ByteSource, firstDifference, readBytes, sameBytes } from '#ledger';
import type { Hashes } from './hashes.ts';
import { type BundleFile, ByteSink, type FileComparison, type Sink } from './sinks.ts';

/**
 * Large files, compressed so that any `gunzip` opens them and that they can be read piece by piece: gzip (RFC 1952) in members of at
 * most 64 KiB, each of which stores its own length in an extra field (BGZF, SAM/BAM format specification, 4.1):
 *
 *   1f 8b 08 04 │ 00 00 00 00 │ 00 ff │ 06 00 │ 42 43 02 00 │ length − 1 │ deflated bytes │ CRC-32 │ length before
 *                 no date               extra   'B' 'C'       16 bits                       32 bits  32 bits
 *
 * The last member is empty. Compressed bytes depend on the host's zlib, so comparisons use the uncompressed contents.
 */
export const GZIP_ENDING = '.gz';

/** Bytes of a member before compression. Even incompressible ones then fit into 64 KiB. */
const MEMBER_BYTES = 0xff00;
const HEAD = Uint8Array.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0);
const HEAD_BYTES = HEAD.length + 2;
const TAIL_BYTES = 8;
/** Bytes of a compressed file that are read at once. Members have some thousands. */
const READ_AHEAD = 1 << 16;

/** Cuts its input into the pieces that become members. The last one is empty. */
abstract class PieceSink extends ByteSink {
  private piece = new Uint8Array(MEMBER_BYTES);
  private filled = 0;

  /** Takes the next piece. Its array may be reused. */
  protected abstract takePiece(piece: Uint8Array): void;

  protected take(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      if (this.filled === 0 && bytes.length - done >= MEMBER_BYTES) {
        this.takePiece(bytes.subarray(done, done + MEMBER_BYTES));
        done += MEMBER_BYTES;
        continue;
      }
      const part = bytes.subarray(done, done + MEMBER_BYTES - this.filled);
      this.piece.set(part, this.filled);
      this.filled += part.length;
      done += part.length;
      if (this.filled === MEMBER_BYTES) this.endPiece();
    }
  }

  protected endPieces(): void {
    this.flush();
    if (this.filled > 0) this.endPiece();
    this.endPiece();
  }

  private endPiece(): void {
    this.takePiece(this.piece.subarray(0, this.filled));
    this.filled = 0;
  }
}

class GzipSink extends PieceSink {
  private readonly hashes: Hashes;
  private readonly next: Sink;

  constructor(hashes: Hashes, next: Sink) {
    super(hashes.utf8);
    this.hashes = hashes;
    this.next = next;
  }

  protected takePiece(piece: Uint8Array): void {
    const deflated = this.hashes.deflate(piece);
    const member = new Uint8Array(HEAD_BYTES + deflated.length + TAIL_BYTES);
    member.set(HEAD);
    const view = new DataView(member.buffer);
    view.setUint16(HEAD.length, member.length - 1, true);
    member.set(deflated, HEAD_BYTES);
    member.set(tailOf(piece, this.hashes), HEAD_BYTES + deflated.length);
    this.next.bytes(member);
  }

  finish(): void {
    this.endPieces();
  }
}

/** Returns the file compressed, with the ending in its name. */
export function gzipped(file: BundleFile, hashes: Hashes): BundleFile {
  return {
    path: file.path + GZIP_ENDING,
    open: (sink) => {
      const packer = new GzipSink(hashes, sink);
      const rows = file.open(packer);
      const end = () => {
        rows.end?.();
        packer.finish();
      };
      return { ...rows, end };
    },
  };
}

/** Compares its input with the contents of a compressed file. Positions are counted in bytes before compression. */
export class GzipComparingSink extends PieceSink implements FileComparison {
  private differsAt: number | null = null;
  private done = 0;
  private at = 0;
  /** Bytes of the file that were read together, and where they begin. */
  private ahead: Uint8Array = new Uint8Array(0);
  private aheadFrom = 0;
  private readonly source: ByteSource;
  private readonly hashes: Hashes;

  constructor(source: ByteSource, hashes: Hashes) {
    super(hashes.utf8);
    this.source = source;
    this.hashes = hashes;
  }

  protected takePiece(piece: Uint8Array): void {
    if (this.differsAt !== null) return;
    const found = this.readMember();
    const different = found === null ? 0 : firstDifference(found, piece);
    if (different !== -1) this.differsAt = this.done + different;
    else if (found?.length !== piece.length) {
      this.differsAt = this.done + Math.min(piece.length, found?.length ?? 0);
    }
    this.done += piece.length;
  }

  /** The contents of the next member; null if it is not written as ours are. */
  private readMember(): Uint8Array | null {
    const head = this.read(this.at, HEAD_BYTES);
    if (head.length !== HEAD_BYTES || !sameBytes(head.subarray(0, HEAD.length), HEAD)) return null;
    const length = 1 + new DataView(head.buffer, head.byteOffset).getUint16(HEAD.length, true);
    const rest = this.read(this.at + HEAD_BYTES, Math.max(0, length - HEAD_BYTES));
    if (rest.length !== length - HEAD_BYTES || rest.length < TAIL_BYTES) return null;
    this.at += length;
    const tail = rest.subarray(rest.length - TAIL_BYTES);
    const held = this.hashes.inflate(rest.subarray(0, rest.length - TAIL_BYTES), MEMBER_BYTES);
    return held !== null && sameBytes(tail, tailOf(held, this.hashes)) ? held : null;
  }

  /** At most `length` bytes of the file from `from` on; fewer at its end. They are valid until the next call. */
  private read(from: number, length: number): Uint8Array {
    if (from + length > this.aheadFrom + this.ahead.length) {
      this.ahead = readBytes(this.source, from, Math.max(length, READ_AHEAD));
      this.aheadFrom = from;
    }
    const start = from - this.aheadFrom;
    return this.ahead.subarray(start, start + length);
  }

  finish(): string | null {
    this.endPieces();
    if (this.differsAt === null && this.at < this.source.size) this.differsAt = this.done;
    return this.differsAt === null ? null : `byte ${this.differsAt} of what it holds`;
  }
}

function tailOf(piece: Uint8Array, { crc32 }: Hashes): Uint8Array {
  const tail = new Uint8Array(TAIL_BYTES);
  const view = new DataView(tail.buffer);
  view.setUint32(0, crc32(piece), true);
  view.setUint32(4, piece.length, true);
  return tail;
}
