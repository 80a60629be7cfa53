import type { CaseNumber, RunMs } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { ActViewOf } from '../facts/facts.ts';
import { type Invariant, instead, Judge } from './invariant.ts';

/**
 * R26: every disclosure to an authority is one of the scenario's, a basis is recorded with it, and the customer is
 * notified in time unless an order forbids it.
 */
export class Disclosures extends Judge {
  /** By disclosure: the deadline to notify the customer, and the first case disclosed. */
  private readonly owed = new Map<number, { readonly dueMs: RunMs; readonly caseNumber: CaseNumber }>();

  disclosed({ number, stream }: CaseView, { a: index, aux }: ActViewOf<'disclosure'>): void {
    const { moment, tables } = this.facts;
    const { disclosures = [], streams } = tables.scenario;
    const disclosure = disclosures[index];
    this.tally.checks++;
    const isAsPlanned =
      disclosure !== undefined &&
      disclosure.atMs === moment.timeMs &&
      disclosure.segment === streams[stream]?.segment;
    if (!isAsPlanned) {
      this.tally.violate(
        number,
        'the case is disclosed, but no authority asked for cases of its segment at that time',
      );
      return;
    }
    if (aux !== 1) {
      this.tally.violate(
        number,
        `the case is disclosed to ${disclosure.authority}, but no basis is recorded`,
      );
    }
    if (disclosure.noticeAfterMs === null || this.owed.has(index)) return;
    this.owed.set(index, { dueMs: moment.timeMs + disclosure.noticeAfterMs, caseNumber: number });
  }

  /** Called when the customer is notified of a disclosure. */
  recorded(index: number): void {
    this.tally.checks++;
    if (this.owed.delete(index)) return;
    this.tally.violate(null, `a customer is notified of disclosure ${index}, for which no notice is due`);
  }

  passed(timeMs: RunMs): void {
    if (this.owed.size === 0) return;
    for (const [index, { caseNumber, dueMs }] of this.owed) {
      if (dueMs >= timeMs) continue;
      this.owed.delete(index);
      this.tally.checks++;
      this.tally.violate(caseNumber, 'the customer was not notified of the disclosure in time', [], dueMs);
    }
  }
}

export const R26: Invariant<Disclosures> = {
  row: {
    id: 'R26',
    title: 'Authority',
    sentence:
      'A disclosure to an authority records its basis, and the customer is notified unless that is forbidden.',
    statement:
      'For all disclosures of data of a case: the scenario contains it, at that time and for that segment; a basis is recorded; and within the ' +
      'time that the scenario allows, a notice is recorded, unless an order forbids it.',
    source: 'GDPR Art. 48; transparency reports',
    brokenBy: 'a subpoena answered without notice to anybody',
  },
  log: {
    events: { open: [], disclosure: ['hasBasis', 'disclosure'], 'notice of disclosure': ['disclosure'] },
    noColumn: 'disclosures to authorities',
  },
  judge: Disclosures,
  seed: {
    what: 'a case is disclosed without a basis',
    kinds: ['disclosure'],
    sow: ({ entry }) => instead({ ...entry, aux: 0 }),
  },
  untested: {
    lack: ({ disclosures = [] }) => (disclosures.length === 0 ? 'no authority demanded data' : null),
    absent: 'nothing was disclosed to an authority',
  },
};
