import { ACT_NUMBERS, type CaseNumber, type PlaceIndex, type RunMs } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { placeOfCopy, roleOfCopy, WORKING_COPY_ROLE } from '../facts/copy-list.ts';
import { NONE } from '../facts/world-state.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { COPIES, type Invariant, Judge } from './invariant.ts';

const { 'view end': VIEW_END } = ACT_NUMBERS;

/** R16: a working copy at a centre is deleted within the allowed time after the case has left its agent there. */
export class WorkingCopies extends Judge {
  private readonly allowedMs = this.facts.tables.scenario.retention.workingCopyMs;
  /** Copies that nobody uses, by case × 2^16 + place: the time by which they must be gone. */
  private readonly due = new Map<number, number>();
  private readonly deadlines = new DeadlineQueue();

  /** Called when the view ends, and with it the assignment. */
  unassigned(supportCase: CaseView): void {
    for (const copy of supportCase.copies) {
      if (roleOfCopy(copy) !== WORKING_COPY_ROLE) continue;
      const key = keyOf(supportCase.number, placeOfCopy(copy));
      if (this.due.has(key)) continue;
      const dueMs = this.facts.moment.timeMs + this.allowedMs;
      this.due.set(key, dueMs);
      this.deadlines.push(dueMs, key);
    }
  }

  /** Called when an agent at the centre works on the case again, with the copy that is there. */
  viewed({ number, viewCentre }: CaseView): void {
    const place = this.facts.tables.placeOfCentre(viewCentre);
    if (this.due.size > 0 && place < PLACES) this.due.delete(keyOf(number, place));
  }

  deleted(supportCase: CaseView, copy: number): void {
    if (roleOfCopy(copy) !== WORKING_COPY_ROLE) return;
    this.tally.checks++;
    if (this.due.size > 0) this.due.delete(keyOf(supportCase.number, placeOfCopy(copy)));
  }

  passed(timeMs: RunMs): void {
    while (this.deadlines.firstMs < timeMs) {
      const dueMs = this.deadlines.firstMs;
      const key = this.deadlines.takeFirst();
      if (this.due.get(key) !== dueMs) continue;
      this.due.delete(key);
      const place = key % PLACES;
      this.tally.checks++;
      this.tally.violate(
        (key - place) / PLACES,
        `a working copy is left at ${this.facts.tables.placeName(place)} after the allowed time`,
        [],
        dueMs,
      );
    }
  }
}

const PLACES = 2 ** 16;

function keyOf(caseNumber: CaseNumber, place: PlaceIndex): number {
  return caseNumber * PLACES + place;
}

export const R16: Invariant<WorkingCopies> = {
  row: {
    id: 'R16',
    title: 'Working copies',
    sentence: 'A working copy at a centre is deleted soon after the case has left its agent.',
    statement:
      'For all working copies at a centre: deleted within the time that the scenario allows after the ' +
      'view at that centre has ended, unless another view at the centre began before.',
    source: 'Residency of data that agents keep on local support systems',
    brokenBy: 'working copies purged only when the case is erased',
  },
  log: {
    events: { store: [], delete: [], view: [], 'view end': [] },
    isAboutCopies: true,
    noColumn: COPIES,
  },
  judge: WorkingCopies,
  seed: {
    what: 'a working copy is left behind when the case leaves',
    kinds: ['delete'],
    sow: ({ entry, facts, next, supportCase }) => {
      const { horizonMs, retention } = facts.tables.scenario;
      const untilMs = entry.timeMs + retention.workingCopyMs + 1;
      // A working copy is deleted just before the end of the view for which it was made.
      const isOfView =
        entry.aux === WORKING_COPY_ROLE &&
        supportCase !== undefined &&
        supportCase.viewCentre !== NONE &&
        facts.tables.placeOfCentre(supportCase.viewCentre) === entry.a &&
        next?.kind === VIEW_END &&
        next.caseNumber === entry.caseNumber &&
        next.a === supportCase.viewCentre;
      return isOfView && untilMs < horizonMs ? { entries: [], following: 1, untilMs } : null;
    },
  },
  untested: { absent: 'no working copy was deleted or due to be' },
};
