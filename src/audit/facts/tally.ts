import { type CaseNumber, type Knowledge, NONE_32 } from '#domain';
import type { Finding, Moment } from './moment.ts';

/** Acts that could not be judged, for one reason. */
export interface OpenQuestion {
  readonly reason: string;
  count: number;
  readonly first: Finding;
}

/**
 * Results of one invariant: number of checks and violations, the first violation, and the acts that it could not
 * judge.
 */
export class Tally {
  readonly id: string;
  readonly known: Knowledge;
  checks = 0;
  violations = 0;
  first: Finding | null = null;
  /** By reason, in order of appearance. A reason names no case, so there are few. */
  readonly open = new Map<string, OpenQuestion>();
  private readonly moment: Moment;

  constructor(id: string, moment: Moment, known: Knowledge = 'then') {
    this.id = id;
    this.moment = moment;
    this.known = known;
  }

  /** Whether every violation is kept, or only the first. */
  get listsAll(): boolean {
    return this.moment.takeViolation !== null;
  }

  /**
   * Counts a violation. `message` is a string even if nobody reads it: a closure would store its caller's arguments
   * in a context at each call, with or without a violation. `timeMs`: moment of the violation, if it is not now.
   */
  violate(
    caseNumber: CaseNumber | null,
    message: string,
    world: readonly number[] = [],
    timeMs = this.moment.timeMs,
  ): void {
    this.add({ caseNumber, entry: this.moment.entry, timeMs, message, world });
  }

  /** Records a violation at an entry other than the last one read. */
  add(finding: Finding): void {
    this.violations++;
    this.first ??= finding;
    this.moment.takeViolation?.(this, finding);
  }

  /** Records that an act cannot be judged. `reason` names the missing information. */
  leaveOpen(caseNumber: CaseNumber | null, reason: string): void {
    const known = this.open.get(reason);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { entry, timeMs } = this.moment;
    const first = { caseNumber, entry, timeMs, message: reason, world: [] };
    this.open.set(reason, { reason, count: 1, first });
  }
}

/** The number as a reader of ledgers prints it: `none` for the value that means none. */
export function shown(value: number): string {
  return value === NONE_32 ? 'none' : String(value);
}
