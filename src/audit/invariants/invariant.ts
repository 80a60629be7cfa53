import type { ActKind, RunMs, Scenario } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { FactsView } from '../facts/facts.ts';
import type { Tally } from '../facts/tally.ts';
import type { StoryEntry } from '../telling/story.ts';

/** What one invariant says, and where it comes from. Reports print it. */
export interface InvariantRow {
  readonly id: string;
  readonly title: string;
  /** For everybody. */
  readonly sentence: string;
  /** For those who want to know exactly. Live(x,t): copy x stored at or before t and not yet deleted. */
  readonly statement: string;
  /** What made the promise, or the law. */
  readonly source: string;
  /** One way to break it. */
  readonly brokenBy: string;
}

/** Judges one invariant of one ledger. Counts checks and violations in its tally; changes nothing but itself. */
export interface Judge {
  readonly tally: Tally;
}

/** One invariant: everything that the auditor knows of it. */
export interface Invariant<J extends Judge = Judge> {
  readonly row: InvariantRow;
  readonly makeJudge: (facts: FactsView) => J;
  /** The breach that R25 seeds. */
  readonly seed: Seed<J>;
  readonly untested: Untested;
}

/** R25, which judges the auditor: it needs all judges, and has a place of its own (`detection/`). */
export interface InvariantOfAuditor {
  readonly row: InvariantRow;
  readonly makeJudge: null;
  readonly seed: null;
  readonly untested: Untested;
}

/** Why a run may not put an invariant to the test, as the rest of a sentence that begins with "since". */
export interface Untested {
  /** What the scenario lacks; null where it has what the invariant needs. */
  readonly lack?: (scenario: Scenario) => string | null;
  /** What does not happen in such a run. */
  readonly absent: string;
}

/** What a seed looks at: an entry, its case if that is live, and the facts just before the entry is read. */
export interface Occasion {
  readonly entry: StoryEntry;
  /** The entry after it; null at the end. */
  readonly next: StoryEntry | null;
  readonly supportCase: CaseView | undefined;
  readonly facts: FactsView;
}

/** What is read in place of the entry. */
export interface Sown {
  readonly entries: readonly StoryEntry[];
  /** How many of the entries that follow the breach needs to be seen; none where left out. */
  readonly following?: number;
  /** Until when time has to pass before it is one, ms; to the end of the instant where that is the entry's. Left out: it is one at once. */
  readonly untilMs?: RunMs;
}

/** One way to make a breach of a record that has none. */
export interface Seed<J extends Judge> {
  readonly what: string;
  /** Kinds of acts that may give occasion. */
  readonly kinds: readonly ActKind[];
  /** Null where the entry gives none: what is sown is a breach for certain. `judge`: of the invariant, just before the entry is read. */
  sow(occasion: Occasion, judge: J): Sown | null;
}

/** A seed with the id of the invariant that has to find it. */
export interface SeedOf extends Seed<Judge> {
  readonly id: string;
}
