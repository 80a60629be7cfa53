import { COPY_ROLES, NONE_16 } from '#domain';
import { dimensionOfRole } from '../boundary.ts';
import type { CaseState } from '../case-state.ts';
import { BACKUP_COPY, classesOfCopy, PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R3: what is made for the day when a data centre fails stays inside the boundary: replicas, backups,
 * primaries that move from one data centre to another, and primaries that are stored while a data centre of
 * the placement is down.
 */
export class FailoverPlace {
  readonly tally: Tally;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R3', facts.moment);
  }

  /** `source`: the place copied from, NONE_16 for the customer. */
  stored(supportCase: CaseState, copy: number, source: number): void {
    const { boundary, tables, world } = this.facts;
    const role = roleOfCopy(copy);
    const { promise, primary, replica } = tables.stream(supportCase.stream);
    if (role === PRIMARY) {
      if (source === NONE_16 && !this.someDown(primary) && !this.someDown(replica)) return;
    } else if (role !== REPLICA && role !== BACKUP_COPY) return;

    this.tally.checks++;
    const dimension = dimensionOfRole(role);
    const place = placeOfCopy(copy);
    if (boundary.allows(promise, dimension, classesOfCopy(copy), place)) return;
    const outages = [...new Set([...primary, ...replica])].filter((d) => !world.isDataCentreUp(d));
    const why = boundary.whyNot(promise, dimension, classesOfCopy(copy), place);
    const down = outages.map((dataCentre) => tables.placeName(dataCentre)).join(', ');
    const when = down === '' ? '' : ` while down: ${down}`;
    this.tally.violate(
      supportCase.number,
      `a ${COPY_ROLES[role]} is put at ${tables.placeName(place)}${when}; ${why}`,
      outages.map((dataCentre) => world.dataCentreEntry[dataCentre] ?? -1),
    );
  }

  private someDown(dataCentres: readonly number[]): boolean {
    for (const dataCentre of dataCentres) if (!this.facts.world.isDataCentreUp(dataCentre)) return true;
    return false;
  }
}
