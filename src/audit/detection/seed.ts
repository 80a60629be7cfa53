import type { ActKind } from '#domain';
import type { Auditor } from '../auditor.ts';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import type { StoryEntry } from '../story.ts';

/** What a seed looks at: an entry, its case if that is live, and the auditor and its facts just before the entry is read. */
export interface Occasion {
  readonly entry: StoryEntry;
  /** What comes after it; null at the end. */
  readonly next: StoryEntry | null;
  readonly supportCase: CaseState | undefined;
  readonly facts: Facts;
  readonly auditor: Auditor;
}

/** What is read in place of the entry. */
export interface Sown {
  readonly entries: readonly StoryEntry[];
  /** How many of the entries that follow the breach needs to be seen; none where left out. */
  readonly following?: number;
  /** Until when time has to pass before it is one, ms; to the end of the instant where that is the entry's. Left out: it is one at once. */
  readonly untilMs?: number;
}

/** One way to make a breach of a record that has none. */
export interface Seed {
  /** The invariant that has to find it. */
  readonly id: string;
  readonly what: string;
  /** Kinds of acts that may give occasion. */
  readonly kinds: readonly ActKind[];
  /** Null where the entry gives none: what is sown is a breach for certain. */
  sow(occasion: Occasion): Sown | null;
}
