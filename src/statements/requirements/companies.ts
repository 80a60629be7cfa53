import { isWithin } from '#audit';
import type { LegalEntity } from '#domain';
import type { Asked } from '#scenario';
import { isInside, isNamed } from './answer.ts';

type CompanySubject = 'companies' | 'control' | 'subcontractors';

/** A requirement about companies: its subject, and what is asked. */
export type OfCompanies = {
  readonly [Subject in CompanySubject]: { readonly subject: Subject; readonly asked: Asked<Subject> };
}[CompanySubject];

/** Whether a company is as required at an instant (epoch ms); null if the scenario does not say it. The standard is judged elsewhere. */
export function isRequired(
  { asked, subject }: OfCompanies,
  company: LegalEntity,
  entities: readonly LegalEntity[],
  atMs: number,
): boolean | null {
  if (subject === 'control') {
    const { countries, silent } = controllersOf(company, entities, atMs);
    if (!countries.every((country) => isInside(asked, country, atMs))) return false;
    return silent.length === 0 ? true : null;
  }
  if (subject === 'subcontractors') {
    const { announced, bound, named, rank } = asked;
    if (company.kind !== 'subcontractor') return true;
    const { announcedEpochMs = null, flowDown = null } = company.subcontract ?? {};
    const isTold = announcedEpochMs !== null && announcedEpochMs + (announced ?? 0) <= atMs;
    const isBound = flowDown !== null && isWithin(flowDown, atMs);
    const isAdmitted = named === undefined || isNamed(named, company);
    if (!isAdmitted || (announced !== undefined && !isTold) || (bound !== undefined && !isBound))
      return false;
    if (rank === undefined) return true;
    return company.rank === undefined ? null : company.rank <= rank;
  }
  const { established, kinds, named } = asked;
  return (
    (kinds === undefined || kinds.includes(company.kind)) &&
    (named === undefined || isNamed(named, company)) &&
    (established === undefined || isInside(established, company.country, atMs))
  );
}

/**
 * The countries of those who control a company at an instant (epoch ms), and the companies of which nothing says who does. An affiliate that
 * does not say otherwise is controlled by the vendor, and by those who control the vendor.
 */
export function controllersOf(
  company: LegalEntity,
  entities: readonly LegalEntity[],
  atMs: number,
): { readonly countries: readonly string[]; readonly silent: readonly LegalEntity[] } {
  const { control, kind } = company;
  if (control !== undefined) {
    const inForce = control.filter((term) => isWithin(term, atMs));
    return { countries: [...new Set(inForce.map(({ country }) => country))], silent: [] };
  }
  const vendors = kind === 'affiliate' ? entities.filter((one) => one.kind === 'vendor') : [];
  if (vendors.length === 0) return { countries: [], silent: [company] };
  const above = vendors.map((vendor) => controllersOf(vendor, entities, atMs));
  const countries = [...vendors.map(({ country }) => country), ...above.flatMap((one) => one.countries)];
  return { countries: [...new Set(countries)], silent: above.flatMap(({ silent }) => silent) };
}
