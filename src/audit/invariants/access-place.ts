import { PROMISE_DIMENSIONS, type PromiseDimension } from '#domain';
import { ACCESS, ALL_CLASSES, type Boundary, PROCESSING } from '../boundary.ts';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { PresenceCounts } from '../presence.ts';
import type { ScenarioTables } from '../scenario-tables.ts';

/** To see a case is to access and to process it; the promise may restrict either. */
const DIMENSIONS: readonly number[] = [ACCESS, PROCESSING];
const NOTHING: readonly PromiseDimension[] = [];

/** R4: whoever sees a case is where its promise allows, during the whole interval. */
export class AccessPlace {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly open: PresenceCounts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.open = new PresenceCounts(facts.tables);
    this.tally = new Tally('R4', facts.moment);
  }

  /** The view has been noted in the case's state. */
  began(supportCase: CaseState): void {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const place = this.facts.tables.placeOfCentre(supportCase.viewCentre);
    // What relies on a consent is R12's matter, and an emergency R13's.
    if (supportCase.isSeenByException) return;
    this.count(supportCase, 1);
    this.tally.checks++;
    const why = this.whyNot(promise, supportCase.viewClasses, place);
    if (why !== null) this.tally.violate(supportCase.number, `the case is seen from ${why}`);
  }

  /** The view ends; the case's state still has it. */
  ended(supportCase: CaseState): void {
    if (!supportCase.isSeenByException) this.count(supportCase, -1);
  }

  /** Zones have changed: every open view is judged by the new ones, each kind of presence once. */
  zonesChanged(timeMs: number): void {
    let isBroken = false;
    for (const { promise, classes, place, count } of this.open.all()) {
      if (count <= 0) continue;
      this.tally.checks += count;
      isBroken ||= this.whyNot(promise, classes, place) !== null;
    }
    if (!isBroken) return;
    const { cases, tables, world } = this.facts;
    for (const supportCase of cases.views()) {
      if (supportCase.viewCentre === -1 || supportCase.isSeenByException) continue;
      const { number, stream, viewCentre, viewClasses } = supportCase;
      const place = tables.placeOfCentre(viewCentre);
      const why = this.whyNot(tables.stream(stream).promise, viewClasses || ALL_CLASSES, place);
      if (why === null) continue;
      const message = `since a zone has changed, the case is seen from ${why}`;
      this.tally.violate(number, message, [world.lawEntry], timeMs);
    }
  }

  private count(supportCase: CaseState, delta: 1 | -1): void {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const place = this.facts.tables.placeOfCentre(supportCase.viewCentre);
    this.open.add(promise, ACCESS, supportCase.viewClasses || ALL_CLASSES, place, delta);
  }

  private whyNot(promise: number, classes: number, place: number): string | null {
    return whyNotSeen(this.facts.boundary, this.facts.tables, promise, classes, place);
  }
}

/** Of what it takes to see a case, what the promise does not allow at the place. */
export function dimensionsOutside(
  boundary: Boundary,
  promise: number,
  classes: number,
  place: number,
): readonly PromiseDimension[] {
  const seen = classes || ALL_CLASSES;
  if (DIMENSIONS.every((dimension) => boundary.allows(promise, dimension, seen, place))) return NOTHING;
  return DIMENSIONS.filter((dimension) => !boundary.allows(promise, dimension, seen, place)).flatMap(
    (dimension) => PROMISE_DIMENSIONS[dimension] ?? [],
  );
}

/** Where a view takes place and what forbids it; null when nothing does. A view of no copy counts as of all. */
export function whyNotSeen(
  boundary: Boundary,
  tables: ScenarioTables,
  promise: number,
  classes: number,
  place: number,
): string | null {
  const seen = classes || ALL_CLASSES;
  for (const dimension of DIMENSIONS) {
    if (boundary.allows(promise, dimension, seen, place)) continue;
    return `${tables.placeName(place)}; ${boundary.whyNot(promise, dimension, seen, place)}`;
  }
  return null;
}
