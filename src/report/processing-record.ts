import type { ProcessingRecord } from '#evidence';
import { evidenceHeader as header, lines, list, section, table } from './evidence-parts.ts';
import { element } from './markup.ts';
import { renderPage } from './page.ts';
import { countryName } from './places.ts';

/** The record of processing activities (GDPR Art. 30(2)) as a page. */
export function renderProcessingRecord(record: ProcessingRecord, title: string): string {
  const { activities, notInTheModel, processor, securityMeasures, transfers } = record;
  return renderPage(
    `Record of processing – ${title}`,
    header('Record of processing activities, GDPR Art. 30(2)', title, [
      `processor: ${processor.title}, ${countryName(processor.country)}`,
    ]),
    [
      section(
        'Categories of processing, by controller',
        'Art. 30(2)(a), (b). Each customer is a controller; those of one segment are told together. Counted from the ledger: what was done.',
        table('Processing by controller', activities, [
          ['Controller', ({ controller, promise }) => `customers of ${controller} (promise ${promise})`],
          ['Category', ({ category }) => category],
          ['Carried out by', ({ entity }) => entity],
          ['In', ({ countries }) => countries.map(countryName).join(', ')],
          ['Cases', ({ cases }) => cases, 'number'],
          ['Acts', ({ acts }) => acts, 'number'],
        ]),
      ),
      section(
        'Transfers to third countries',
        'Art. 30(2)(c). Out of the free flow of the law that protects the customer, with what each relied on.',
        transfers.length === 0
          ? element('p', {}, 'None: no data left the free flow of the law that protects its customer.')
          : table('Transfers', transfers, [
              ['Controller', ({ controller }) => `customers of ${controller}`],
              ['To', ({ importer }) => importer],
              ['Country', ({ country }) => countryName(country)],
              ['Safeguard', ({ safeguard }) => safeguard],
              ['Cases', ({ cases }) => cases, 'number'],
              ['Transfers', ({ transfers: count }) => count, 'number'],
            ]),
      ),
      section('Security', 'Art. 30(2)(d).', list(securityMeasures)),
      section('What this record leaves out', 'The model does not have it:', list(notInTheModel)),
    ],
  );
}

/** The register of sub-processors (GDPR Art. 28(2)) as a page. */
export function renderSubProcessors({ processor, register }: ProcessingRecord, title: string): string {
  return renderPage(
    `Sub-processors – ${title}`,
    header('Register of sub-processors, GDPR Art. 28(2)', title, [`processor: ${processor.title}`]),
    [
      section(
        'Entities that process support data',
        'Copies and accesses are counted from the ledger. A subcontractor has to be announced, and bound to the same duties (Art. 28(2), (4)).',
        table('Sub-processors', register, [
          ['Entity', ({ entity, title: name }) => (name === entity ? entity : `${name} (${entity})`)],
          ['Kind', ({ kind }) => kind],
          ['Country', ({ country }) => countryName(country)],
          ['Places', ({ places }) => (places.length === 0 ? 'none' : lines(places))],
          ['Instruments', ({ instruments }) => (instruments.length === 0 ? 'none' : lines(instruments))],
          ['Certificates', ({ certificates }) => (certificates.length === 0 ? 'none' : lines(certificates))],
          ['Announced', ({ announced, kind }) => announced ?? (kind === 'subcontractor' ? 'no' : '–')],
          ['Bound', ({ bound, kind }) => bound ?? (kind === 'subcontractor' ? 'no' : '–')],
          ['Copies held', ({ copies }) => copies, 'number'],
          ['Accesses', ({ accesses }) => accesses, 'number'],
        ]),
      ),
    ],
  );
}
