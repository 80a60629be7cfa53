import type { CaseNumber, EntryIndex, Knowledge, RunMs } from '#domain';

/** What the auditor says of one run. Plain JSON; the same ledger and scenario always give the same report. */
export interface AuditReport {
  readonly format: 2;
  readonly scenario: string;
  /** How the scenario's law differs from that of history, in sentences; empty where it does not. */
  readonly law: readonly string[];
  readonly seed: string;
  readonly replication: number;
  /** Hexadecimal Merkle root of the ledger, or null when the file is damaged. */
  readonly root: string | null;
  readonly entries: number;
  readonly cases: number;
  /**
   * Not null when the ledger says that the run was ended before its horizon, because so many cases waited: what would have
   * followed is not judged.
   */
  readonly ended: { readonly timeMs: RunMs; readonly waiting: number } | null;
  /**
   * `violations`: some promise was broken. `undecided`: none was, but there are acts that could be judged neither way. By the law as it
   * was known at each moment.
   */
  readonly verdict: 'clean' | 'undecided' | 'violations' | 'damaged';
  readonly damage: { readonly code: string; readonly offset: number; readonly message: string } | null;
  /** By the law as it was known at each moment. */
  readonly invariants: readonly InvariantResult[];
  /**
   * The invariants that depend on what is known of the law, by the law as it is known today: what was struck down with effect for the past
   * never carried anything. Empty where nothing that bears on the run is seen otherwise today.
   */
  readonly invariantsNow: readonly InvariantResult[];
}

export interface InvariantResult {
  /** `R1` … `R26`. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly checks: number;
  readonly violations: number;
  readonly counterexample: Counterexample | null;
  /** Why nothing put it to the test, as the rest of a sentence that begins with "since"; null where something did. */
  readonly untested: string | null;
  /** Of the checks, those that could be judged neither way, by reason. */
  readonly undecided: readonly UndecidedActs[];
}

/** Acts that could be judged neither way, since something would have to be known that neither scenario nor tables tell. */
export interface UndecidedActs {
  readonly reason: string;
  readonly count: number;
  readonly first: {
    readonly caseNumber: CaseNumber | null;
    readonly entry: EntryIndex;
    readonly timeMs: RunMs;
  };
}

/** The first violation, as the shortest prefix of the case's own story that shows it. */
export interface Counterexample {
  /** Number of the case, or null where the violation is of the world. */
  readonly caseNumber: CaseNumber | null;
  /** Index of the ledger entry at which the violation is complete. */
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
  /** Indices of the entries that tell the story, ascending. */
  readonly story: readonly number[];
}

/** One violation, as it is listed. */
export interface Violation {
  /** `R1` … `R26`. */
  readonly id: string;
  /** By what was known of the law. */
  readonly known: Knowledge;
  readonly caseNumber: CaseNumber | null;
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
}

/** The results of an audit by the law as it is known today: those that depend on it take the place of the others. */
export function resultsNow({ invariants, invariantsNow }: AuditReport): readonly InvariantResult[] {
  return invariants.map((result) => invariantsNow.find(({ id }) => id === result.id) ?? result);
}
