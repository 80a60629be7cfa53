import { type CaseState, CLOSED, ERASED } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { DeadlineQueue } from './deadline-queue.ts';

/** R15: when retention and grace after the closing are over, no copy of the case is left. */
export class Erasure {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly allowedMs: number;
  private readonly deadlines = new DeadlineQueue();

  constructor(facts: Facts) {
    const { eraseAfterMs, eraseGraceMs } = facts.tables.scenario.retention;
    this.facts = facts;
    this.allowedMs = eraseAfterMs + eraseGraceMs;
    this.tally = new Tally('R15', facts.moment);
  }

  closed(supportCase: CaseState): void {
    supportCase.closedMs = this.facts.moment.timeMs;
    this.deadlines.push(this.facts.moment.timeMs + this.allowedMs, supportCase.number);
  }

  /** No copy is left; what was restored against R17 is that invariant's matter. */
  erased(supportCase: CaseState): void {
    if (supportCase.erasureJudged || supportCase.closedMs === -1) return;
    supportCase.erasureJudged = true;
    this.tally.checks++;
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    while (this.deadlines.firstMs < timeMs) {
      const dueMs = this.deadlines.firstMs;
      this.judge(this.deadlines.takeFirst(), dueMs);
    }
  }

  private judge(caseNumber: number, dueMs: number): void {
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined || supportCase.erasureJudged) return;
    // Re-opened, or closed again since: another deadline holds.
    if (supportCase.state !== CLOSED && supportCase.state !== ERASED) return;
    if (supportCase.closedMs + this.allowedMs !== dueMs) return;
    supportCase.erasureJudged = true;
    this.tally.checks++;
    const left = supportCase.copies.length;
    if (left === 0) return;
    this.tally.violate(
      caseNumber,
      () => `${left} ${left === 1 ? 'copy is' : 'copies are'} left when the time for erasure is over`,
      [],
      dueMs,
    );
  }
}
