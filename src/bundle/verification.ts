import type { AuditReport } from '#audit';
import type { Reader } from '#base';
import type { Scenario } from '#domain';
import type { BundleFile, Evidence, Hashes, OpenFile } from '#exports';
import type { EntryVisitor, OpenedLedger } from '#ledger';
import type { BundleStore } from './bundle-store.ts';
import type { CheckSignature, VerifierKey } from './log/signed-note.ts';
import type { TrustedWitnesses, Vouchers } from './log/vouchers.ts';
import { BUNDLE } from './manifest.ts';
import { MAKERS_WORD } from './run-record.ts';

const CORE: readonly string[] = [
  BUNDLE.manifest,
  BUNDLE.manifestNote,
  BUNDLE.scenario,
  BUNDLE.ledger,
  BUNDLE.audit,
  BUNDLE.law,
];

export interface VerifierOptions extends TrustedWitnesses {
  readonly store: BundleStore;
  readonly hashes: Hashes;
  /** The version of this program. Another version may write exports differently. */
  readonly version: string;
  readonly check: CheckSignature;
  /** The recomputable files of a bundle of that evidence. `kept` reads the others. */
  readonly contents: (evidence: Evidence, kept: (path: string) => string | null) => readonly BundleFile[];
  /** A key that the reader has from elsewhere. */
  readonly trustedKey: VerifierKey | null;
  /** What the reader noted earlier about this log. */
  readonly earlier: EarlierCheckpoint | null;
  /** A statement that was given to a customer, to be recomputed. */
  readonly statement: string | null;
  /** Check only ledger, log, signatures and audit (`isCore`); open no other file. */
  readonly coreOnly?: boolean;
  /** Who reads what the verification says. Default: somebody at a terminal. */
  readonly reader?: Reader;
}

/** The files that a verification of the core reads: signed ones, and those from which the audit follows. */
export function isCore(path: string): boolean {
  return CORE.includes(path) || path.startsWith(BUNDLE.log);
}

/** An earlier checkpoint (signed note), and the scenario (`scenario.json`) that came with it, if the reader has it. */
export interface EarlierCheckpoint {
  readonly note: string;
  readonly scenario: string | null;
}

/** What a bundle of an earlier format leaves open. */
export interface EarlierFormat {
  readonly format: 2 | 3;
  /** Files that this program writes in other words, or by another edition of the law: only their hash was checked. */
  readonly rewritten: readonly string[];
  /** Invariants for which its audit has other counts than this program. */
  readonly counts: readonly string[];
  /** Files in `source/` that the scenario was not read from. */
  readonly besideSource: readonly string[];
}

/** What was checked, and what was found. */
export interface VerifierStep {
  readonly what: string;
  /** Null if it is as it should be. */
  readonly difference: string | null;
  readonly detail: string;
}

export interface BundleVerdict {
  readonly steps: readonly VerifierStep[];
  /** The first of the differences, null if there is none. */
  readonly firstDifference: string | null;
  /** The recomputed audit; null if the ledger cannot be read. */
  readonly audit: AuditReport | null;
  readonly log: { readonly origin: string; readonly size: number; readonly root: string } | null;
  /** Who has signed the checkpoint; null if the signature of the log is not in order. */
  readonly vouchers: Vouchers | null;
  /** What was recomputed and compared with the bundle. */
  readonly recomputed: {
    readonly files: number;
    /** Values of `summary.json`; null if there is none. */
    readonly values: number | null;
    /** Paths of the values of `summary.json` that the ledger does not give. */
    readonly notInLedger: readonly string[];
  };
  /** What the bundle cannot show, or has otherwise, since it is of an earlier format; null for the current one. */
  readonly earlier: EarlierFormat | null;
  /** Files of the bundle that were not opened, in order; empty unless only the core was requested. */
  readonly notOpened: readonly string[];
  /** What the signature is worth, in a sentence. */
  readonly trust: string;
}

/** What follows for a bundle without differences. */
export function soundBundleText(
  verdict: Pick<BundleVerdict, 'notOpened' | 'recomputed' | 'earlier'>,
): string {
  const { earlier } = verdict;
  return earlier === null ? soundText(verdict) : `${soundText(verdict)} ${earlierText(earlier)}`;
}

/** What a bundle of an earlier format cannot show. */
function earlierText({ besideSource, counts, format, rewritten }: EarlierFormat): string {
  const found = [
    format === 2
      ? 'This bundle has format 2, which cannot show that no export was left out, nor that manifest and run.json hold nothing else.'
      : 'This bundle has format 3, whose tables have other names of columns.',
  ];
  if (rewritten.length > 0)
    found.push(
      `This version writes ${rewritten.join(', ')} otherwise: they are as their maker wrote them, and only their hashes were checked.`,
    );
  if (counts.length > 0)
    found.push(
      `Its audit has as many violations, and other numbers of checks or of undecided acts for ${counts.join(', ')}.`,
    );
  if (besideSource.length > 0) found.push(`The scenario was not read from ${besideSource.join(', ')}.`);
  return found.join(' ');
}

function soundText({ notOpened, recomputed }: Pick<BundleVerdict, 'notOpened' | 'recomputed'>): string {
  if (notOpened.length > 0) {
    return 'The ledger is as it was sealed, the log and the audit follow from it, and the signatures fit. This says nothing about the files that were not opened.';
  }
  const { files, notInLedger, values } = recomputed;
  const figures =
    values === null
      ? `. It has no ${BUNDLE.summary}`
      : `, and ${values.toLocaleString('en-GB')} values in ${BUNDLE.summary} were recomputed`;
  const others = [
    `${MAKERS_WORD.join(', ')} in ${BUNDLE.run}`,
    ...notInLedger.map((path) => `${path} in ${BUNDLE.summary}`),
  ];
  return (
    `The bundle is what its ledger gives: ${files} files are the same byte for byte${figures}. ` +
    `Not in the ledger, and so the maker's word: ${others.join(', ')}.`
  );
}

/** Long work, which is left to the host. */
export type VerifierWork =
  /** Nothing to do: some bytes have been hashed. */
  | { readonly kind: 'pause' }
  /** Audit the ledger, and provide the source of all exports. */
  | {
      readonly kind: 'audit';
      readonly ledger: OpenedLedger;
      readonly scenario: Scenario;
      take(evidence: Evidence): void;
    }
  /** Write files to sinks that compare them with those of the bundle. */
  | {
      readonly kind: 'files';
      readonly files: readonly OpenFile[];
      readonly evidence: Evidence;
      readonly ledger: OpenedLedger;
    }
  /** Show every entry of the ledger, in order. */
  | { readonly kind: 'entries'; readonly ledger: OpenedLedger; readonly visit: EntryVisitor };
