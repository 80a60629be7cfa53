import type { Knowledge } from '#domain';

/** What the auditor says of one run. Plain JSON; the same ledger and scenario always give the same report. */
export interface AuditReport {
  readonly format: 1;
  readonly scenario: string;
  readonly seed: string;
  readonly replication: number;
  /** Bases are judged as they were known then, or as they are known now. */
  readonly law: Knowledge;
  /** Hexadecimal Merkle root of the ledger, or null when the file is damaged. */
  readonly root: string | null;
  readonly entries: number;
  readonly cases: number;
  /**
   * Not null when the ledger says that the run was ended before its horizon, because so many cases waited: what would have
   * followed is not judged.
   */
  readonly ended: { readonly timeMs: number; readonly waiting: number } | null;
  readonly verdict: 'clean' | 'violations' | 'damaged';
  readonly damage: { readonly code: string; readonly offset: number; readonly message: string } | null;
  readonly invariants: readonly InvariantResult[];
}

export interface InvariantResult {
  /** `R1` … `R26`. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly checks: number;
  readonly violations: number;
  readonly counterexample: Counterexample | null;
}

/** The first violation, as the shortest prefix of the case's own story that shows it. */
export interface Counterexample {
  /** Number of the case, or null where the violation is of the world. */
  readonly caseNumber: number | null;
  /** Index of the ledger entry at which the violation is complete. */
  readonly entry: number;
  readonly timeMs: number;
  readonly message: string;
  /** Indices of the entries that tell the story, ascending. */
  readonly story: readonly number[];
}
