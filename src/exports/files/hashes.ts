import type { Digest } from '#base';

/** Functions of the host on bytes: hashes, text, compression. */
export interface Hashes {
  readonly sha256: Digest;
  /** SHA-256 of bytes that come piece by piece. */
  openSha256(): RunningDigest;
  /** UTF-8 of well-formed text. The next call may reuse the array. */
  utf8(text: string): Uint8Array;
  /** DEFLATE (RFC 1951), without any frame. */
  deflate(bytes: Uint8Array): Uint8Array;
  /** The inflated bytes; null if they are invalid, or longer than `lengthMax`. */
  inflate(bytes: Uint8Array, lengthMax: number): Uint8Array | null;
  /** CRC-32 of gzip (RFC 1952), unsigned. */
  crc32(bytes: Uint8Array): number;
}

export interface RunningDigest {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}
