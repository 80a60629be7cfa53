import type { CaseNumber, EntryIndex, Knowledge, RunMs } from '#domain';
import type { EarlierLedger } from '#ledger';

/** The auditor's report on one run. Plain JSON; the same ledger and scenario always give the same report. */
export interface AuditReport {
  readonly format: 2;
  readonly scenario: string;
  /** How the scenario's law differs from real law, in sentences; empty if it does not. */
  readonly law: readonly string[];
  readonly seed: string;
  readonly replication: number;
  /** Merkle root of the ledger, hexadecimal; null if the file is damaged. */
  readonly root: string | null;
  /** The ledger before it, whose entries were judged together with its own; left out for a ledger that begins with its run. */
  readonly continues?: EarlierLedger;
  /** Entries that were judged, those of the ledger before it included. */
  readonly entries: number;
  readonly cases: number;
  /**
   * Not null if the run was stopped before its horizon because too many cases waited. Nothing after that time is
   * judged.
   */
  readonly ended: { readonly timeMs: RunMs; readonly waiting: number } | null;
  /**
   * `violations`: a promise was broken. `undecided`: none was, but some acts could not be judged. Under the law as
   * known at each moment.
   */
  readonly verdict: 'clean' | 'undecided' | 'violations' | 'damaged';
  readonly damage: { readonly code: string; readonly offset: number; readonly message: string } | null;
  /** Under the law as known at each moment. */
  readonly invariants: readonly InvariantResult[];
  /**
   * Results under the law as known today, for the invariants that depend on it: an instrument annulled with
   * retroactive effect never supported a transfer. Empty if today's knowledge changes nothing for the run.
   */
  readonly invariantsNow: readonly InvariantResult[];
}

export interface InvariantResult {
  /** The id of an invariant, such as `R7`. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly checks: number;
  readonly violations: number;
  readonly counterexample: Counterexample | null;
  /** Why nothing tested it, as the end of a sentence that begins with "since"; null if something did. */
  readonly untested: string | null;
  /** Checks without a verdict, by reason. */
  readonly undecided: readonly UndecidedActs[];
}

/** Acts that could not be judged, because neither scenario nor tables contain the necessary information. */
export interface UndecidedActs {
  readonly reason: string;
  readonly count: number;
  readonly first: {
    readonly caseNumber: CaseNumber | null;
    readonly entry: EntryIndex;
    readonly timeMs: RunMs;
  };
}

/** The first violation, with the shortest prefix of the case's story that shows it. */
export interface Counterexample {
  /** Number of the case; null if the violation concerns no single case. */
  readonly caseNumber: CaseNumber | null;
  /** Index of the ledger entry that completes the violation. */
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
  /** Indices of the entries that make up the story, ascending. */
  readonly story: readonly number[];
}

/** One violation in a list. */
export interface Violation {
  /** The id of an invariant, such as `R7`. */
  readonly id: string;
  /** Whether it is one under the law as known then, or as known today. */
  readonly known: Knowledge;
  readonly caseNumber: CaseNumber | null;
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
}

/** The results under the law as known today. Invariants that do not depend on it keep their results. */
export function resultsNow({ invariants, invariantsNow }: AuditReport): readonly InvariantResult[] {
  return invariants.map((result) => invariantsNow.find(({ id }) => id === result.id) ?? result);
}

/** What the auditor shares with the simulator and what it does not: one text for every document that mentions it. */
export const AUDITOR_INDEPENDENCE =
  'The auditor applies rules of its own, written a second time: boundaries, evaluation of the law, eligibility, waiting causes, and the ' +
  'judges of all invariants. It shares with the simulator the vocabulary and layout of acts, calendars, language matching, basic arithmetic, the ' +
  'readers of scenario and ledger files, the tables of the scenario, and the tables of law, which are pinned by their hashes.';
