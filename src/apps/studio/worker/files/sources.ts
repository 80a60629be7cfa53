import type { BundleStore } from '#bundle';
import type { ByteSource } from '#ledger';

export function byteSourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Files in memory as a bundle store. */
export function storeOf(files: ReadonlyMap<string, Uint8Array>): BundleStore {
  return {
    paths: () => files.keys(),
    open(path) {
      const bytes = files.get(path);
      return bytes === undefined ? null : byteSourceOf(bytes);
    },
  };
}
