import { COPY_ROLES, type RunMs } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { BACKUP_COPY, classesOfCopy, PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from '../facts/copy-list.ts';
import { ALL_CLASSES, STORAGE } from '../law/boundary.ts';
import { concernsCopy, isAboutToLeave, type Leaving, leavingsOf } from '../law/leavings.ts';
import { COPIES, type Invariant, instead, Judge, placeOf } from './invariant.ts';

/**
 * R22: when a country leaves a zone that a promise names, no copy that needs the zone is left there; and no primary,
 * replica or backup is stored there during the scenario's lead time before.
 */
export class Evacuation extends Judge {
  private readonly leadMs = this.facts.tables.scenario.retention.leavingLeadMs ?? 0;
  private readonly leavings = leavingsOf(this.facts.tables.scenario, this.leadMs);

  stored(supportCase: CaseView, copy: number): void {
    if (this.leadMs === 0 || this.leavings.length === 0) return;
    const role = roleOfCopy(copy);
    if (role !== PRIMARY && role !== REPLICA && role !== BACKUP_COPY) return;
    const { timeMs } = this.facts.moment;
    for (const leaving of this.leavings) {
      if (timeMs < leaving.timeMs - this.leadMs || timeMs >= leaving.timeMs) continue;
      this.tally.checks++;
      if (!this.concerns(leaving, supportCase, copy)) continue;
      this.violate(supportCase, `${this.nameOf(copy)} is stored although ${leavingText(leaving)} soon`);
    }
  }

  zonesChanged(timeMs: RunMs): void {
    const { cases, world } = this.facts;
    for (const leaving of this.leavings) {
      if (leaving.timeMs !== timeMs) continue;
      for (const supportCase of cases.all()) {
        for (const copy of supportCase.copies) {
          this.tally.checks++;
          if (!this.concerns(leaving, supportCase, copy)) continue;
          const message = `${this.nameOf(copy)} is still there when ${leavingText(leaving)}`;
          this.violate(supportCase, message, [world.lawEntry], timeMs);
        }
      }
    }
  }

  private concerns(leaving: Leaving, { stream }: CaseView, copy: number): boolean {
    const { tables } = this.facts;
    return concernsCopy(leaving, tables, tables.stream(stream).promise, {
      role: roleOfCopy(copy),
      place: placeOfCopy(copy),
      classes: classesOfCopy(copy),
    });
  }

  private nameOf(copy: number): string {
    return `a ${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} at ${this.facts.tables.placeName(placeOfCopy(copy))}`;
  }
}

function leavingText({ country, zone }: Leaving): string {
  return `${country} leaves the zone ${zone}`;
}

export const R22: Invariant<Evacuation> = {
  row: {
    id: 'R22',
    title: 'Evacuation',
    sentence:
      'When a country leaves the boundary, no copy is left there, and none is stored there shortly before.',
    statement:
      'For all instants t at which a zone loses country k: no live copy whose promise names the zone for it is in k at t, and no ' +
      'primary, replica or backup that needs the zone is stored in k in [t - lead, t), where lead is the lead time of the scenario.',
    source: "The vendor's promise on where support data is stored; withdrawal of a member state",
    brokenBy: 'a London data centre still full on 31 December 2020',
  },
  log: {
    events: { open: [], store: [], delete: [] },
    noColumn: COPIES,
  },
  judge: Evacuation,
  seed: {
    what: 'a copy is stored in a country that is about to leave the boundary',
    kinds: ['store'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || entry.aux !== PRIMARY) return null;
      const { boundary, tables } = facts;
      const { promise } = tables.stream(supportCase.stream);
      const a = placeOf(
        facts,
        (place) =>
          boundary.allows(promise, STORAGE, ALL_CLASSES, place) &&
          isAboutToLeave(tables.scenario, promise, tables.countryOf(place), entry.timeMs),
      );
      return a === null ? null : instead({ ...entry, a });
    },
  },
  untested: {
    lack: (scenario) =>
      leavingsOf(scenario, scenario.retention.leavingLeadMs ?? 0).length === 0
        ? 'no country of the scenario leaves a zone that a promise names'
        : null,
    absent: 'nothing was stored in a country that leaves a zone',
  },
};
