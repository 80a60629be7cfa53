import { type CaseState, WORKING } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { dimensionsOutside } from './access-place.ts';

/** R12: who sees a case where its promise does not allow, on the strength of a consent, has one that covers it the whole time. */
export class Consent {
  readonly tally: Tally;
  private readonly facts: Facts;
  /** Consent that the next view relies on, of the case that it is told of. */
  private told = -1;
  private toldCase = -1;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R12', facts.moment);
  }

  /** The ledger says that the view to come relies on the consent of that number. */
  relied(supportCase: CaseState, consent: number): void {
    this.told = consent;
    this.toldCase = supportCase.number;
  }

  /** A view begins: notes in the case's state on what it relies. */
  viewed(supportCase: CaseState): void {
    const consent = this.toldCase === supportCase.number ? this.told : -1;
    if (supportCase.viewConsent !== consent) supportCase.viewConsent = consent;
    this.toldCase = -1;
    if (supportCase.viewConsent !== -1) this.judge(supportCase, this.facts.moment.timeMs, []);
  }

  /** Zones or consents have changed: every open view that relies on one is judged again. */
  zonesChanged(timeMs: number): void {
    const { cases, world } = this.facts;
    for (const supportCase of cases.views()) {
      const isSeen = supportCase.state === WORKING && supportCase.viewCentre !== -1;
      if (isSeen && supportCase.viewConsent !== -1) this.judge(supportCase, timeMs, [world.lawEntry]);
    }
  }

  private judge(supportCase: CaseState, timeMs: number, causes: readonly number[]): void {
    const { boundary, consents, tables } = this.facts;
    const { number, stream, viewCentre, viewClasses, viewConsent } = supportCase;
    const { promise } = tables.stream(stream);
    const place = tables.placeOfCentre(viewCentre);
    this.tally.checks++;
    const why = consents.whyNot(
      stream,
      viewConsent,
      dimensionsOutside(boundary, promise, viewClasses, place),
      place,
    );
    if (why === null) return;
    const message = `the case is seen from ${tables.placeName(place)}, outside of what was promised: ${why}`;
    this.tally.violate(number, message, causes, timeMs);
  }
}
