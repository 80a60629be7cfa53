import { type CaseState, CLOSED, ERASED } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Holds } from '../holds.ts';
import { Tally } from '../moment.ts';
import { NONE } from '../world-state.ts';
import { DeadlineQueue } from './deadline-queue.ts';

/** A case whose erasure a legal hold has put off. */
interface PutOff {
  readonly dueMs: number;
  readonly caseNumber: number;
  readonly closedMs: number;
  /** Running number of that closing. */
  readonly closing: number;
}

/** R15: when retention and grace after the closing are over, no copy of the case is left; and none is erased during a legal hold. */
export class Erasure {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly eraseAfterMs: number;
  private readonly graceMs: number;
  private readonly holds: Holds;
  private readonly deadlines = new DeadlineQueue();
  private putOff: PutOff[] = [];

  constructor(facts: Facts) {
    const { eraseAfterMs, eraseGraceMs } = facts.tables.scenario.retention;
    this.facts = facts;
    this.eraseAfterMs = eraseAfterMs;
    this.graceMs = eraseGraceMs;
    this.holds = new Holds(facts.tables);
    this.tally = new Tally('R15', facts.moment);
  }

  closed(supportCase: CaseState): void {
    const dueMs = this.facts.moment.timeMs + this.eraseAfterMs + this.graceMs;
    supportCase.closing = this.deadlines.push(dueMs, supportCase.number);
  }

  /** No copy is left; what was restored against R17 is that invariant's matter. */
  erased(supportCase: CaseState): void {
    if (supportCase.erasureJudged || supportCase.closing === NONE) return;
    supportCase.erasureJudged = true;
    this.tally.checks++;
    const hold = this.holds.inForce(supportCase.stream, this.facts.moment.timeMs);
    if (hold === undefined) return;
    this.tally.violate(supportCase.number, `the case is erased during a legal hold by ${hold.by}`);
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    while (this.deadlines.firstMs < timeMs) {
      const dueMs = this.deadlines.firstMs;
      const closing = this.deadlines.firstNumber;
      const caseNumber = this.deadlines.takeFirst();
      this.judge(caseNumber, closing, dueMs, dueMs - this.eraseAfterMs - this.graceMs);
    }
    if (this.putOff.length === 0) return;
    const over = this.putOff.filter(({ dueMs }) => dueMs < timeMs);
    this.putOff = this.putOff.filter(({ dueMs }) => dueMs >= timeMs);
    for (const { caseNumber, closedMs, closing, dueMs } of over)
      this.judge(caseNumber, closing, dueMs, closedMs);
  }

  private judge(caseNumber: number, closing: number, dueMs: number, closedMs: number): void {
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined || supportCase.erasureJudged) return;
    // Re-opened, or closed again since: another deadline holds.
    if (supportCase.state !== CLOSED && supportCase.state !== ERASED) return;
    if (supportCase.closing !== closing) return;
    const heldMs = this.holds.erasableMs(supportCase.stream, closedMs + this.eraseAfterMs) + this.graceMs;
    if (heldMs > dueMs) {
      this.putOff.push({ dueMs: heldMs, caseNumber, closedMs, closing });
      return;
    }
    supportCase.erasureJudged = true;
    this.tally.checks++;
    const left = supportCase.copies.length;
    if (left === 0) return;
    this.tally.violate(
      caseNumber,
      `${left} ${left === 1 ? 'copy is' : 'copies are'} left when the time for erasure is over`,
      [],
      dueMs,
    );
  }
}
