import { type GroupTally, type Level, SEVERITIES } from '#domain';
import { PaidDuty, type PaidHours } from './paid-hours.ts';
import type { TimeWeightedLevel } from './time-weighted-levels.ts';
import type { WeekCount } from './weekly-measures.ts';

/** Contacts of an agent group with cases of a severity. Sums begin with no small integer, so that V8 keeps doubles. */
export class ContactTally {
  contacts = 0;
  ended = 0;
  waitSumMs = Number.POSITIVE_INFINITY;
  handleSumMs = Number.POSITIVE_INFINITY;
  /** Not exact, as squares are large: within 10⁻¹⁰ of itself for millions of contacts. */
  handleSquaresMs = Number.POSITIVE_INFINITY;

  constructor() {
    this.waitSumMs = 0;
    this.handleSumMs = 0;
    this.handleSquaresMs = 0;
  }

  forget(): void {
    this.contacts = 0;
    this.ended = 0;
    this.waitSumMs = 0;
    this.handleSumMs = 0;
    this.handleSquaresMs = 0;
  }
}

/** Contacts of an agent group, and its agents on duty and busy. */
export class GroupContacts implements GroupTally {
  readonly onDuty: Level;
  readonly busy: TimeWeightedLevel;
  readonly overtime: TimeWeightedLevel;
  readonly paid: PaidHours | null;
  readonly bySeverity: readonly ContactTally[] = SEVERITIES.map(() => new ContactTally());

  constructor(
    onDuty: TimeWeightedLevel,
    busy: TimeWeightedLevel,
    overtime: TimeWeightedLevel,
    paid: PaidHours | null,
  ) {
    this.onDuty = paid === null ? onDuty : new PaidDuty(onDuty, paid);
    this.busy = busy;
    this.overtime = overtime;
    this.paid = paid;
  }

  /** The warm-up is over. */
  forget(timeMs: number): void {
    for (const tally of this.bySeverity) tally.forget();
    this.paid?.forget(timeMs);
  }

  contactBegan(severity: number, waitMs: number): void {
    const tally = this.bySeverity[severity] as ContactTally;
    tally.contacts++;
    tally.waitSumMs += waitMs;
  }

  contactEnded(severity: number, handledMs: number): void {
    const tally = this.bySeverity[severity] as ContactTally;
    tally.ended++;
    tally.handleSumMs += handledMs;
    tally.handleSquaresMs += handledMs * handledMs;
  }
}

/** A group that also counts by interval of the week: a contact under the interval in which it begins, or ends. */
export class TimedContacts extends GroupContacts {
  private readonly counts: readonly WeekCount[];
  private readonly clock: () => number;

  constructor(
    counts: readonly WeekCount[],
    clock: () => number,
    ...group: ConstructorParameters<typeof GroupContacts>
  ) {
    super(...group);
    this.counts = counts;
    this.clock = clock;
  }

  override contactBegan(severity: number, waitMs: number): void {
    super.contactBegan(severity, waitMs);
    for (const count of this.counts) {
      count.add(count.answered, this.clock(), 1);
      count.add(count.waitSumMs, this.clock(), waitMs);
    }
  }

  override contactEnded(severity: number, handledMs: number): void {
    super.contactEnded(severity, handledMs);
    for (const count of this.counts) {
      count.add(count.ended, this.clock(), 1);
      count.add(count.handleSumMs, this.clock(), handledMs);
    }
  }
}
