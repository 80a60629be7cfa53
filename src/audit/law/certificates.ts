import {
  CERTIFICATE_EDITIONS,
  CERTIFIED_STANDARDS,
  type CertifiedService,
  type CertifiedStandard,
  type EntityIndex,
  type EpochMs,
  type ProductIndex,
  type Scenario,
} from '#domain';
import { lawInstants } from './law-calendar.ts';

/** What a certificate has to cover. `product` is null for storage, and if it is not known, which counts as covered. */
export interface Covered {
  readonly service: CertifiedService;
  readonly product: ProductIndex | null;
}

export const STORED: Covered = { service: 'storage', product: null };

/**
 * Why the company has no certificate on the standard, or on that edition of it, that covers the work at that instant; null if it has one.
 * What a certificate does not say of its scope counts as covered.
 */
export function whyNotCertified(
  { entities, products }: Scenario,
  entity: EntityIndex,
  standard: string,
  { product, service }: Covered,
  epochMs: EpochMs,
): string | null {
  const company = entities[entity];
  const own = (company?.certificates ?? []).filter(({ edition }) => edition.startsWith(standard));
  const covering = own.filter(
    (one) =>
      one.services?.includes(service) !== false &&
      (product === null || one.products?.includes(product) !== false),
  );
  let ended: string | null = null;
  for (const { edition, fromEpochMs, toEpochMs } of covering) {
    // A certificate ends with its edition, whatever its own end date.
    const editionToMs = CERTIFICATE_EDITIONS.find(({ id }) => id === edition)?.validToMs ?? fromEpochMs;
    if (fromEpochMs <= epochMs && epochMs < Math.min(toEpochMs, editionToMs)) return null;
    if (epochMs >= editionToMs && epochMs < toEpochMs) ended = edition;
  }
  const reason = `${company?.id ?? 'nobody'} has no certificate for ${standard}`;
  if (ended !== null) return `${reason}: the one for ${ended} ended with that edition`;
  const of = product === null ? '' : ` of ${products[product]?.id ?? 'a product that is not known'}`;
  return covering.length < own.length ? `${reason} that covers ${service}${of}` : reason;
}

/** Why the company lacks a certificate on the standard that a vendor has for the same work at that instant; null if it does not. */
export function whyNotEquivalent(
  scenario: Scenario,
  entity: EntityIndex,
  standard: CertifiedStandard,
  covered: Covered,
  epochMs: EpochMs,
): string | null {
  const whyNot = (company: EntityIndex) => whyNotCertified(scenario, company, standard, covered, epochMs);
  const why = whyNot(entity);
  if (why === null) return null;
  const isHeld = scenario.entities.some(({ kind }, e) => kind === 'vendor' && whyNot(e) === null);
  return isHeld ? why : null;
}

/** A time of the run (UTC epoch ms) in which a vendor had a certificate for what a subcontractor does, and the subcontractor had none. */
export interface StandardGap {
  readonly entity: EntityIndex;
  readonly standard: CertifiedStandard;
  readonly covered: Covered;
  readonly fromEpochMs: EpochMs;
  readonly toEpochMs: EpochMs;
}

/** Lists the gaps by subcontractor, standard and work, in the order of time. */
export function standardGaps(scenario: Scenario): readonly StandardGap[] {
  const { centres, dataCentres, entities, groups, horizonMs, products, startEpochMs } = scenario;
  const begins = [0, ...lawInstants(scenario)].map((timeMs) => startEpochMs + timeMs);
  const workers = new Set(groups.flatMap(({ centre, employer }) => [employer, centres[centre]?.entity]));
  return entities.flatMap(({ kind }, entity) => {
    if (kind !== 'subcontractor') return [];
    const works: Covered[] = dataCentres.some((one) => one.entity === entity) ? [STORED] : [];
    if (workers.has(entity))
      products.forEach((_, product) => void works.push({ service: 'support', product }));
    return CERTIFIED_STANDARDS.flatMap((standard) =>
      works.flatMap((covered) => {
        const gaps: StandardGap[] = [];
        begins.forEach((fromEpochMs, k) => {
          if (whyNotEquivalent(scenario, entity, standard, covered, fromEpochMs) === null) return;
          const toEpochMs = begins[k + 1] ?? startEpochMs + horizonMs;
          const last = gaps.at(-1);
          const joins = last?.toEpochMs === fromEpochMs ? gaps.pop() : undefined;
          gaps.push({ entity, standard, covered, fromEpochMs: joins?.fromEpochMs ?? fromEpochMs, toEpochMs });
        });
        return gaps;
      }),
    );
  });
}
