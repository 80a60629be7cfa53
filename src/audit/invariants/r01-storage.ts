import { COPY_ROLES, type DimensionIndex, NONE_16, type PromiseIndex, type RunMs } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { classesOfCopy, PRIMARY, placeOfCopy, roleOfCopy } from '../facts/copy-list.ts';
import { dimensionOfRole, isStored } from '../law/boundary.ts';
import { type Invariant, Judge, storedOutside } from './invariant.ts';
import { PresenceCounts } from './presence.ts';

/**
 * R1: every live copy is where its promise allows, when it is stored and after each change of a zone or certificate; and
 * new customer data is stored first where the promise says.
 */
export class Storage extends Judge {
  private readonly present = new PresenceCounts(this.facts.tables);

  stored(supportCase: CaseView, copy: number, source: number): void {
    const { boundary } = this.facts;
    const promise = this.count(supportCase, copy, 1);
    const dimension = dimensionOfRole(roleOfCopy(copy));
    this.tally.checks++;
    if (!boundary.allows(promise, dimension, classesOfCopy(copy), placeOfCopy(copy))) {
      this.violate(supportCase, this.message('', promise, copy));
    } else if (source === NONE_16) {
      const place = placeOfCopy(copy);
      const why = boundary.whyNotFirst(promise, place);
      if (why === null) return;
      const { tables } = this.facts;
      this.violate(supportCase, `new customer data is stored at ${tables.placeName(place)}; ${why}`);
    }
  }

  deleted(supportCase: CaseView, copy: number): void {
    this.count(supportCase, copy, -1);
  }

  /** Judges live copies after a change of zones (all) or of certificates only (those that need one), each kind of presence once. */
  judgeAgain(timeMs: RunMs, zones: boolean): void {
    const concerns = (promise: PromiseIndex, dimension: DimensionIndex) =>
      zones || (isStored(dimension) && this.facts.tables.scenario.promises[promise]?.certified !== undefined);
    let isBroken = false;
    for (const { promise, dimension, classes, place, count } of this.present.all()) {
      if (count <= 0 || !concerns(promise, dimension)) continue;
      this.tally.checks += count;
      isBroken ||= !this.facts.boundary.allows(promise, dimension, classes, place);
    }
    if (!isBroken) return;
    const { boundary, cases, tables, world } = this.facts;
    for (const { copies, number, rare, stream } of cases.all()) {
      const { promise } = tables.stream(stream);
      for (const copy of [...copies, ...(rare.resurrected ?? [])]) {
        const dimension = dimensionOfRole(roleOfCopy(copy));
        if (!concerns(promise, dimension)) continue;
        if (boundary.allows(promise, dimension, classesOfCopy(copy), placeOfCopy(copy))) continue;
        const what = zones ? 'zone' : 'certificate';
        const message = this.message(`after a change of ${what}, `, promise, copy);
        this.tally.violate(number, message, [world.lawEntry], timeMs);
      }
    }
  }

  private count(supportCase: CaseView, copy: number, delta: 1 | -1): number {
    const { promise } = this.facts.tables.stream(supportCase.stream);
    const dimension = dimensionOfRole(roleOfCopy(copy));
    this.present.add(promise, dimension, classesOfCopy(copy), placeOfCopy(copy), delta);
    return promise;
  }

  private message(since: string, promise: PromiseIndex, copy: number): string {
    const { boundary, tables } = this.facts;
    const role = roleOfCopy(copy);
    const place = placeOfCopy(copy);
    const why = boundary.whyNot(promise, dimensionOfRole(role), classesOfCopy(copy), place);
    return `${since}a ${COPY_ROLES[role] ?? 'copy'} is stored at ${tables.placeName(place)}; ${why}`;
  }
}

export const R1: Invariant<Storage> = {
  row: {
    id: 'R1',
    title: 'Storage',
    sentence: 'Every live copy is in a country that its promise allows, at every moment.',
    statement:
      'For all copies x and times t: Live(x,t) implies that for each item class of x the country of ' +
      'its place is in the zone that the promise names for the class and for the role of x (primary, ' +
      'replica, log: storage; backup: backup; cache, working copy: workingCopy), the zone taken at t; and if the promise requires ' +
      'certified storage, the entity of the place has a certificate, and neither it nor its edition has ended at t. ' +
      'Judged at each store; at each instant at which a country enters or leaves a zone; and, if the promise requires certified ' +
      'storage, at each instant at which a certificate or an edition begins or ends. If the promise says where data is stored first: for all stores ' +
      'at t of new customer data, the country of the place is in that zone, taken at t.',
    source: "The vendor's promise on where support data is stored",
    brokenBy: 'a primary copy in a data centre outside the promised zone; a country that leaves the zone',
  },
  log: {
    events: { open: [], store: [] },
    noColumn: null,
  },
  judge: Storage,
  seed: {
    what: 'a primary copy is stored where its promise forbids it',
    kinds: ['store'],
    sow: (occasion) => storedOutside(occasion, PRIMARY),
  },
  untested: { absent: 'nothing was stored' },
};
