import { assert, canonicalJson, type Digest, failure, type Result, success, textOfUtf8, utf8Of } from '#base';
import { type LedgerDamage, ledgerDamage } from './damage.ts';
import {
  ENTRY_BYTES,
  FORMAT_VERSION,
  HASH_BYTES,
  HEADER_MAGIC,
  HEADER_TEXT_BYTES_MAX,
  isBlockEntries,
  PREAMBLE_BYTES,
  TRAILER_BYTES,
  TRAILER_MAGIC,
  TRAILER_SEALED_BYTES,
} from './layout.ts';
import { leafHash, sameBytes } from './merkle.ts';
import { type ByteSource, readBytes } from './source.ts';

/** The ledger of the first part of a run, whose entries come before those of this ledger. */
export interface EarlierLedger {
  /** Root of its file, hexadecimal. */
  readonly root: string;
  readonly entries: number;
  /** Its entries are of earlier times, those of this ledger of this time or later. */
  readonly untilMs: number;
}

/** Identifies the run that a ledger records. */
export interface LedgerHeader {
  /** SHA-256 of the canonical scenario, hexadecimal. */
  readonly scenarioHash: string;
  readonly scenarioName: string;
  readonly seed: string;
  readonly replication: number;
  readonly engineVersion: string;
  /** Left out for a ledger that begins with the run. */
  readonly continues?: EarlierLedger;
}

export interface HeaderText {
  readonly header: LedgerHeader;
  readonly blockEntries: number;
}

/** Returns the bytes of leaf 0: the header without its hash. */
export function encodeHeader(header: LedgerHeader, blockEntries: number): Uint8Array {
  const text = utf8Of(
    canonicalJson({
      scenarioHash: header.scenarioHash,
      scenarioName: header.scenarioName,
      seed: header.seed,
      replication: header.replication,
      engineVersion: header.engineVersion,
      ...(header.continues === undefined ? {} : { continues: { ...header.continues } }),
      entryBytes: ENTRY_BYTES,
      blockEntries,
    }),
  );
  assert(text.length <= HEADER_TEXT_BYTES_MAX, `a ledger header has at most ${HEADER_TEXT_BYTES_MAX} bytes`);
  const bytes = new Uint8Array(PREAMBLE_BYTES + text.length);
  bytes.set(HEADER_MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, text.length, true);
  view.setUint32(16, ~text.length, true);
  bytes.set(text, PREAMBLE_BYTES);
  return bytes;
}

/** The header's fields, or null if one is missing or has the wrong type. Ignores unknown fields. */
export function decodeHeaderText(bytes: Uint8Array): HeaderText | null {
  const fields = jsonObject(textOfUtf8(bytes));
  if (fields === null) return null;
  const { scenarioHash, scenarioName, seed, replication, engineVersion } = fields;
  const { entryBytes, blockEntries } = fields;
  const continues = earlierIn(fields.continues);
  if (
    typeof scenarioHash !== 'string' ||
    typeof scenarioName !== 'string' ||
    typeof seed !== 'string' ||
    typeof replication !== 'number' ||
    typeof engineVersion !== 'string' ||
    entryBytes !== ENTRY_BYTES ||
    typeof blockEntries !== 'number' ||
    !isBlockEntries(blockEntries) ||
    continues === null
  ) {
    return null;
  }
  const made = { scenarioHash, scenarioName, seed, replication, engineVersion };
  const header = continues === undefined ? made : { ...made, continues };
  return { header, blockEntries };
}

/** Undefined for a ledger that begins with the run, null for a wrong value. */
function earlierIn(value: unknown): EarlierLedger | null | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) return null;
  const { root, entries, untilMs } = value as Record<string, unknown>;
  const isWhole = typeof root === 'string' && isCount(entries) && isCount(untilMs);
  return isWhole ? { root, entries, untilMs } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The header, as far as it can be read. */
export interface HeaderScan extends HeaderText {
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

/** Root and counts that a sealed ledger gives. */
export interface LedgerSeal {
  /** Root of the Merkle tree over the header and all blocks: 32 bytes. */
  readonly root: Uint8Array;
  readonly entryCount: number;
  readonly blockCount: number;
}

export function encodeTrailer(seal: LedgerSeal, digest: Digest): Uint8Array {
  const bytes = new Uint8Array(TRAILER_BYTES);
  bytes.set(TRAILER_MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, seal.entryCount, true);
  view.setUint32(12, Math.floor(seal.entryCount / 2 ** 32), true);
  view.setUint32(16, seal.blockCount, true);
  bytes.set(seal.root, 20);
  bytes.set(digest(bytes.subarray(0, TRAILER_SEALED_BYTES)), TRAILER_SEALED_BYTES);
  return bytes;
}

/** The seal, or null when the trailer does not match its own hash. */
export function decodeTrailer(bytes: Uint8Array, digest: Digest): LedgerSeal | null {
  const sealed = bytes.subarray(0, TRAILER_SEALED_BYTES);
  if (!sameBytes(sealed.subarray(0, TRAILER_MAGIC.length), TRAILER_MAGIC)) return null;
  if (!sameBytes(digest(sealed), bytes.subarray(TRAILER_SEALED_BYTES, TRAILER_BYTES))) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    root: new Uint8Array(sealed.subarray(20)),
    entryCount: view.getUint32(8, true) + 2 ** 32 * view.getUint32(12, true),
    blockCount: view.getUint32(16, true),
  };
}
