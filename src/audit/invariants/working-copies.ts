import type { CaseState } from '../case-state.ts';
import { placeOfCopy, roleOfCopy, WORKING_COPY_ROLE } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { DeadlineQueue } from './deadline-queue.ts';

/** R16: a working copy at a centre is gone within the time allowed after the case was un-assigned there. */
export class WorkingCopies {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly allowedMs: number;
  /** Copies that nobody works on, as case × 2^16 + place: when they have to be gone. */
  private readonly due = new Map<number, number>();
  private readonly deadlines = new DeadlineQueue();

  constructor(facts: Facts) {
    this.facts = facts;
    this.allowedMs = facts.tables.scenario.retention.workingCopyMs;
    this.tally = new Tally('R16', facts.moment);
  }

  /** The view has ended, and with it the assignment. */
  unassigned(supportCase: CaseState): void {
    for (const copy of supportCase.copies) {
      if (roleOfCopy(copy) !== WORKING_COPY_ROLE) continue;
      const key = keyOf(supportCase.number, placeOfCopy(copy));
      if (this.due.has(key)) continue;
      const dueMs = this.facts.moment.timeMs + this.allowedMs;
      this.due.set(key, dueMs);
      this.deadlines.push(dueMs, key);
    }
  }

  /** Somebody at the centre works on the case again, with the copy that is there. */
  viewed(supportCase: CaseState, centre: number): void {
    if (this.due.size > 0)
      this.due.delete(keyOf(supportCase.number, this.facts.tables.placeOfCentre(centre)));
  }

  deleted(supportCase: CaseState, copy: number): void {
    if (roleOfCopy(copy) !== WORKING_COPY_ROLE) return;
    this.tally.checks++;
    if (this.due.size > 0) this.due.delete(keyOf(supportCase.number, placeOfCopy(copy)));
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    while (this.deadlines.firstMs < timeMs) {
      const dueMs = this.deadlines.firstMs;
      const key = this.deadlines.takeFirst();
      if (this.due.get(key) !== dueMs) continue;
      this.due.delete(key);
      const place = key % PLACES;
      this.tally.checks++;
      this.tally.violate(
        (key - place) / PLACES,
        `a working copy is left at ${this.facts.tables.placeName(place)} after its time`,
        [],
        dueMs,
      );
    }
  }
}

const PLACES = 2 ** 16;

function keyOf(caseNumber: number, place: number): number {
  return caseNumber * PLACES + place;
}
