import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R9: whoever holds or sees data is no subcontractor, or one that the promise admits at that moment: announced, in a country that was
 * listed, bound in writing.
 */
export class Subcontractors {
  readonly tally: Tally;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R9', facts.moment);
  }

  stored(supportCase: CaseState, place: number): void {
    const { subcontracting, tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    // Who holds a place that there is not, nobody knows.
    if (!subcontracting.asksOf(promise) || place >= tables.places.length) return;
    this.tally.checks++;
    const why = subcontracting.whyNotAt(promise, place);
    if (why === null) return;
    this.tally.violate(supportCase.number, `a copy is put at ${tables.placeName(place)}; ${why}`);
  }

  /** A view begins; it has been noted in the case's state. */
  viewed({ number, stream, viewGroup }: CaseState): void {
    const { subcontracting, tables } = this.facts;
    const { promise } = tables.stream(stream);
    // A group that there is not is R20's matter.
    if (!subcontracting.asksOf(promise) || viewGroup >= tables.scenario.groups.length) return;
    this.tally.checks++;
    const why = subcontracting.whyNotSeenBy(promise, viewGroup);
    if (why !== null) this.tally.violate(number, `the case is seen; ${why}`);
  }
}
