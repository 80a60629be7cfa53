import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { deflateSync, inflateSync } from 'fflate';
import { type Digest, utf8Of } from '#base';
import type { Hashes } from '#exports';
import { crc32 } from './crc32.ts';

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
