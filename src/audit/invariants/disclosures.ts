import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R26: what is disclosed to an authority is what the scenario says, a basis is recorded with it, and the customer is told in time unless
 * an order forbids it.
 */
export class Disclosures {
  readonly tally: Tally;
  private readonly facts: Facts;
  /** By disclosure: by when the customer is to be told, and the first case that was disclosed. */
  private readonly owed = new Map<number, { readonly dueMs: number; readonly caseNumber: number }>();

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R26', facts.moment);
  }

  disclosed({ number, stream }: CaseState, hasBasis: boolean, index: number): void {
    const { moment, tables } = this.facts;
    const { disclosures = [], streams } = tables.scenario;
    const disclosure = disclosures[index];
    this.tally.checks++;
    const isAsPlanned =
      disclosure !== undefined &&
      disclosure.atMs === moment.timeMs &&
      disclosure.segment === streams[stream]?.segment;
    if (!isAsPlanned) {
      this.tally.violate(number, 'the case is disclosed, and nobody has asked for it');
      return;
    }
    if (!hasBasis) {
      this.tally.violate(
        number,
        `the case is disclosed to ${disclosure.authority}, and no basis is recorded`,
      );
    }
    if (disclosure.noticeAfterMs === null || this.owed.has(index)) return;
    this.owed.set(index, { dueMs: moment.timeMs + disclosure.noticeAfterMs, caseNumber: number });
  }

  /** The customer is told of a disclosure. */
  told(index: number): void {
    this.tally.checks++;
    if (this.owed.delete(index)) return;
    this.tally.violate(null, `a customer is told of disclosure ${index}, of which nothing is left to tell`);
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    if (this.owed.size === 0) return;
    for (const [index, { caseNumber, dueMs }] of this.owed) {
      if (dueMs >= timeMs) continue;
      this.owed.delete(index);
      this.tally.checks++;
      this.tally.violate(caseNumber, 'the customer was not told of the disclosure in time', [], dueMs);
    }
  }
}
