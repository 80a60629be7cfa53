import { COPY_ROLES } from '#domain';
import { dimensionOfRole } from '../boundary.ts';
import type { CaseState } from '../case-state.ts';
import { classesOfCopy, placeOfCopy, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { type Presence, PresenceCounts } from '../presence.ts';

/**
 * R1: every live copy is where its promise allows, when it is stored and whenever a zone changes under it.
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

  stored(supportCase: CaseState, copy: number): void {
    const { boundary } = this.facts;
    const promise = this.count(supportCase, copy, 1);
    const dimension = dimensionOfRole(roleOfCopy(copy));
    this.tally.checks++;
    if (!boundary.allows(promise, dimension, classesOfCopy(copy), placeOfCopy(copy))) {
      this.tally.violate(supportCase.number, this.message('', promise, copy));
    }
  }

  deleted(supportCase: CaseState, copy: number): void {
    this.count(supportCase, copy, -1);
  }

  /** Zones have changed: every live copy is judged by the new ones. */
  zonesChanged(timeMs: number): void {
    for (const presence of this.present.all()) {
      const { promise, dimension, classes, place, count } = presence;
      if (count <= 0) continue;
      this.tally.checks += count;
      if (this.facts.boundary.allows(promise, dimension, classes, place)) continue;
      const { supportCase, copy } = this.someCopyOf(presence);
      const message = this.message('since a zone has changed, ', promise, copy);
      this.tally.violate(supportCase, message, [this.facts.world.lawEntry], timeMs, count);
    }
  }

  private count(supportCase: CaseState, copy: number, delta: 1 | -1): number {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const dimension = dimensionOfRole(roleOfCopy(copy));
    this.present.add(promise, dimension, classesOfCopy(copy), placeOfCopy(copy), delta);
    return promise;
  }

  /** A case that has such a copy, the first opened among the live. */
  private someCopyOf({ promise, dimension, classes, place }: Presence): {
    readonly supportCase: number | null;
    readonly copy: number;
  } {
    if (this.tally.first === null) {
      for (const supportCase of this.facts.cases.all()) {
        if (this.facts.tables.stream(supportCase.stream).promise !== promise) continue;
        for (const copy of [...supportCase.copies, ...(supportCase.resurrected ?? [])]) {
          const isSuch =
            placeOfCopy(copy) === place &&
            classesOfCopy(copy) === classes &&
            dimensionOfRole(roleOfCopy(copy)) === dimension;
          if (isSuch) return { supportCase: supportCase.number, copy };
        }
      }
    }
    return { supportCase: null, copy: 0 };
  }

  private message(since: string, promise: number, copy: number): string {
    const { boundary, tables } = this.facts;
    const role = roleOfCopy(copy);
    const place = placeOfCopy(copy);
    const why = boundary.whyNot(promise, dimensionOfRole(role), classesOfCopy(copy), place);
    return `${since}a ${COPY_ROLES[role] ?? 'copy'} rests at ${tables.placeName(place)}; ${why}`;
  }
}
