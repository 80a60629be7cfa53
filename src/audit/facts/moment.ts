import { keepAsDoubles } from '#base';
import type { CaseNumber, EntryIndex, Knowledge, RunMs } from '#domain';

/** What is known of a violation during the first pass. The second pass collects its story. */
export interface Finding {
  /** Null for a violation that concerns no single case. */
  readonly caseNumber: CaseNumber | null;
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
  /** Entries of the world that belong to the story, in any order; −1 for none. */
  readonly world: readonly number[];
}

/** The entry that is being judged, and the clock. Only the auditor moves it. */
export class Moment {
  /** Index of the last entry read; −1 before the first. */
  entry = -1;
  /** Simulated time (ms). It never goes back, even if the times of the entries do. */
  timeMs = 0;
  /** Takes every violation as it is found. Null to keep only the counts and the first violation of each invariant. */
  readonly takeViolation:
    | ((tally: { readonly id: string; readonly known: Knowledge }, finding: Finding) => void)
    | null;

  constructor(takeViolation: Moment['takeViolation'] = null) {
    this.takeViolation = takeViolation;
  }

  static {
    keepAsDoubles(new Moment(), 'timeMs');
  }
}
