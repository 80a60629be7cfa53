import { assert } from '#base';
import type { CaseNumber, RunMs } from '#domain';
import { type CaseView, CLOSED, ERASED } from '../facts/case-state.ts';
import { NONE } from '../facts/world-state.ts';
import { Holds } from '../law/holds.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { COPIES, type Invariant, Judge } from './invariant.ts';

/** A case whose erasure is postponed by a legal hold. */
interface PutOff {
  readonly dueMs: RunMs;
  readonly caseNumber: CaseNumber;
  readonly closedMs: RunMs;
  /** Running number of that closing. */
  readonly closing: number;
}

/**
 * R15: once retention and grace period after closing are over, no copy of the case is left; and no case is erased
 * during a legal hold.
 */
export class Erasure extends Judge {
  private readonly retention = this.facts.tables.scenario.retention;
  private readonly holds = new Holds(this.facts.tables);
  private readonly deadlines = new DeadlineQueue();
  private putOff: PutOff[] = [];
  /** Live cases whose erasure has been judged. */
  private readonly judged = new Set<CaseView>();

  /** Whether the erasure of the live case has been judged, at its deadline or when its last copy was deleted. */
  isJudged(supportCase: CaseView): boolean {
    return this.judged.size > 0 && this.judged.has(supportCase);
  }

  dropped(supportCase: CaseView): void {
    if (this.judged.size > 0) this.judged.delete(supportCase);
  }

  closed(supportCase: CaseView): void {
    const dueMs = this.facts.moment.timeMs + this.retention.eraseAfterMs + this.retention.eraseGraceMs;
    const running = this.deadlines.push(dueMs, supportCase.number);
    assert(running === supportCase.closing, 'each closing of a case has one deadline');
  }

  /** Called when no copy is left. R17 judges copies restored afterwards. */
  erased(supportCase: CaseView): void {
    if (supportCase.closing === NONE || this.isJudged(supportCase)) return;
    if (supportCase.hasCopies) this.judged.add(supportCase);
    this.tally.checks++;
    const hold = this.holds.inForce(supportCase.stream, this.facts.moment.timeMs);
    if (hold === undefined) return;
    this.violate(supportCase, `the case is erased during a legal hold by ${hold.by}`);
  }

  passed(timeMs: RunMs): void {
    while (this.deadlines.firstMs < timeMs) {
      const dueMs = this.deadlines.firstMs;
      const closing = this.deadlines.firstNumber;
      const caseNumber = this.deadlines.takeFirst();
      this.judge(
        caseNumber,
        closing,
        dueMs,
        dueMs - this.retention.eraseAfterMs - this.retention.eraseGraceMs,
      );
    }
    if (this.putOff.length === 0) return;
    const over = this.putOff.filter(({ dueMs }) => dueMs < timeMs);
    this.putOff = this.putOff.filter(({ dueMs }) => dueMs >= timeMs);
    for (const { caseNumber, closedMs, closing, dueMs } of over)
      this.judge(caseNumber, closing, dueMs, closedMs);
  }

  private judge(caseNumber: CaseNumber, closing: number, dueMs: RunMs, closedMs: RunMs): void {
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined || this.isJudged(supportCase)) return;
    // Re-opened, or closed again since: another deadline applies.
    if (supportCase.state !== CLOSED && supportCase.state !== ERASED) return;
    if (supportCase.closing !== closing) return;
    const heldMs =
      this.holds.erasableMs(supportCase.stream, closedMs + this.retention.eraseAfterMs) +
      this.retention.eraseGraceMs;
    if (heldMs > dueMs) {
      this.putOff.push({ dueMs: heldMs, caseNumber, closedMs, closing });
      return;
    }
    this.judged.add(supportCase);
    this.tally.checks++;
    const left = supportCase.copies.length;
    if (left === 0) return;
    this.tally.violate(
      caseNumber,
      `${left} ${left === 1 ? 'copy is' : 'copies are'} left after the deadline for erasure`,
      [],
      dueMs,
    );
  }
}

export const R15: Invariant<Erasure> = {
  row: {
    id: 'R15',
    title: 'Erasure',
    sentence: 'Once retention and grace period after the closing of a case are over, no copy of it is left.',
    statement:
      'For all cases closed at t and not re-opened: no copy of the case is live after t + eraseAfter + ' +
      'grace, or after the end of the legal holds that t + eraseAfter falls into, + grace; and no last copy is deleted during a ' +
      'hold. Judged when that time has passed within the horizon, or earlier when the last copy is ' +
      'deleted.',
    source: "The vendor's promise on what is done with support data; GDPR Art. 5(1)(e)",
    brokenBy: 'a replica that is forgotten when the case is erased',
  },
  log: {
    events: { store: [], delete: [], transition: ['after'] },
    isAboutCopies: true,
    noColumn: COPIES,
  },
  judge: Erasure,
  seed: {
    what: 'a copy is forgotten when the case is erased',
    kinds: ['delete'],
    sow: ({ entry, facts, supportCase }, judge) => {
      // The last copy of a closed case goes when it is erased; what moves to another place is stored there before.
      const isErasure =
        supportCase?.state === CLOSED && !judge.isJudged(supportCase) && supportCase.copies.length === 1;
      const { horizonMs, retention } = facts.tables.scenario;
      const untilMs = entry.timeMs + retention.eraseGraceMs + 1;
      if (!isErasure || untilMs >= horizonMs) return null;
      const isHeld = new Holds(facts.tables).inForce(supportCase.stream, entry.timeMs) !== undefined;
      return isHeld ? null : { entries: [], untilMs };
    },
  },
  untested: { absent: 'no case was erased or due to be' },
};
