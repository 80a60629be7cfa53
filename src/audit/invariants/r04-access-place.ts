import { NONE_16, type PlaceIndex, type PromiseIndex, type RunMs, type SoftwareIndex } from '#domain';
import type { CaseView, OnlookerRole } from '../facts/case-state.ts';
import { NONE } from '../facts/world-state.ts';
import { ACCESS, ALL_CLASSES, PROCESSING } from '../law/boundary.ts';
import { type Invariant, isLetIn, Judge, seenBy } from './invariant.ts';
import { PresenceCounts } from './presence.ts';

/** R4: a case is seen only from places that its promise allows, throughout the view. */
export class AccessPlace extends Judge {
  private readonly open = new PresenceCounts(this.facts.tables);

  /** Called when a view has begun and is recorded in the case. */
  began(supportCase: CaseView): void {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const place = this.facts.tables.placeOfCentre(supportCase.viewCentre);
    // R12 judges views that rely on a consent, and R13 those in an emergency.
    if (supportCase.isSeenByException) return;
    this.count(supportCase, 1);
    this.tally.checks++;
    const why = this.facts.boundary.whyNotSeen(promise, supportCase.viewClasses, place);
    if (why !== null && !isLetIn(this.facts, supportCase))
      this.violate(supportCase, `the case is seen from ${why}`);
  }

  /** Called when the view of a consulted agent, or of an escort, ends, while the case still has it. */
  onlookerEnds(supportCase: CaseView, role: OnlookerRole): void {
    const { number, rare, stream, viewCentre, viewClasses } = supportCase;
    const seen = rare[role];
    if (seen === null) return;
    this.ended(seen);
    if (role === 'consultation') return;
    this.tally.checks++;
    if (viewCentre === NONE || supportCase.isSeenByException) return;
    const { boundary, tables } = this.facts;
    const { promise } = tables.stream(stream);
    if (boundary.letsInFromOutside(promise, null, supportCase.isApproved)) return;
    const why = boundary.whyNotSeen(promise, viewClasses || ALL_CLASSES, tables.placeOfCentre(viewCentre));
    if (why !== null)
      this.tally.violate(number, `the escort leaves while the case is still seen from ${why}`);
  }

  /** Called when the view ends, while the case still has it. */
  ended(supportCase: CaseView): void {
    if (!supportCase.isSeenByException) this.count(supportCase, -1);
  }

  /** Called when the case is no longer live: views that the ledger never ended are over, too. */
  dropped(supportCase: CaseView): void {
    if (supportCase.viewCentre !== NONE) this.ended(supportCase);
    if (supportCase.rare.consultation !== null) this.ended(supportCase.rare.consultation);
    if (supportCase.rare.escort !== null) this.ended(supportCase.rare.escort);
  }

  /** Software begins to process the case, which is not seen by anybody. `recorded`: the place in the ledger, NONE_16 where the case will be stored. */
  sessionBegan(supportCase: CaseView, software: SoftwareIndex, recorded: PlaceIndex): void {
    const place = this.placeOf(software);
    if (recorded === NONE_16 || place === null) return;
    const { boundary, tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    this.open.add(promise, PROCESSING, ALL_CLASSES, place, 1);
    this.tally.checks++;
    if (boundary.allows(promise, PROCESSING, ALL_CLASSES, place)) return;
    this.violate(supportCase, this.processedAt(promise, software, place));
  }

  /** Called while the case still has its session. */
  sessionEnds({ rare: { sessionOf }, stream }: CaseView): void {
    const place = this.placeOf(sessionOf);
    if (place === null) return;
    this.open.add(this.facts.tables.stream(stream).promise, PROCESSING, ALL_CLASSES, place, -1);
  }

  private placeOf(software: SoftwareIndex): PlaceIndex | null {
    return this.facts.tables.scenario.software?.[software]?.model?.dataCentre ?? null;
  }

  private processedAt(promise: PromiseIndex, software: SoftwareIndex, place: PlaceIndex): string {
    const { boundary, tables } = this.facts;
    const why = boundary.whyNot(promise, PROCESSING, ALL_CLASSES, place);
    const id = tables.scenario.software?.[software]?.id;
    return `software ${id} processes the case at ${tables.placeName(place)}; ${why}`;
  }

  /** Judges every open view by the new zones after a change, each kind of presence once. */
  zonesChanged(timeMs: RunMs): void {
    let isBroken = false;
    const { boundary } = this.facts;
    for (const { promise, classes, dimension, place, count } of this.open.all()) {
      if (count <= 0) continue;
      this.tally.checks += count;
      isBroken ||=
        dimension === PROCESSING
          ? !boundary.allows(promise, dimension, classes, place)
          : boundary.whyNotSeen(promise, classes, place) !== null;
    }
    if (!isBroken) return;
    const { cases, tables, world } = this.facts;
    for (const { number, rare, stream } of cases.all()) {
      const place = this.placeOf(rare.sessionOf);
      const { promise } = tables.stream(stream);
      if (place === null || boundary.allows(promise, PROCESSING, ALL_CLASSES, place)) continue;
      const message = `after a change of zone, ${this.processedAt(promise, rare.sessionOf, place)}`;
      this.tally.violate(number, message, [world.lawEntry], timeMs);
    }
    for (const supportCase of cases.views()) {
      if (supportCase.viewCentre === NONE || supportCase.isSeenByException) continue;
      const { number, stream, viewCentre, viewClasses } = supportCase;
      const place = tables.placeOfCentre(viewCentre);
      const why = this.facts.boundary.whyNotSeen(
        tables.stream(stream).promise,
        viewClasses || ALL_CLASSES,
        place,
      );
      if (why === null || isLetIn(this.facts, supportCase)) continue;
      const message = `after a change of zone, the case is seen from ${why}`;
      this.tally.violate(number, message, [world.lawEntry], timeMs);
    }
  }

  private count(supportCase: CaseView, delta: 1 | -1): void {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const place = this.facts.tables.placeOfCentre(supportCase.viewCentre);
    this.open.add(promise, ACCESS, supportCase.viewClasses || ALL_CLASSES, place, delta);
  }
}

export const R4: Invariant<AccessPlace> = {
  row: {
    id: 'R4',
    title: 'Access place',
    sentence: 'A case is seen only from places that its promise allows, throughout the view.',
    statement:
      'For all views v and all t in v: the country of the centre is in the zones that the promise ' +
      'names for access and for processing of each item class seen, taken at t; or, if v is that of the agent who has the case, the promise lets ' +
      'people outside see cases on conditions, and these hold: an escort in the zone that it names for escorts sees the case at t, too; the customer ' +
      'has given the approval that it asks for. For all sessions of software at a data centre, in which no person sees the case, and all t in them: ' +
      'its country is in the zone for processing of each item class. Judged at the ' +
      'beginning, when an escort leaves, and at each instant at which a country enters or leaves a zone.',
    source: 'Promises that restrict access or processing in addition to storage',
    brokenBy: 'a case with restricted access handled from outside the access zone',
  },
  log: {
    events: {
      open: [],
      view: [],
      'view end': [],
      exception: ['consent'],
      'emergency access': 'all',
      'access approval': ['step'],
      session: 'all',
    },
    isAtChangesOfLaw: true,
    noColumn: null,
  },
  judge: AccessPlace,
  seed: {
    what: 'the case is seen from a place that its promise forbids',
    kinds: ['view'],
    sow: (occasion) => {
      const { boundary, tables } = occasion.facts;
      return seenBy(occasion, ({ stream }, group, classes) => {
        const place = tables.placeOfCentre(tables.centreOf(group));
        return boundary.dimensionsOutside(tables.stream(stream).promise, classes, place).length > 0;
      });
    },
  },
  untested: { absent: 'nobody saw a case' },
};
