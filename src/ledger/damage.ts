/** Ways in which a file offered as a ledger can be damaged. The layout of the bytes is in `layout.ts`. */
export const LEDGER_DAMAGE_CODES = [
  /** The first bytes are not the signature of a ledger. */
  'not-a-ledger',
  /** The ledger has another version of the format. */
  'unsupported-version',
  /** The header does not match its hash, lacks a field, or has a wrong value in one. */
  'header-damaged',
  /** A block does not match its hash, or has the wrong number. */
  'block-damaged',
  /** An entry is one that no run of the scenario can have, although every part matches its hash. */
  'entry-impossible',
  /** Only a stored leaf hash is wrong: the root proves that every entry is as it was written. */
  'hash-damaged',
  /** The file ends before the end of its trailer. */
  'truncated',
  /** The trailer does not match its own hash. */
  'trailer-damaged',
  /** Every part matches its own hash, but the trailer seals different parts: somebody has edited the file. */
  'seal-mismatch',
  /** Bytes follow the trailer. */
  'trailing-bytes',
] as const;
export type LedgerDamageCode = (typeof LEDGER_DAMAGE_CODES)[number];

/** The first part of the file that is not as it was written. */
export interface LedgerDamage {
  readonly code: LedgerDamageCode;
  /** First byte of the damaged part or entry, or the end of a file that is too short. */
  readonly offset: number;
  /** Number of the block that is damaged or holds the entry, counted from 1; null for header and trailer. */
  readonly block: number | null;
  /** First and last entry that can no longer be trusted. */
  readonly entries: { readonly first: number; readonly last: number } | null;
  /** Number of entries, from the first on, in whole blocks that match their hashes. */
  readonly entriesReadable: number;
  readonly message: string;
  readonly remedy: string;
}

const FROM_A_COPY = 'Restore the file from a copy, or run the scenario again with the same seed.';
const REMEDIES: Readonly<Record<LedgerDamageCode, string>> = {
  'not-a-ledger': 'Name a ledger that Meridian has written.',
  'unsupported-version': 'Read the file with the version of Meridian that wrote it.',
  'header-damaged': FROM_A_COPY,
  'block-damaged': `${FROM_A_COPY} The blocks before it can be read as a prefix.`,
  'entry-impossible': `Do not trust who sealed the file. ${FROM_A_COPY} The blocks before it can be read as a prefix.`,
  'hash-damaged': `${FROM_A_COPY} All entries can still be read as a prefix.`,
  truncated: `${FROM_A_COPY} The whole blocks can be read as a prefix.`,
  'trailer-damaged': `${FROM_A_COPY} All entries match their block's hash and can be read as a prefix.`,
  'seal-mismatch': `Do not trust any entry. ${FROM_A_COPY}`,
  'trailing-bytes': 'Cut the file at this byte; the ledger before it is intact.',
};

export function ledgerDamage(damage: Omit<LedgerDamage, 'remedy'>): LedgerDamage {
  return { ...damage, remedy: REMEDIES[damage.code] };
}
