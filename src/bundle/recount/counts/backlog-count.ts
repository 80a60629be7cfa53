import { SECOND_MS } from '#base';
import { type Backlog, CASE_STATES, type CaseState, wasAnswered } from '#domain';
import type { Entry } from './entry.ts';
import { type Figures, ratioOf } from './figure.ts';

const OVER = (['resolved', 'closed', 'erased', 'refused'] as const satisfies CaseState[]).map((state) =>
  CASE_STATES.indexOf(state),
);

/** What becomes of the cases that the scenario has open at the start, and how many others are open. */
export class BacklogCount {
  private readonly rows: Backlog;
  private readonly wasResolved: boolean[];
  private readonly open = { old: 0, others: 0 };
  private resolved = 0;
  private left = 0;
  private remainingMs = 0;

  constructor(rows: Backlog) {
    this.rows = rows;
    this.wasResolved = rows.map(({ state }) => state === 'resolved');
  }

  opened(caseNumber: number): void {
    if (this.wasResolved[caseNumber] !== true) this.change(caseNumber, 1);
  }

  moved({ a: before, b: after, caseNumber }: Entry, isResolution: boolean, nowMs: number): void {
    const wasOpen = !OVER.includes(before);
    const isOpen = !OVER.includes(after);
    if (before === SUBMITTED && this.wasResolved[caseNumber] === true) {
      // The case was resolved before the run, and is open again only while no place may have its copies.
      if (isOpen) this.change(caseNumber, 1);
      return;
    }
    if (wasOpen === isOpen) return;
    if (isOpen) return this.change(caseNumber, 1);
    this.change(caseNumber, -1);
    if (this.wasResolved[caseNumber] !== false) return;
    if (isResolution) {
      this.wasResolved[caseNumber] = true;
      this.resolved++;
      this.remainingMs += nowMs;
    } else this.left++;
  }

  figures(): Figures {
    const { left, open, remainingMs, resolved, rows } = this;
    const before = rows.filter(({ state }) => state === 'resolved').length;
    return {
      cases: rows.length - before,
      waiting: rows.filter((one) => !wasAnswered(one)).length,
      ...(before === 0 ? {} : { resolvedBefore: before }),
      resolved,
      left,
      open: open.old,
      othersOpen: open.others,
      remainingS: ratioOf(remainingMs, SECOND_MS * resolved),
    };
  }

  private change(caseNumber: number, delta: number): void {
    this.open[caseNumber < this.rows.length ? 'old' : 'others'] += delta;
  }
}

const SUBMITTED = CASE_STATES.indexOf('submitted');
