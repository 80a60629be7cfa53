import type { CaseNumber, RunMs } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { FactsView } from '../facts/facts.ts';
import { Tally } from '../facts/tally.ts';
import type { Invariant } from './invariant.ts';
import { instead } from './seeding.ts';

/**
 * R26: what is disclosed to an authority is what the scenario says, a basis is recorded with it, and the customer is notified in time unless
 * an order forbids it.
 */
export class Disclosures {
  readonly tally: Tally;
  private readonly facts: FactsView;
  /** By disclosure: by when the customer is to be told, and the first case that was disclosed. */
  private readonly owed = new Map<number, { readonly dueMs: RunMs; readonly caseNumber: CaseNumber }>();

  constructor(facts: FactsView) {
    this.facts = facts;
    this.tally = new Tally('R26', facts.moment);
  }

  disclosed({ number, stream }: CaseView, hasBasis: boolean, index: number): void {
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
  recorded(index: number): void {
    this.tally.checks++;
    if (this.owed.delete(index)) return;
    this.tally.violate(null, `a customer is told of disclosure ${index}, of which nothing is left to tell`);
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: RunMs): void {
    if (this.owed.size === 0) return;
    for (const [index, { caseNumber, dueMs }] of this.owed) {
      if (dueMs >= timeMs) continue;
      this.owed.delete(index);
      this.tally.checks++;
      this.tally.violate(caseNumber, 'the customer was not told of the disclosure in time', [], dueMs);
    }
  }
}

export const R26: Invariant<Disclosures> = {
  row: {
    id: 'R26',
    title: 'Authority',
    sentence:
      'A disclosure to an authority records its basis, and the customer is told unless that is forbidden.',
    statement:
      'For all disclosures of data of a case: the scenario has it, at that time and of that segment; a basis is recorded; and within the ' +
      'time that the scenario gives a notice is recorded, unless an order forbids it.',
    source: 'GDPR Art. 48; transparency reports',
    brokenBy: 'an answer to a subpoena of which nobody was told',
  },
  makeJudge: (facts) => new Disclosures(facts),
  seed: {
    what: 'a case is disclosed without a basis',
    kinds: ['disclosure'],
    sow: ({ entry }) => instead({ ...entry, aux: 0 }),
  },
  untested: {
    lack: ({ disclosures = [] }) => (disclosures.length === 0 ? 'no authority wanted anything' : null),
    absent: 'nothing was disclosed to an authority',
  },
};
