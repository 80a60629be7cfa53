import { sha1 as sha1Of } from '@noble/hashes/legacy.js';
import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import type { Digest } from '#base';
import type { Hashes } from '#evidence';

/** The browser's own digests are asynchronous; the pure rooms need them at once. */
export const sha256: Digest = (bytes) => sha256Of(bytes);

export const hashes: Hashes = {
  sha256,
  sha1: (bytes) => sha1Of(bytes),
  openSha256: () => {
    const hash = sha256Of.create();
    return { update: (bytes) => hash.update(bytes), digest: () => hash.digest() };
  },
};
