import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { deflateSync, inflateSync } from 'fflate';
import { type Digest, utf8Of } from '#base';
import type { Hashes } from '#exports';

/** Remainders of the bytes by the polynomial of CRC-32 (ISO 3309), reflected. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : 0xedb88320 ^ (rest >>> 1);
  return rest;
});

/** CRC-32 of these bytes after others with the checksum `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let rest = ~before;
  for (let i = 0; i < bytes.length; i++)
    rest = (TABLE[((bytes[i] as number) ^ rest) & 0xff] as number) ^ (rest >>> 8);
  return ~rest >>> 0;
}

/** SHA-256 in JavaScript: the browser's own digests are asynchronous, but the pure rooms need synchronous ones. */
export const sha256: Digest = (bytes) => sha256Of(bytes);

export const hashes: Hashes = {
  sha256,
  openSha256: () => {
    const hash = sha256Of.create();
    return { update: (bytes) => hash.update(bytes), digest: () => hash.digest() };
  },
  utf8: utf8Of,
  deflate: (bytes) => deflateSync(bytes, { level: 1 }),
  inflate(bytes, lengthMax) {
    try {
      // One byte more than allowed, so that data that is too long fills it.
      const inflated = inflateSync(bytes, { out: new Uint8Array(lengthMax + 1) });
      return inflated.length > lengthMax ? null : inflated;
    } catch {
      return null;
    }
  },
  crc32,
};
