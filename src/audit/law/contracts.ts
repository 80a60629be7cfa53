import {
  AGREEMENT_NAMES,
  type EntityIndex,
  type EpochMs,
  type GroupIndex,
  type PlaceIndex,
  type PromiseIndex,
  type StreamIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { isWithin } from './dated-law.ts';
import { legalRegimesOf } from './zones.ts';

/** What the agreements between vendor and customers say at an instant. */
interface Agreed {
  /** Whether a law asks for an agreement, and the scenario says when the customers have it. */
  readonly isAsked: boolean;
  readonly whyNot: string | null;
}

/** Contracts without which nobody may hold or see data: of the vendor with its customers, and with its subcontractors. */
export class Contracts {
  private readonly tables: ScenarioTables;
  private epochMs = 0;
  /** By promise: whether it restricts subcontractors. */
  private readonly asks: readonly boolean[];
  /** By stream, at this instant. */
  private agreed: (Agreed | undefined)[] = [];

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    this.asks = tables.scenario.promises.map(({ subcontractors }) => subcontractors !== undefined);
  }

  /** Sets the contracts to this instant (epoch ms). */
  setInstant(epochMs: EpochMs): void {
    this.epochMs = epochMs;
    this.agreed = [];
  }

  /** Whether a contract is asked for: the promise restricts subcontractors, or the customers' law asks for an agreement. */
  asksOf(stream: StreamIndex): boolean {
    return this.asks[this.tables.stream(stream).promise] === true || this.agreedWith(stream).isAsked;
  }

  /** Why nobody may hold or see the stream's data: an agreement with the customers is missing. Null if none is. */
  whyNotAgreed(stream: StreamIndex): string | null {
    return this.agreedWith(stream).whyNot;
  }

  /** Why none of the stream's data may be at the place; null if it may. */
  whyNotAt(stream: StreamIndex, place: PlaceIndex): string | null {
    const { promise } = this.tables.stream(stream);
    return (
      this.whyNotAgreed(stream) ??
      this.whyNot(promise, this.tables.entityOf(place), this.tables.countryOf(place))
    );
  }

  /** Why agents of the group may not see the stream's data: no agreement, their centre's company, or their employer. Null if they may. */
  whyNotSeenBy(stream: StreamIndex, group: GroupIndex): string | null {
    const { tables } = this;
    const place = tables.placeOfCentre(tables.centreOf(group));
    const employer = tables.scenario.groups[group]?.employer ?? tables.entityOf(place);
    const { promise } = tables.stream(stream);
    return this.whyNotAt(stream, place) ?? this.whyNot(promise, employer, tables.countryOf(place));
  }

  private agreedWith(stream: StreamIndex): Agreed {
    this.agreed[stream] ??= this.workOutAgreed(stream);
    return this.agreed[stream];
  }

  private workOutAgreed(stream: StreamIndex): Agreed {
    const { segments, streams } = this.tables.scenario;
    const { country = '', segment = -1 } = streams[stream] ?? {};
    const { agreements, id = '' } = segments[segment] ?? {};
    if (agreements === undefined) return { isAsked: false, whyNot: null };
    const asked = legalRegimesOf(country, this.epochMs).flatMap(({ agreement }) =>
      agreement === undefined || agreements[agreement.kind] === undefined ? [] : [agreement],
    );
    const missing = asked.find(
      ({ kind }) => agreements[kind]?.some((term) => isWithin(term, this.epochMs)) === false,
    );
    const whyNot = missing
      ? `customers of ${id} in ${country} have no ${AGREEMENT_NAMES[missing.kind]} in force, which ${missing.clause} asks for`
      : null;
    return { isAsked: asked.length > 0, whyNot };
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
    return flowDown !== null && isWithin(flowDown, this.epochMs)
      ? null
      : `${reason} that is not bound in writing`;
  }
}

/** Contracts as judges see them: at the instant that the auditor has set. */
export type ContractsView = Omit<Contracts, 'setInstant'>;
