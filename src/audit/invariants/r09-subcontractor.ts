import type { PlaceIndex, SoftwareIndex } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { asksOfCompanies } from '../law/contracts.ts';
import { type Invariant, Judge, seenBy } from './invariant.ts';

/**
 * R9: data is held or seen only under the contracts that this needs at that moment: a subcontractor is announced, in a
 * listed country, and bound in writing, and the customer has the agreement in writing with the vendor that its law asks for; and only by
 * companies with the certificates that the promise asks for.
 */
export class Subcontractors extends Judge {
  stored(supportCase: CaseView, place: PlaceIndex): void {
    const { contracts, tables } = this.facts;
    const { product, stream } = supportCase;
    // Nobody can say who operates an unknown place.
    if (!contracts.asksOf(stream) || place >= tables.places.length) return;
    this.tally.checks++;
    const why = contracts.whyNotAt(stream, place, product);
    if (why === null) return;
    this.violate(supportCase, `a copy is stored at ${tables.placeName(place)}; ${why}`);
  }

  /** Software begins to process the case at a data centre: the company of both, and that of the model, must be admitted. */
  processed({ number, product, stream }: CaseView, software: SoftwareIndex, place: PlaceIndex): void {
    const { contracts, tables } = this.facts;
    const one = tables.scenario.software?.[software];
    if (one?.model === undefined || !contracts.asksOf(stream) || place >= tables.places.length) return;
    this.tally.checks++;
    const why = contracts.whyNotProcessedBy(stream, one.model.entity, place, product);
    if (why !== null) this.tally.violate(number, `software ${one.id} processes the case; ${why}`);
  }

  /** Called when a view has begun and is recorded in the case. */
  viewed({ number, product, stream, viewGroup }: CaseView): void {
    const { contracts, tables } = this.facts;
    // An unknown group violates R20.
    if (!contracts.asksOf(stream) || viewGroup >= tables.scenario.groups.length) return;
    this.tally.checks++;
    const why = contracts.whyNotSeenBy(stream, viewGroup, product);
    if (why !== null) this.tally.violate(number, `the case is seen; ${why}`);
  }
}

export const R9: Invariant<Subcontractors> = {
  row: {
    id: 'R9',
    title: 'Subcontractor',
    sentence:
      'Only subcontractors that were announced, for the listed countries, and bound in writing hold or see data, and only of customers who have signed the agreement that their law asks for. Companies have the certificates that the promise asks for.',
    statement:
      'For all stores at a place, and views by agents, of entity e at t, if the promise restricts subcontractors: e is no ' +
      'subcontractor, or the promise admits those announced, and e is announced at t, the country of the place is listed for e, ' +
      'and the contract with e passes the duties on at t. For a view, this holds for both the company of the centre and the employer; for a session of software, for those of the data centre and of the model. ' +
      'For all stores and views at t of a case of customers whose law asks at t for an agreement in writing with the vendor (a data processing ' +
      'agreement; for covered entities under HIPAA, a business associate agreement), if the scenario says when they have it: it is in force at t. ' +
      'For all views of a case about product p, and stores at a centre, by entity e at t, if the promise requires certified support: e has a certificate ' +
      'that covers the support of p at t. For all stores and views by a subcontractor e at t, if the promise requires an equivalent standard: for each ' +
      'standard on which a vendor has a certificate at t that covers this (storage at a data centre, or the support of p), e has one, too. A certificate ' +
      'ends with its edition, and what it does not say of its scope counts as covered. ' +
      'Copies already stored when a contract or certificate ends are not judged.',
    source: 'GDPR Art. 28(2), (3), (4); Directive 95/46/EC Art. 17(3); 45 CFR 164.308(b), 164.502(e)',
    brokenBy: 'a subcontractor used before it was announced',
  },
  log: {
    events: { open: [], store: [], view: ['agent', 'group'], session: 'all' },
    noColumn: null,
  },
  judge: Subcontractors,
  seed: {
    what: 'the case is seen by a subcontractor that its promise forbids',
    kinds: ['view'],
    sow: (occasion) => {
      const { contracts } = occasion.facts;
      return seenBy(
        occasion,
        ({ product, stream }, group) => contracts.whyNotSeenBy(stream, group, product) !== null,
      );
    },
  },
  untested: {
    lack: ({ promises, segments }) =>
      !promises.some(asksOfCompanies) && segments.every(({ agreements }) => agreements === undefined)
        ? 'no promise restricts subcontractors'
        : null,
    absent: 'no case whose promise restricts subcontractors was stored or seen',
  },
};
