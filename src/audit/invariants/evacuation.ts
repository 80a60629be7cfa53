import { COPY_ROLES } from '#domain';
import type { CaseState } from '../case-state.ts';
import { BACKUP_COPY, classesOfCopy, PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { concernsCopy, type Leaving, leavingsOf } from '../leavings.ts';
import { Tally } from '../moment.ts';

/**
 * R22: when a country leaves a zone that a promise names, no copy that needs the zone is there; and no primary, replica or backup
 * is put there from so long before as the scenario says.
 */
export class Evacuation {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly leadMs: number;
  private readonly leavings: readonly Leaving[];

  constructor(facts: Facts) {
    const { scenario } = facts.tables;
    this.facts = facts;
    this.leadMs = scenario.retention.leavingLeadMs ?? 0;
    this.leavings = leavingsOf(scenario, this.leadMs);
    this.tally = new Tally('R22', facts.moment);
  }

  stored(supportCase: CaseState, copy: number): void {
    if (this.leadMs === 0 || this.leavings.length === 0) return;
    const role = roleOfCopy(copy);
    if (role !== PRIMARY && role !== REPLICA && role !== BACKUP_COPY) return;
    const { timeMs } = this.facts.moment;
    for (const leaving of this.leavings) {
      if (timeMs < leaving.timeMs - this.leadMs || timeMs >= leaving.timeMs) continue;
      this.tally.checks++;
      if (!this.concerns(leaving, supportCase, copy)) continue;
      this.tally.violate(
        supportCase.number,
        `${this.nameOf(copy)} is put there, though ${told(leaving)} soon`,
      );
    }
  }

  /** Zones have changed, and the instant is over. */
  zonesChanged(timeMs: number): void {
    const { cases, world } = this.facts;
    for (const leaving of this.leavings) {
      if (leaving.timeMs !== timeMs) continue;
      for (const supportCase of cases.all()) {
        for (const copy of supportCase.copies) {
          this.tally.checks++;
          if (!this.concerns(leaving, supportCase, copy)) continue;
          const message = `${this.nameOf(copy)} is still there when ${told(leaving)}`;
          this.tally.violate(supportCase.number, message, [world.lawEntry], timeMs);
        }
      }
    }
  }

  private concerns(leaving: Leaving, { stream }: CaseState, copy: number): boolean {
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

function told({ country, zone }: Leaving): string {
  return `${country} leaves the zone ${zone}`;
}
