import type { AuditReport } from '#audit';
import type { Scenario } from '#domain';
import type { EntryVisitor, OpenedLedger } from '#ledger';
import type { BundleStore } from './bundle-store.ts';
import type { OpenFile } from './case-files.ts';
import type { Evidence, Hashes } from './evidence.ts';
import type { WitnessKey } from './log/cosignature.ts';
import type { CheckSignature, VerifierKey } from './log/signed-note.ts';
import { BUNDLE } from './manifest.ts';
import type { BundleFile } from './sinks.ts';

const CORE: readonly string[] = [
  BUNDLE.manifest,
  BUNDLE.manifestNote,
  BUNDLE.scenario,
  BUNDLE.ledger,
  BUNDLE.audit,
];

export interface VerifierOptions {
  readonly store: BundleStore;
  readonly hashes: Hashes;
  /** Of this program: another may write exports in another way. */
  readonly version: string;
  readonly check: CheckSignature;
  /** The files of a bundle of that evidence that can be made anew. `kept` reads those that cannot. */
  readonly contents: (evidence: Evidence, kept: (path: string) => string | null) => readonly BundleFile[];
  /** A key that the reader has from elsewhere. */
  readonly trustedKey: VerifierKey | null;
  /** What the reader has noted earlier of this log. */
  readonly earlier: EarlierCheckpoint | null;
  /** Witnesses whose cosignatures the reader asks for. */
  readonly witnesses: readonly WitnessKey[];
  /** A statement that was given to a customer, to be made anew. */
  readonly statement: string | null;
  /** Only ledger, log, signatures and audit (`isCore`); no other file is opened. */
  readonly coreOnly?: boolean;
}

/** The files that a verification of the core reads: what is signed, and what the audit follows from. */
export function isCore(path: string): boolean {
  return CORE.includes(path) || path.startsWith(BUNDLE.log);
}

/** A checkpoint (signed note) of before, and the scenario (`scenario.json`) that stood beside it, if the reader has it. */
export interface EarlierCheckpoint {
  readonly note: string;
  readonly scenario: string | null;
}

/** What has been looked at, and what was found. */
export interface VerifierStep {
  readonly what: string;
  /** Null when it is as it should be. */
  readonly difference: string | null;
  readonly detail: string;
}

export interface BundleVerdict {
  readonly steps: readonly VerifierStep[];
  /** The first of the differences, null when there is none. */
  readonly firstDifference: string | null;
  /** The audit made anew; null when the ledger cannot be read. */
  readonly audit: AuditReport | null;
  readonly log: { readonly origin: string; readonly size: number; readonly root: string } | null;
  /** What has been made anew and held against the bundle. */
  readonly recomputed: {
    readonly files: number;
    /** Of `summary.json`; null where there is none. */
    readonly values: number | null;
    /** Where values of `summary.json` stand that the ledger does not give. */
    readonly notInLedger: readonly string[];
  };
  /** Files of the bundle that were not opened, in order; empty unless only the core was asked for. */
  readonly notOpened: readonly string[];
  /** What the signature is worth, in a sentence. */
  readonly trust: string;
}

/** What is so of a bundle in which no difference was found. */
export function soundBundleText({
  notOpened,
  recomputed,
}: Pick<BundleVerdict, 'notOpened' | 'recomputed'>): string {
  if (notOpened.length > 0) {
    return 'The ledger is as it was sealed, the log and the audit follow from it, and the signatures fit. This says nothing about the files that were not opened.';
  }
  const { files, notInLedger, values } = recomputed;
  const figures =
    values === null
      ? `. It has no ${BUNDLE.summary}`
      : `, and ${values.toLocaleString('en-GB')} values in ${BUNDLE.summary} were recomputed`;
  const others = [
    `${BUNDLE.run} (how the run was made)`,
    ...notInLedger.map((path) => `${path} in ${BUNDLE.summary}`),
  ];
  return (
    `The bundle is what its ledger gives: ${files} files are the same byte for byte${figures}. ` +
    `Not in the ledger, so that only the hash of the file was checked: ${others.join(', ')}.`
  );
}

/** What takes long, and is therefore left to the host. */
export type VerifierWork =
  /** Nothing: some bytes have been hashed. */
  | { readonly kind: 'pause' }
  /** To judge the ledger, and to give what all exports are made of. */
  | {
      readonly kind: 'audit';
      readonly ledger: OpenedLedger;
      readonly scenario: Scenario;
      take(evidence: Evidence): void;
    }
  /** To write files to what holds them against those of the bundle. */
  | {
      readonly kind: 'files';
      readonly files: readonly OpenFile[];
      readonly evidence: Evidence;
      readonly ledger: OpenedLedger;
    }
  /** To show every entry of the ledger, in order. */
  | { readonly kind: 'entries'; readonly ledger: OpenedLedger; readonly visit: EntryVisitor };
