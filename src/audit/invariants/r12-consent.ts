import { NONE_16, type RunMs } from '#domain';
import { type CaseView, WORKING } from '../facts/case-state.ts';
import { type Invariant, Judge } from './invariant.ts';

/** R12: an access outside the promise that relies on a consent is covered by it throughout the view. */
export class Consent extends Judge {
  /** Whether a view has relied on a consent. */
  private isUsed = false;

  /** Called when a view begins; the case has the consent on which it relies. */
  viewed(supportCase: CaseView): void {
    if (supportCase.viewConsent === -1) return;
    this.isUsed = true;
    this.judge(supportCase, this.facts.moment.timeMs, null);
  }

  /** Judges every open view that relies on a consent again after a change of zones or consents. */
  zonesChanged(timeMs: RunMs): void {
    if (!this.isUsed) return;
    const { cases, world } = this.facts;
    for (const supportCase of cases.views()) {
      const isSeen = supportCase.state === WORKING && supportCase.viewCentre !== -1;
      if (isSeen && supportCase.viewConsent !== -1) this.judge(supportCase, timeMs, world.lawEntry);
    }
  }

  /** `lawEntry`: the change after which the view is judged again; null when it begins. */
  private judge(supportCase: CaseView, timeMs: RunMs, lawEntry: number | null): void {
    const { boundary, consents, tables } = this.facts;
    const { number, stream, viewCentre, viewClasses, viewConsent } = supportCase;
    const { promise } = tables.stream(stream);
    const place = tables.placeOfCentre(viewCentre);
    this.tally.checks++;
    const outside = boundary.dimensionsOutside(promise, viewClasses, place);
    const why = consents.whyNot(stream, viewConsent, outside, place);
    if (why === null) return;
    // Where the consent ends on which the view began, another one may go on.
    if (lawEntry !== null && consents.cover(stream, outside, place)) return;
    const message = `the case is seen from ${tables.placeName(place)}, outside the promise: ${why}`;
    this.tally.violate(number, message, lawEntry === null ? [] : [lawEntry], timeMs);
  }
}

export const R12: Invariant<Consent> = {
  row: {
    id: 'R12',
    title: 'Consent',
    sentence:
      'An access outside the boundary is covered by a consent that was given before, covers this access and has not ended.',
    statement:
      'For all views v that name a consent and all t in v: customers of the segment gave it at or before t, it holds at t, it covers what ' +
      'the promise does not allow (access, processing), and the country of the centre is in its zone at t; after the beginning of v, this may ' +
      'hold of another consent of the segment instead. (A view outside without ' +
      'a consent breaks R4; stored copies are never covered.) Judged at the beginning, and whenever a zone or a consent changes.',
    source: 'GDPR Art. 7, Art. 49(1)(a); promises with consent',
    brokenBy: 'a consent signed the day after',
  },
  log: {
    events: { open: [], view: [], 'view end': [], exception: ['consent'] },
    isAtChangesOfLaw: true,
    noColumn: 'on which consent a view relied',
  },
  judge: Consent,
  seed: {
    what: 'an access relies on a consent that does not exist',
    kinds: ['exception'],
    // The view follows, after transfers to the agent's employer and to the company of the centre, if these are transfers.
    sow: ({ entry }) => ({ entries: [{ ...entry, b: NONE_16 }], following: 3 }),
  },
  untested: {
    lack: ({ segments }) =>
      segments.every(({ consents = [] }) => consents.length === 0) ? 'no customer gave a consent' : null,
    absent: 'nobody relied on a consent',
  },
};
