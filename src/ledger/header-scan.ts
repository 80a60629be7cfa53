import { type Digest, failure, type Result, success } from '#base';
import { type LedgerDamage, ledgerDamage } from './damage.ts';
import { decodeHeaderText, type LedgerHeader } from './header.ts';
import { FORMAT_VERSION, HASH_BYTES, HEADER_MAGIC, HEADER_TEXT_BYTES_MAX, PREAMBLE_BYTES } from './layout.ts';
import { leafHash, sameBytes } from './merkle.ts';
import { type ByteSource, readBytes } from './source.ts';

/** The header, as far as it can be read. */
export interface HeaderScan {
  readonly header: LedgerHeader;
  readonly blockEntries: number;
  /** Leaf hash of the header's bytes as they are. */
  readonly leaf: Uint8Array;
  /** Offset of the first block. */
  readonly end: number;
  readonly matchesHash: boolean;
}

export function scanHeader(source: ByteSource, digest: Digest): Result<HeaderScan, LedgerDamage> {
  const fail = (code: LedgerDamage['code'], offset: number, message: string) =>
    failure(ledgerDamage({ code, offset, block: null, entries: null, entriesReadable: 0, message }));
  const preamble = readBytes(source, 0, PREAMBLE_BYTES);
  if (!beginsAs(preamble, HEADER_MAGIC))
    return fail('not-a-ledger', 0, 'the file does not start with the signature of a ledger');
  const view = new DataView(preamble.buffer);
  const version = view.getUint32(8, true);
  if (preamble.length >= 12 && version !== FORMAT_VERSION) {
    return fail(
      'unsupported-version',
      8,
      `the ledger has format version ${version}; this version of Meridian reads ${FORMAT_VERSION}`,
    );
  }
  const torn = () =>
    fail('truncated', source.size, `the file ends at byte ${source.size}, inside its header`);
  if (preamble.length < PREAMBLE_BYTES) return torn();
  const textLength = view.getUint32(12, true);
  if (textLength !== ~view.getUint32(16, true) >>> 0 || textLength > HEADER_TEXT_BYTES_MAX) {
    return fail('header-damaged', 12, 'the length of the header is damaged');
  }
  const leafEnd = PREAMBLE_BYTES + textLength;
  const bytes = readBytes(source, 0, leafEnd + HASH_BYTES);
  if (bytes.length < leafEnd + HASH_BYTES) return torn();
  const leaf = leafHash(digest, bytes.subarray(0, leafEnd));
  const matchesHash = sameBytes(leaf, bytes.subarray(leafEnd));
  const text = decodeHeaderText(bytes.subarray(PREAMBLE_BYTES, leafEnd));
  if (text === null) {
    const why = matchesHash ? 'lacks a field or has a wrong value in one' : 'does not match its hash';
    return fail('header-damaged', 0, `the header (bytes 0 to ${leafEnd - 1}) ${why}`);
  }
  return success({ ...text, leaf, end: leafEnd + HASH_BYTES, matchesHash });
}

/** Whether the bytes begin with the mark, or, where they are shorter, are the beginning of it. */
export function beginsAs(bytes: Uint8Array, mark: Uint8Array): boolean {
  const length = Math.min(bytes.length, mark.length);
  return sameBytes(bytes.subarray(0, length), mark.subarray(0, length));
}
