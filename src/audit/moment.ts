import { NONE_32 } from '#domain';

/** The entry that is being judged, and the clock. Shared by all invariants; moved by the auditor only. */
export class Moment {
  /** Index of the last entry read; −1 before the first. */
  entry = -1;
  /** Simulated time (ms). It never goes back, even where the times of the entries do. */
  timeMs = 0;
}

/** What is known of a violation while the ledger is being read; the story is collected afterwards. */
export interface Finding {
  /** Null for a violation of the world. */
  readonly caseNumber: number | null;
  readonly entry: number;
  readonly timeMs: number;
  readonly message: string;
  /** Entries of the world that belong to the story, in any order; −1 stands for none. */
  readonly world: readonly number[];
}

/** Checks and violations of one invariant, and the first violation. */
export class Tally {
  readonly id: string;
  checks = 0;
  violations = 0;
  first: Finding | null = null;
  private readonly moment: Moment;

  constructor(id: string, moment: Moment) {
    this.id = id;
    this.moment = moment;
  }

  /**
   * Counts violations. `message` is kept of the first one only: it is a string all the same, since a closure would take a context of its
   * caller's arguments from memory at each call, violation or not. `timeMs` is the moment of the violation where it is not the present one.
   */
  violate(
    caseNumber: number | null,
    message: string,
    world: readonly number[] = [],
    timeMs = this.moment.timeMs,
    count = 1,
  ): void {
    this.violations += count;
    this.first ??= { caseNumber, entry: this.moment.entry, timeMs, message, world };
  }
}

/** The number as a ledger's reader prints it: `none` for the value that stands for it. */
export function shown(value: number): string {
  return value === NONE_32 ? 'none' : String(value);
}

/** Takes everything off a list that fills again in a moment: to set its length would give up its memory, too. */
export function empty(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
