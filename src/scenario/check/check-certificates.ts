import { listInWords } from '#base';
import {
  CERTIFIED_STANDARDS,
  type CertifiedService,
  type CertifiedStandard,
  certificateEditionById,
  legalBegin,
  legalEnd,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import type { EntityFile, ScenarioFile } from '../shape/scenario-file.ts';
import { momentsInRun } from './check-law.ts';

type CertificateFile = EntityFile['certificates'][number];

/** Checks the times and the scope of certificates, and whether there are those that promises ask for. */
export function checkCertificates(file: ScenarioFile, list: IssueList): void {
  for (const [id, { certificates }] of Object.entries(file.entities))
    certificates.forEach((one, k) => {
      checkCertificate(one, ['entities', id, 'certificates', k], file, list);
    });
  for (const id of new Set(Object.values(file.segments).map(({ promise }) => promise))) {
    checkSupport(id, file, list);
    checkStandard(id, file, list);
  }
}

function checkCertificate(
  { edition, from, products, services, to }: CertificateFile,
  path: SourcePath,
  { horizon, start }: ScenarioFile,
  list: IssueList,
): void {
  const { validFromMs = from, validToMs = to } = certificateEditionById(edition) ?? {};
  if (from < validFromMs) {
    const message = `nobody could hold the certificate then: its edition is of ${legalBegin(validFromMs)}`;
    const remedy = 'name the edition that was current, or write a later start';
    list.error('out-of-range', [...path, 'from'], message, remedy);
  }
  if (to <= from) {
    const message = 'the certificate is never valid';
    list.error('ends-before-it-begins', [...path, 'to'], message, "write an end after 'from'");
  } else if (validToMs < Math.min(to, start + horizon)) {
    const message = `the certificate ends with its edition, at ${legalEnd(validToMs)}`;
    const remedy = 'add a certificate on a later edition, if there is one';
    list.warn('certificate-ends-with-edition', [...path, 'to'], message, remedy);
  }
  if (products === undefined || services?.includes('support') !== false) return;
  const message = 'the products are those whose support is covered, and the certificate covers no support';
  list.warn('not-used', [...path, 'products'], message, "add 'support' to 'services', or remove it", 'key');
}

/** Points out products whose cases nobody may work on for a time, because no company has the certificate that the promise asks for. */
function checkSupport(promise: string, file: ScenarioFile, list: IssueList): void {
  const standard = file.promises[promise]?.certifiedSupport;
  if (standard === undefined) return;
  const companies = workersOf(file).map((id) => file.entities[id]);
  const lacking = certificateMoments(file).flatMap((atMs) => {
    const products = productsOf(promise, file).filter(
      (product) => !companies.some((one) => covers(one, standard, 'support', product, atMs)),
    );
    return products.length === 0 ? [] : [{ atMs, products }];
  });
  const [first] = lacking;
  if (first === undefined) return;
  const products = listInWords(first.products.map((product) => `'${product}'`));
  const message = `from ${legalBegin(first.atMs)} on, no company of a centre has a certificate on ${standard} that covers the support of ${products}: nobody may work on these cases`;
  const remedy = "add such a certificate, or leave 'certifiedSupport' out";
  list.warn('nothing-on-record', ['promises', promise, 'certifiedSupport'], message, remedy);
}

/** Points out subcontractors that lack a certificate that the vendor has, and therefore get no data for a time. */
function checkStandard(promise: string, file: ScenarioFile, list: IssueList): void {
  if (file.promises[promise]?.subcontractorStandard === undefined) return;
  const { dataCentres, entities } = file;
  const vendors = Object.values(entities).filter(({ kind }) => kind === 'vendor');
  const keepers = new Set(Object.values(dataCentres).map(({ entity }) => entity));
  const works = [
    ...workersOf(file).flatMap((id) =>
      productsOf(promise, file).map((product) => ({ id, service: 'support' as const, product })),
    ),
    ...[...keepers].map((id) => ({ id, service: 'storage' as const, product: null })),
  ].filter(({ id }) => entities[id]?.kind === 'subcontractor');
  const named = new Set<string>();
  for (const atMs of certificateMoments(file))
    for (const standard of CERTIFIED_STANDARDS)
      for (const { id, product, service } of works) {
        const holds = (one: EntityFile | undefined) => covers(one, standard, service, product, atMs);
        if (named.has(id) || !vendors.some(holds) || holds(entities[id])) continue;
        named.add(id);
        const what = product === null ? 'storage' : `the support of '${product}'`;
        const message = `from ${legalBegin(atMs)} on, it has no certificate on ${standard} that covers ${what}, as the vendor has: the promise '${promise}' keeps such cases from it`;
        const remedy = 'add its certificate, if it has one';
        list.warn('nothing-on-record', ['entities', id], message, remedy, 'key');
      }
}

/** Companies that run a centre or employ its agents. */
function workersOf({ centres }: ScenarioFile): readonly string[] {
  return [
    ...new Set(
      Object.values(centres).flatMap(({ entity, groups }) =>
        Object.values(groups).flatMap(({ employer }) => [entity, employer ?? entity]),
      ),
    ),
  ];
}

/** Products that customers with the promise ask about. */
function productsOf(promise: string, { segments }: ScenarioFile): readonly string[] {
  const own = Object.values(segments).filter((segment) => segment.promise === promise);
  return [
    ...new Set(
      own.flatMap(({ products }) => Object.keys(products).filter((name) => (products[name] ?? 0) > 0)),
    ),
  ];
}

/** The start of the run, and each moment in it at which a certificate begins or ends. Epoch ms. */
function certificateMoments(file: ScenarioFile): readonly number[] {
  const all = Object.values(file.entities).flatMap(({ certificates }) => certificates);
  return momentsInRun(
    all.flatMap((one) => [one.from, endOf(one)]),
    file,
  );
}

/** Whether the company has a certificate that covers the service. `product`: null for storage. */
export function covers(
  company: EntityFile | undefined,
  standard: CertifiedStandard,
  service: CertifiedService,
  product: string | null,
  atMs: number,
): boolean {
  return (company?.certificates ?? []).some(
    (one) =>
      one.edition.startsWith(standard) &&
      one.from <= atMs &&
      atMs < endOf(one) &&
      one.services?.includes(service) !== false &&
      (product === null || one.products?.includes(product) !== false),
  );
}

function endOf({ edition, to }: CertificateFile): number {
  return Math.min(to, certificateEditionById(edition)?.validToMs ?? to);
}
