import { COPY_ROLES, type DataCentreIndex, NONE_16 } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { BACKUP_COPY, classesOfCopy, PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from '../facts/copy-list.ts';
import { dimensionOfRole } from '../law/boundary.ts';
import { type Invariant, Judge, storedOutside } from './invariant.ts';

/**
 * R3: copies made for the failure of a data centre stay inside the boundary: replicas, backups, primaries that move
 * from one data centre to another, and primaries that are stored while a data centre of the placement is down.
 */
export class Failover extends Judge {
  stored(supportCase: CaseView, copy: number, source: number): void {
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
    const when = down === '' ? '' : ` during an outage of ${down}`;
    this.violate(
      supportCase,
      `a ${COPY_ROLES[role]} is stored at ${tables.placeName(place)}${when}; ${why}`,
      outages.map((dataCentre) => world.dataCentreEntry[dataCentre] ?? -1),
    );
  }

  private someDown(dataCentres: readonly DataCentreIndex[]): boolean {
    for (const dataCentre of dataCentres) if (!this.facts.world.isDataCentreUp(dataCentre)) return true;
    return false;
  }
}

export const R3: Invariant<Failover> = {
  row: {
    id: 'R3',
    title: 'Failover',
    sentence:
      'Replicas, backups and failover targets are inside the boundary, even while a data centre is down.',
    statement:
      'For all stores of a replica or backup, of a primary copied from another place, and of a primary ' +
      'while a data centre of its placement is down: the place is allowed as in R1.',
    source: "The vendor's promise on where support data is stored, including failover",
    brokenBy: 'new cases stored outside the boundary while the data centre inside it is down',
  },
  log: {
    events: { open: [], store: ['copiedFrom'] },
    noColumn: 'from which place each copy was made, and which data centres were down',
  },
  judge: Failover,
  seed: {
    what: 'a replica is stored where its promise forbids it',
    kinds: ['store'],
    sow: (occasion) => storedOutside(occasion, REPLICA),
  },
  untested: {
    absent:
      'no replica or backup was made, no copy moved, and nothing was stored while a data centre was down',
  },
};
