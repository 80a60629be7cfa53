import { assert, canonicalJson, textOfUtf8, utf8Of } from '#base';
import {
  ENTRY_BYTES,
  FORMAT_VERSION,
  HEADER_MAGIC,
  HEADER_TEXT_BYTES_MAX,
  isBlockEntries,
  PREAMBLE_BYTES,
} from './layout.ts';

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
