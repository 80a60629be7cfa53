import type { PlaceIndex } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { type Invariant, Judge, seenBy } from './invariant.ts';

/**
 * R9: a subcontractor holds or sees data only if the promise allows it at that moment: announced, in a listed
 * country, and bound in writing.
 */
export class Subcontractors extends Judge {
  stored(supportCase: CaseView, place: PlaceIndex): void {
    const { subcontracting, tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    // Nobody can say who operates an unknown place.
    if (!subcontracting.asksOf(promise) || place >= tables.places.length) return;
    this.tally.checks++;
    const why = subcontracting.whyNotAt(promise, place);
    if (why === null) return;
    this.tally.violate(supportCase.number, `a copy is stored at ${tables.placeName(place)}; ${why}`);
  }

  /** Called when a view has begun and is recorded in the case. */
  viewed({ number, stream, viewGroup }: CaseView): void {
    const { subcontracting, tables } = this.facts;
    const { promise } = tables.stream(stream);
    // An unknown group violates R20.
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
      'Only subcontractors that were announced, for the listed countries, and bound in writing hold or see data.',
    statement:
      'For all stores at a place, and views by agents, of entity e at t, if the promise restricts subcontractors: e is no ' +
      'subcontractor, or the promise admits those announced, and e is announced at t, the country of the place is listed for e, ' +
      'and the contract with e passes the duties on at t. For a view, this holds for both the company of the centre and the employer. ' +
      'Copies already stored when a contract ends are not judged.',
    source: 'GDPR Art. 28(2), (4); 45 CFR 164.308(b)',
    brokenBy: 'a subcontractor used before it was announced',
  },
  log: {
    events: { open: [], store: [], view: ['agent', 'group'] },
    noColumn: null,
  },
  judge: Subcontractors,
  seed: {
    what: 'the case is seen by a subcontractor that its promise forbids',
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
        ? 'no promise restricts subcontractors'
        : null,
    absent: 'no case whose promise restricts subcontractors was stored or seen',
  },
};
