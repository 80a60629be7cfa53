import type { GroupTally, Level } from '#domain';
import type { PaidHours } from './paid-hours.ts';
import type { TimeWeightedLevel } from './time-weighted-levels.ts';

/** The levels of a group: each counts agents. */
export interface GroupLevels {
  /** On duty and present. */
  readonly onDuty: TimeWeightedLevel;
  /** On duty and present, while the centre is up. */
  readonly available: TimeWeightedLevel;
  readonly busy: TimeWeightedLevel;
  /** Busy, but not on duty or not present. */
  readonly overtime: TimeWeightedLevel;
}

/** Agents of a group on duty, available and busy ones, and what is paid. */
export class GroupStaff implements GroupTally {
  readonly onDuty: GroupDuty;
  readonly busy: TimeWeightedLevel;
  readonly overtime: TimeWeightedLevel;
  readonly paid: PaidHours | null;

  constructor(levels: GroupLevels, paid: PaidHours | null) {
    this.onDuty = new GroupDuty(levels, paid);
    this.busy = levels.busy;
    this.overtime = levels.overtime;
    this.paid = paid;
  }
}

/** The agents on duty. They are available while their centre is up. */
class GroupDuty implements Level {
  private readonly levels: GroupLevels;
  private readonly paid: PaidHours | null;
  private isCentreUp = true;

  constructor(levels: GroupLevels, paid: PaidHours | null) {
    this.levels = levels;
    this.paid = paid;
  }

  change(timeMs: number, delta: number): void {
    this.levels.onDuty.change(timeMs, delta);
    if (this.isCentreUp) this.levels.available.change(timeMs, delta);
    this.paid?.onDuty.change(timeMs, delta);
  }

  centreIs(isUp: boolean, timeMs: number): void {
    if (isUp === this.isCentreUp) return;
    this.isCentreUp = isUp;
    const { available, onDuty } = this.levels;
    available.change(timeMs, isUp ? onDuty.value : -onDuty.value);
  }
}
