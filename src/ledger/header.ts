import { assert, canonicalJson, textOfUtf8, utf8Of } from '#base';
import {
  ENTRY_BYTES,
  FORMAT_VERSION,
  HEADER_MAGIC,
  HEADER_TEXT_BYTES_MAX,
  isBlockEntries,
  PREAMBLE_BYTES,
} from './layout.ts';

/** Identifies the run that a ledger records. */
export interface LedgerHeader {
  /** SHA-256 of the canonical scenario, hexadecimal. */
  readonly scenarioHash: string;
  readonly scenarioName: string;
  readonly seed: string;
  readonly replication: number;
  readonly engineVersion: string;
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
  if (
    typeof scenarioHash !== 'string' ||
    typeof scenarioName !== 'string' ||
    typeof seed !== 'string' ||
    typeof replication !== 'number' ||
    typeof engineVersion !== 'string' ||
    entryBytes !== ENTRY_BYTES ||
    typeof blockEntries !== 'number' ||
    !isBlockEntries(blockEntries)
  ) {
    return null;
  }
  const header = { scenarioHash, scenarioName, seed, replication, engineVersion };
  return { header, blockEntries };
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
