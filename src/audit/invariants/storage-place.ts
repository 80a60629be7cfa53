import { COPY_ROLES, NONE_16 } from '#domain';
import { dimensionOfRole } from '../boundary.ts';
import type { CaseState } from '../case-state.ts';
import { classesOfCopy, placeOfCopy, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { PresenceCounts } from '../presence.ts';

/**
 * R1: every live copy is where its promise allows, when it is stored and whenever a zone changes under it; and what a customer sends is
 * stored first where the promise says.
 */
export class StoragePlace {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly present: PresenceCounts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.present = new PresenceCounts(facts.tables);
    this.tally = new Tally('R1', facts.moment);
  }

  /** `source`: the place copied from, NONE_16 for the customer. */
  stored(supportCase: CaseState, copy: number, source: number): void {
    const { boundary } = this.facts;
    const promise = this.count(supportCase, copy, 1);
    const dimension = dimensionOfRole(roleOfCopy(copy));
    this.tally.checks++;
    if (!boundary.allows(promise, dimension, classesOfCopy(copy), placeOfCopy(copy))) {
      this.tally.violate(supportCase.number, this.message('', promise, copy));
    } else if (source === NONE_16) {
      const place = placeOfCopy(copy);
      const why = boundary.whyNotFirst(promise, place);
      if (why === null) return;
      const { tables } = this.facts;
      this.tally.violate(
        supportCase.number,
        `what the customer sent rests at ${tables.placeName(place)}; ${why}`,
      );
    }
  }

  deleted(supportCase: CaseState, copy: number): void {
    this.count(supportCase, copy, -1);
  }

  /** Zones have changed: every live copy is judged by the new ones, each kind of presence once. */
  zonesChanged(timeMs: number): void {
    let isBroken = false;
    for (const { promise, dimension, classes, place, count } of this.present.all()) {
      if (count <= 0) continue;
      this.tally.checks += count;
      isBroken ||= !this.facts.boundary.allows(promise, dimension, classes, place);
    }
    if (!isBroken) return;
    const { boundary, cases, tables, world } = this.facts;
    for (const { copies, number, resurrected, stream } of cases.all()) {
      const { promise } = tables.stream(stream);
      for (const copy of [...copies, ...(resurrected ?? [])]) {
        const dimension = dimensionOfRole(roleOfCopy(copy));
        if (boundary.allows(promise, dimension, classesOfCopy(copy), placeOfCopy(copy))) continue;
        const message = this.message('since a zone has changed, ', promise, copy);
        this.tally.violate(number, message, [world.lawEntry], timeMs);
      }
    }
  }

  private count(supportCase: CaseState, copy: number, delta: 1 | -1): number {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const dimension = dimensionOfRole(roleOfCopy(copy));
    this.present.add(promise, dimension, classesOfCopy(copy), placeOfCopy(copy), delta);
    return promise;
  }

  private message(since: string, promise: number, copy: number): string {
    const { boundary, tables } = this.facts;
    const role = roleOfCopy(copy);
    const place = placeOfCopy(copy);
    const why = boundary.whyNot(promise, dimensionOfRole(role), classesOfCopy(copy), place);
    return `${since}a ${COPY_ROLES[role] ?? 'copy'} rests at ${tables.placeName(place)}; ${why}`;
  }
}
