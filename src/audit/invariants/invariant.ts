import type { ActKind, RunMs, Scenario } from '#domain';
import type { StoryEntry } from '#ledger';
import type { CaseView } from '../facts/case-state.ts';
import type { FactsView } from '../facts/facts.ts';
import type { Tally } from '../facts/tally.ts';
import type { LogNeeds } from './log-needs.ts';

/** Wording and origin of one invariant, printed in reports. */
export interface InvariantRow {
  readonly id: string;
  readonly title: string;
  /** One sentence for general readers. */
  readonly sentence: string;
  /** The exact rule. Live(x,t): copy x was stored at or before t and is not yet deleted. */
  readonly statement: string;
  /** The promise or law behind it. */
  readonly source: string;
  /** One way to break it. */
  readonly brokenBy: string;
}

/** Judges one invariant of one ledger. Counts checks and violations in its tally and changes nothing else. */
export interface Judge {
  readonly tally: Tally;
}

/** Everything that the auditor knows about one invariant. */
export interface Invariant<J extends Judge = Judge> {
  readonly row: InvariantRow;
  readonly log: LogNeeds;
  readonly makeJudge: (facts: FactsView) => J;
  /** The breach that R25 seeds. */
  readonly seed: Seed<J>;
  readonly untested: Untested;
}

/** R25, which judges the auditor itself. It needs all judges, and so lives in `detection/`. */
export interface InvariantOfAuditor {
  readonly row: InvariantRow;
  readonly log: LogNeeds;
  readonly makeJudge: null;
  readonly seed: null;
  readonly untested: Untested;
}

/** Why a run may not test an invariant, as the end of a sentence that begins with "since". */
export interface Untested {
  /** What the scenario lacks; null if it has what the invariant needs. */
  readonly lack?: (scenario: Scenario) => string | null;
  /** What did not happen in such a run. */
  readonly absent: string;
}

/** Input of a seed: an entry, its case if that is live, and the facts just before the entry is read. */
export interface Occasion {
  readonly entry: StoryEntry;
  /** The entry after it; null at the end. */
  readonly next: StoryEntry | null;
  readonly supportCase: CaseView | undefined;
  readonly facts: FactsView;
}

/** Entries that replace the original one. */
export interface Sown {
  readonly entries: readonly StoryEntry[];
  /** Number of further entries needed to reveal the breach; default: none. */
  readonly following?: number;
  /**
   * Time that must pass to complete the breach, ms; equal to the entry's time for the end of its instant. Default:
   * the breach is complete at once.
   */
  readonly untilMs?: RunMs;
}

/** One way to turn a correct record into one with a breach. */
export interface Seed<J extends Judge> {
  readonly what: string;
  /** Kinds of acts that can be turned into the breach. */
  readonly kinds: readonly ActKind[];
  /**
   * Returns entries that certainly are a breach, or null if this entry is no occasion. `judge`: judge of the
   * invariant, just before the entry is read.
   */
  sow(occasion: Occasion, judge: J): Sown | null;
}

/** A seed with the id of the invariant that must find it. */
export interface SeedOf extends Seed<Judge> {
  readonly id: string;
}
