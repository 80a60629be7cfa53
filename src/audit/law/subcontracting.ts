import type { EntityIndex, EpochMs, GroupIndex, PlaceIndex, PromiseIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Which subcontractors promises allow to hold or see data, by how they were engaged. */
export class Subcontracting {
  private readonly tables: ScenarioTables;
  private epochMs = 0;
  /** By promise: whether it restricts subcontractors. */
  private readonly asks: readonly boolean[];

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    this.asks = tables.scenario.promises.map(({ subcontractors }) => subcontractors !== undefined);
  }

  /** Sets the contracts to this instant (epoch ms). */
  setInstant(epochMs: EpochMs): void {
    this.epochMs = epochMs;
  }

  /** Whether the promise restricts subcontractors. */
  asksOf(promise: PromiseIndex): boolean {
    return this.asks[promise] === true;
  }

  /** Why none of the promise's data may be at the place; null if it may. */
  whyNotAt(promise: PromiseIndex, place: PlaceIndex): string | null {
    return this.whyNot(promise, this.tables.entityOf(place), this.tables.countryOf(place));
  }

  /** Why agents of the group may not see it, because of their centre's company or their employer. */
  whyNotSeenBy(promise: PromiseIndex, group: GroupIndex): string | null {
    const { tables } = this;
    const place = tables.placeOfCentre(tables.centreOf(group));
    const employer = tables.scenario.groups[group]?.employer ?? tables.entityOf(place);
    return this.whyNotAt(promise, place) ?? this.whyNot(promise, employer, tables.countryOf(place));
  }

  private whyNot(promise: PromiseIndex, entity: EntityIndex, country: string): string | null {
    const { entities, promises } = this.tables.scenario;
    const rule = promises[promise]?.subcontractors;
    const company = entities[entity];
    if (rule === undefined || company?.kind !== 'subcontractor') return null;
    const reason = `promise ${promises[promise]?.id}: ${company.id} is a subcontractor`;
    if (rule === 'none') return reason;
    const { announcedEpochMs = null, countries = null, flowDown = null } = company.subcontract ?? {};
    if (announcedEpochMs === null || announcedEpochMs > this.epochMs)
      return `${reason} that has not been announced`;
    if (countries?.includes(country) === false) return `${reason} that has not been announced for ${country}`;
    const isBound =
      flowDown !== null &&
      flowDown.fromEpochMs <= this.epochMs &&
      this.epochMs < (flowDown.toEpochMs ?? Number.POSITIVE_INFINITY);
    return isBound ? null : `${reason} that is not bound in writing`;
  }
}

/** Rules on subcontractors as judges see them: at the instant that the auditor has set. */
export type SubcontractingView = Omit<Subcontracting, 'setInstant'>;
