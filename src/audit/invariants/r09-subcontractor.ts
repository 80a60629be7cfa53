import type { PlaceIndex } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { FactsView } from '../facts/facts.ts';
import { Tally } from '../facts/tally.ts';
import type { Invariant } from './invariant.ts';
import { seenBy } from './seeding.ts';

/**
 * R9: a subcontractor holds or sees data only if the promise admits it at that moment: announced, in a country that was listed, and bound
 * in writing.
 */
export class Subcontractors {
  readonly tally: Tally;
  private readonly facts: FactsView;

  constructor(facts: FactsView) {
    this.facts = facts;
    this.tally = new Tally('R9', facts.moment);
  }

  stored(supportCase: CaseView, place: PlaceIndex): void {
    const { subcontracting, tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    // Who holds a place that there is not, nobody knows.
    if (!subcontracting.asksOf(promise) || place >= tables.places.length) return;
    this.tally.checks++;
    const why = subcontracting.whyNotAt(promise, place);
    if (why === null) return;
    this.tally.violate(supportCase.number, `a copy is put at ${tables.placeName(place)}; ${why}`);
  }

  /** A view has begun, and is recorded in the case. */
  viewed({ number, stream, viewGroup }: CaseView): void {
    const { subcontracting, tables } = this.facts;
    const { promise } = tables.stream(stream);
    // A group that there is not is R20's matter.
    if (!subcontracting.asksOf(promise) || viewGroup >= tables.scenario.groups.length) return;
    this.tally.checks++;
    const why = subcontracting.whyNotSeenBy(promise, viewGroup);
    if (why !== null) this.tally.violate(number, `the case is seen; ${why}`);
  }
}

export const R9: Invariant<Subcontractors> = {
  row: {
    id: 'R9',
    title: 'Subcontractor',
    sentence:
      'Only subcontractors that were announced, in the countries listed, with the duties passed on in writing.',
    statement:
      'For all stores at a place, and views by agents, of entity e at t, where the promise says something of subcontractors: e is no ' +
      'subcontractor, or the promise admits those announced, and e is announced at t, the country of the place is listed for e, ' +
      'and the contract with e passes the duties on at t. Of a view both the company of the centre and the employer are asked. ' +
      'Copies that rest when a contract ends are not judged.',
    source: 'GDPR Art. 28(2), (4); 45 CFR 164.308(b)',
    brokenBy: 'a subcontractor used before it was announced',
  },
  makeJudge: (facts) => new Subcontractors(facts),
  seed: {
    what: 'the case is seen by a subcontractor whom its promise does not admit',
    kinds: ['view'],
    sow: (occasion) => {
      const { subcontracting, tables } = occasion.facts;
      return seenBy(
        occasion,
        ({ stream }, group) => subcontracting.whyNotSeenBy(tables.stream(stream).promise, group) !== null,
      );
    },
  },
  untested: {
    lack: ({ promises }) =>
      promises.every(({ subcontractors }) => subcontractors === undefined)
        ? 'no promise says anything of subcontractors'
        : null,
    absent: 'nothing was stored or seen of a case whose promise says something of subcontractors',
  },
};
