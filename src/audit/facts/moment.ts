import { keepAsDoubles } from '#base';
import type { Finding, Tally } from './tally.ts';

/** The entry that is being judged, and the clock. Only the auditor moves it. */
export class Moment {
  /** Index of the last entry read; −1 before the first. */
  entry = -1;
  /** Simulated time (ms). It never goes back, even if the times of the entries do. */
  timeMs = 0;
  /** Takes every violation as it is found. Null to keep only the counts and the first violation of each invariant. */
  readonly takeViolation: ((tally: Tally, finding: Finding) => void) | null;

  constructor(takeViolation: Moment['takeViolation'] = null) {
    this.takeViolation = takeViolation;
  }

  static {
    keepAsDoubles(new Moment(), 'timeMs');
  }
}
