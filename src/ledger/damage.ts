/** What can be wrong with a file that is offered as a ledger, in words of its bytes (`layout.ts`). */
export const LEDGER_DAMAGE_CODES = [
  /** It does not begin as a ledger does. */
  'not-a-ledger',
  /** A ledger of another version of the format. */
  'unsupported-version',
  /** The header does not match its hash, or does not give what a header must. */
  'header-damaged',
  /** A block does not match its hash, or is not the block that must stand there. */
  'block-damaged',
  /** Only a stored leaf hash is wrong: the root proves that all entries are as they were written. */
  'hash-damaged',
  /** The file ends before its trailer does. */
  'truncated',
  /** The trailer does not match its own hash. */
  'trailer-damaged',
  /**
   * Each part matches its own hash, but the trailer seals other parts than these: somebody has edited the
   * file.
   */
  'seal-mismatch',
  /** Bytes follow the trailer. */
  'trailing-bytes',
] as const;
export type LedgerDamageCode = (typeof LEDGER_DAMAGE_CODES)[number];

/** The first thing in the file that is not as it was written. */
export interface LedgerDamage {
  readonly code: LedgerDamageCode;
  /** Where it is: first byte of the part that is damaged, or the place where the file ends. */
  readonly offset: number;
  /** The block concerned, counted from 1; null for header and trailer. */
  readonly block: number | null;
  /** The entries that cannot be trusted any more, first and last. */
  readonly entries: { readonly first: number; readonly last: number } | null;
  /** How many entries, counted from the first, stand in whole blocks that match their hashes. */
  readonly entriesReadable: number;
  readonly message: string;
  readonly remedy: string;
}

const FROM_A_COPY = 'Restore the file from a copy, or run the scenario again with the same seed.';
const REMEDIES: Readonly<Record<LedgerDamageCode, string>> = {
  'not-a-ledger': 'Name a ledger that this program has written.',
  'unsupported-version': 'Read the file with the version of the program that has written it.',
  'header-damaged': FROM_A_COPY,
  'block-damaged': `${FROM_A_COPY} The blocks before it can be read as a prefix.`,
  'hash-damaged': `${FROM_A_COPY} All entries can still be read as a prefix.`,
  truncated: `${FROM_A_COPY} The whole blocks can be read as a prefix.`,
  'trailer-damaged': `${FROM_A_COPY} All entries match their block's hash and can be read as a prefix.`,
  'seal-mismatch': `Do not trust any entry. ${FROM_A_COPY}`,
  'trailing-bytes': 'Cut the file off at the byte given; the ledger before it is whole.',
};

export function ledgerDamage(damage: Omit<LedgerDamage, 'remedy'>): LedgerDamage {
  return { ...damage, remedy: REMEDIES[damage.code] };
}
