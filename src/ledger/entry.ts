import type { CaseNumber, RunMs } from '#domain';
import type { EntryVisitor } from './reader.ts';

/** One entry of a ledger as an object: for stories, never for the audit. For its fields, see the table of acts. */
export interface StoryEntry {
  readonly index: number;
  readonly timeMs: RunMs;
  readonly kind: number;
  readonly aux: number;
  readonly caseNumber: CaseNumber;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Anything that yields its entries in order, as a ledger does. */
export interface EntrySource {
  forEach(visit: EntryVisitor): void;
}
