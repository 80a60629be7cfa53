import {
  CERTIFIED_STANDARDS,
  type CertifiedStandard,
  certificateEditionById,
  type EpochMs,
  type LawReading,
  type LegalEntity,
  type ProductIndex,
  type ResidencyPromise,
  type Scenario,
} from '#domain';
import { runs } from './transfer-law.ts';

/** What a company does with cases: it stores them, or supports a product. */
export type Service = 'storage' | ProductIndex;

/** An instant, and the law as it is read then. */
export interface LegalMoment {
  readonly epochMs: EpochMs;
  readonly reading: LawReading;
}

/** Whether the company holds a certificate on the standard that covers the service. What a certificate does not say of its scope counts as covered. */
function holds(
  { certificates = [] }: LegalEntity,
  standard: CertifiedStandard,
  service: Service,
  { epochMs, reading }: LegalMoment,
): boolean {
  return certificates.some((one) => {
    const { edition, products, services } = one;
    const issued = certificateEditionById(edition);
    if (issued === undefined || !edition.startsWith(standard)) return false;
    if (!runs(one, epochMs) || !reading.isInForce(issued, epochMs, 'then')) return false;
    if (service === 'storage') return services?.includes('storage') ?? true;
    return (services?.includes('support') ?? true) && (products?.includes(service) ?? true);
  });
}

/** Whether the company holds the certificate that the promise requires for the service. True if the promise requires none. */
export function isCertified(
  { certified, certifiedSupport }: ResidencyPromise,
  company: LegalEntity,
  service: Service,
  moment: LegalMoment,
): boolean {
  const standard = service === 'storage' ? certified : certifiedSupport;
  return standard === undefined || holds(company, standard, service, moment);
}

/** Whether a subcontractor holds the certificates that the vendor holds for the service, if it must. True for other companies. */
export function isEquivalent(
  { subcontractorStandard }: ResidencyPromise,
  company: LegalEntity,
  service: Service,
  { entities }: Scenario,
  moment: LegalMoment,
): boolean {
  if (subcontractorStandard === undefined || company.kind !== 'subcontractor') return true;
  return CERTIFIED_STANDARDS.every(
    (standard) =>
      holds(company, standard, service, moment) ||
      !entities.some((one) => one.kind === 'vendor' && holds(one, standard, service, moment)),
  );
}
