import {
  AGREEMENT_NAMES,
  CERTIFIED_STANDARDS,
  type EntityIndex,
  type GroupIndex,
  type PlaceIndex,
  type ProductIndex,
  type PromiseIndex,
  type ResidencyPromise,
  type StreamIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { type Covered, STORED, whyNotCertified, whyNotEquivalent } from './certificates.ts';
import { isWithin } from './dated-law.ts';
import { Rule } from './rule.ts';
import { legalRegimesOf } from './zones.ts';

/** Whether the promise restricts subcontractors, or asks for certificates beyond those for storage. */
export function asksOfCompanies({
  certifiedSupport,
  subcontractorStandard,
  subcontractors,
}: ResidencyPromise): boolean {
  return (certifiedSupport ?? subcontractorStandard ?? subcontractors) !== undefined;
}

/** What the agreements between vendor and customers say at an instant. */
interface Agreed {
  /** Whether a law asks for an agreement, and the scenario says when the customers have it. */
  readonly isAsked: boolean;
  readonly whyNot: string | null;
}

/**
 * What companies need to hold or see data: contracts of the vendor with its customers and with its subcontractors, and certificates for
 * what they do.
 */
export class Contracts extends Rule {
  /** The answers of `asksOfCompanies`, by promise. */
  private readonly asks: readonly boolean[];
  /** By stream, at this instant. */
  private agreed: (Agreed | undefined)[] = [];
  /** By promise and company, then by what has to be covered: why the company has no certificate for it, at this instant. */
  private standards: (string | null | undefined)[][] = [];

  constructor(tables: ScenarioTables) {
    super(tables);
    this.asks = tables.scenario.promises.map(asksOfCompanies);
  }

  protected override forget(): void {
    this.agreed = [];
    this.standards = [];
  }

  /** Whether anything is asked for: the promise restricts subcontractors or asks for certificates, or the customers' law for an agreement. */
  asksOf(stream: StreamIndex): boolean {
    return this.asks[this.tables.stream(stream).promise] === true || this.agreedWith(stream).isAsked;
  }

  /** Why nobody may hold or see the stream's data: an agreement with the customers is missing. Null if none is. */
  whyNotAgreed(stream: StreamIndex): string | null {
    return this.agreedWith(stream).whyNot;
  }

  /** Why no data of a case of the stream, about the product (null: not known), may be at the place; null if it may. */
  whyNotAt(stream: StreamIndex, place: PlaceIndex, product: ProductIndex | null): string | null {
    const { promise } = this.tables.stream(stream);
    const entity = this.tables.entityOf(place);
    return (
      this.whyNotAgreed(stream) ??
      this.whyNot(promise, entity, this.tables.countryOf(place)) ??
      this.whyNotUpTo(
        promise,
        entity,
        place < this.tables.scenario.dataCentres.length ? STORED : { service: 'support', product },
      )
    );
  }

  /**
   * Why agents of the group may not see data of a case of the stream, about the product (null: not known): no agreement, their centre's
   * company, or their employer. Null if they may.
   */
  whyNotSeenBy(stream: StreamIndex, group: GroupIndex, product: ProductIndex | null): string | null {
    const { tables } = this;
    const place = tables.placeOfCentre(tables.centreOf(group));
    const employer = tables.scenario.groups[group]?.employer ?? tables.entityOf(place);
    const { promise } = tables.stream(stream);
    return (
      this.whyNotAt(stream, place, product) ??
      this.whyNot(promise, employer, tables.countryOf(place)) ??
      this.whyNotUpTo(promise, employer, { service: 'support', product })
    );
  }

  /** Why the company may not process data of a case of the stream, about the product, at a data centre by software. Null if it may. */
  whyNotProcessedBy(
    stream: StreamIndex,
    entity: EntityIndex,
    place: PlaceIndex,
    product: ProductIndex,
  ): string | null {
    const { tables } = this;
    const { promise } = tables.stream(stream);
    const country = tables.countryOf(place);
    return (
      this.whyNotAgreed(stream) ??
      this.whyNot(promise, tables.entityOf(place), country) ??
      this.whyNot(promise, entity, country) ??
      this.whyNotUpTo(promise, entity, { service: 'support', product })
    );
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

  /** Why the company may not do that for lack of a certificate: one that the promise asks for, or one that the vendor has. */
  private whyNotUpTo(promise: PromiseIndex, entity: EntityIndex, covered: Covered): string | null {
    const key = promise * this.tables.scenario.entities.length + entity;
    this.standards[key] ??= [];
    const known = this.standards[key];
    const what = covered.product === null ? Number(covered.service === 'support') : covered.product + 2;
    if (known[what] === undefined) known[what] = this.judgeStandard(promise, entity, covered);
    return known[what];
  }

  private judgeStandard(promise: PromiseIndex, entity: EntityIndex, covered: Covered): string | null {
    const { scenario } = this.tables;
    const { certifiedSupport, id, subcontractorStandard } = scenario.promises[promise] ?? {};
    if (covered.service === 'support' && certifiedSupport !== undefined) {
      const why = whyNotCertified(scenario, entity, certifiedSupport, covered, this.epochMs);
      if (why !== null) return `promise ${id}: ${why}`;
    }
    if (subcontractorStandard === undefined || scenario.entities[entity]?.kind !== 'subcontractor')
      return null;
    for (const standard of CERTIFIED_STANDARDS) {
      const why = whyNotEquivalent(scenario, entity, standard, covered, this.epochMs);
      if (why !== null) return `promise ${id}: ${why}, as the vendor has`;
    }
    return null;
  }
}
