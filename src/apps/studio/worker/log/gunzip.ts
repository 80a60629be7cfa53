import { Gunzip } from 'fflate';
import { failure, type Result, success } from '#base';
import { crc32 } from '../crc32.ts';

/** Bytes that are decompressed at once. They become 17 MB at most, because deflate expands by at most 1,032. */
const PIECE_BYTES = 1 << 14;
/** At the end of each member: checksum and length (RFC 1952). */
const TAIL_BYTES = 8;
/** A member of nothing. */
const LEAST_BYTES = 20;
const LENGTH_MODULUS = 2 ** 32;

/**
 * Passes on what was compressed by gzip, in one member or several, until the end or until `take` returns false. Checks checksum and length of
 * each member. Fails with the reason, in the words of zlib where it has one. `reach`: called before each piece with the share that is done.
 */
export async function gunzip(
  bytes: Uint8Array,
  take: (unpacked: Uint8Array) => boolean,
  reach: (share: number) => Promise<void>,
): Promise<Result<undefined, string>> {
  const members = new Members(bytes, take);
  for (let at = 0; at < bytes.length && members.why === null && !members.isOver; at += PIECE_BYTES) {
    await reach(at / bytes.length);
    members.push(bytes.subarray(at, at + PIECE_BYTES));
  }
  if (!members.isOver) members.end();
  return members.why === null ? success(undefined) : failure(members.why);
}

class Members {
  /** Why nothing more can be read; null so far. */
  why: string | null = null;
  /** True when `take` wants no more. */
  isOver = false;
  private readonly bytes: Uint8Array;
  private readonly take: (unpacked: Uint8Array) => boolean;
  private readonly unpacker: Gunzip;
  private checksum = 0;
  private length = 0;

  constructor(bytes: Uint8Array, take: (unpacked: Uint8Array) => boolean) {
    this.bytes = bytes;
    this.take = take;
    this.unpacker = new Gunzip((unpacked) => this.pass(unpacked));
    this.unpacker.onmember = (at) => this.close(at);
  }

  push(piece: Uint8Array): void {
    try {
      this.unpacker.push(piece);
    } catch (error) {
      // Only what is wrong with the data has a code.
      if (!(error instanceof Error) || !('code' in error)) throw error;
      const { message } = error;
      this.why ??= message === 'invalid gzip data' ? 'incorrect header check' : message;
    }
  }

  /** A file that ends early does not end with the checksum of what came out. */
  end(): void {
    if (this.bytes.length < LEAST_BYTES) this.why ??= 'unexpected end of file';
    else this.close(this.bytes.length);
  }

  private pass(unpacked: Uint8Array): void {
    if (this.isOver || this.why !== null || unpacked.length === 0) return;
    this.checksum = crc32(unpacked, this.checksum);
    this.length += unpacked.length;
    this.isOver = !this.take(unpacked);
  }

  /** Compares a member that ends here with what it says of itself. */
  private close(at: number): void {
    if (this.isOver || this.why !== null) return;
    const { buffer, byteOffset } = this.bytes;
    const tail = new DataView(buffer, byteOffset + at - TAIL_BYTES, TAIL_BYTES);
    const isLast = at === this.bytes.length;
    if (tail.getUint32(0, true) !== this.checksum) this.why = isLast ? WRONG_END : 'incorrect data check';
    else if (tail.getUint32(4, true) !== this.length % LENGTH_MODULUS) this.why = 'incorrect length check';
    this.checksum = 0;
    this.length = 0;
  }
}

const WRONG_END = 'unexpected end of file, or incorrect data check';
