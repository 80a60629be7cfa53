import { present } from '#base';
import type { Omissions } from '#exports';
import type { ProcessingRecord } from '#statements';
import { list, type Part, section, styled } from '../document/parts.ts';
import { type Column, inWords } from '../document/table.ts';
import { countryName } from '../document/words.ts';
import { counted, evidencePage, lines, table, withoutKey } from './evidence-parts.ts';
import {
  agreementPart,
  companyNames,
  dutyPart,
  minute,
  named,
  possibleWayText,
  standingText,
} from './recipients.ts';

/** The record of a processor as a page, by the law in force. */
export function renderProcessingRecord(record: ProcessingRecord, title: string): string {
  const nameOf = companyNames(record.register);
  return recordPage(
    record,
    record.heading,
    record.heading,
    title,
    present([
      section('Which law is in force', ['By the country of the customers.', list(record.laws)]),
      section('(a), (b) Categories of processing, by controller', [
        'Customers of one segment and law are counted together. Counted from the ledger: what was done.',
        table('Processing by controller', record.activities, [
          inWords('Controller', ({ controller, promise, role }) =>
            lines([`customers of ${controller}`, `${role}s, promise ${promise}`]),
          ),
          inWords('Law', ({ asked, law }) => lawText(law, asked)),
          inWords('Category', ({ category }) => category),
          inWords('Carried out by', ({ entity }) => nameOf(entity)),
          inWords('In', ({ countries }) => countries.map(named).join(', ')),
          counted('Cases', ({ cases }) => cases),
          counted('Acts', ({ acts }) => acts),
        ]),
      ]),
      agreementPart(record.agreements),
      dutyPart(record.duties),
      record.notable !== undefined &&
        section('Subcontractors that were needed, and items that came plain', [
          'Cases given to subcontractors because nobody else could take them (R27), and items that customers were to encrypt and did not (R28): what the ledger records. That items came plain is the responsibility of the customers.',
          record.notable.length === 0
            ? 'Nothing of the kind is on record.'
            : table('On record', record.notable, [
                inWords('Controller', ({ controller }) => `customers of ${controller}`),
                inWords('What', ({ kind }) => kind),
                inWords('Recorded as', ({ what }) => what),
                counted('Cases', ({ cases }) => cases),
                counted('Times', ({ times }) => times),
              ]),
        ]),
      renderTransfers(record),
      section('Companies that could have received data, but did not', [
        'By promise, law and their contracts, at these times. Skills, opening hours and outages are ignored.',
        record.possible.length === 0
          ? 'No other company of the scenario.'
          : table('Possible recipients', record.possible, [
              inWords('Controller', ({ controller }) => `customers of ${controller}`),
              inWords('Company', ({ entity, kind }) => `${nameOf(entity)} (${kind})`),
              inWords('Country', ({ country }) => named(country)),
              inWords('It could', ({ ways }) => lines(ways.map((way) => possibleWayText(way, record)))),
            ]),
      ]),
      section('(d) Security', ['As far as it is modelled.', list(record.securityMeasures)]),
      section('What this record leaves out', leftOut(record)),
    ]),
  );
}

/** What nobody has judged, without the keys of scenarios. */
function leftOut({ notModelled, notSaid }: Omissions): readonly Part[] {
  const part = (why: string, what: readonly string[]) =>
    what.length === 0 ? [] : [why, list(what.map(withoutKey))];
  return [...part('The scenario does not say it:', notSaid), ...part('It is not modelled:', notModelled)];
}

type Transfer = ProcessingRecord['transfers'][number];

function renderTransfers({ register, transfers }: ProcessingRecord) {
  const nameOf = companyNames(register);
  const sentence =
    'Outside the free flow of a law that protects the data, or may: what each relied on, and how the auditor judges it. What an entity ' +
    'gets from itself has no safeguard, and has its own column.';
  if (transfers.length === 0)
    return section('(c) Transfers to third countries', [sentence, 'None is on record.']);
  const changes = transfers.some(({ standing, today }) => today.standing !== standing);
  return section('(c) Transfers to third countries', [
    sentence,
    table(
      'Transfers',
      transfers,
      present([
        inWords('Controller', ({ controller }) => `customers of ${controller}`),
        inWords('Law', ({ law, rule }) => lawText(law, rule)),
        inWords('From', ({ exporter }) => nameOf(exporter)),
        inWords('To', ({ importer }) => nameOf(importer)),
        inWords('Country', ({ country }) => named(country)),
        inWords(
          'Safeguard',
          ({ safeguard, sameEntity }) => safeguard ?? (sameEntity === null ? 'none' : '–'),
        ),
        inWords('Same entity', ({ sameEntity }) => sameEntity ?? '–'),
        inWords('The auditor', (transfer) => standingText(transfer)),
        changes && TODAY,
        counted('Cases', ({ cases }) => cases),
        counted('Acts', ({ transfers: count }) => count),
      ]),
    ),
  ]);
}

const TODAY: Column<Transfer> = inWords('By the law as known today', ({ today }) => standingText(today));

/** A law, and what it says there; the latter alone if it begins with the name of the law. */
function lawText(law: string | null, rule: string | null) {
  if (law !== null && rule?.startsWith(law)) return lines([rule]);
  return lines(present([law ?? 'none that this record knows', rule !== null && rule]));
}

function recordPage(
  { from, law, processor, to }: ProcessingRecord,
  name: string,
  heading: string,
  title: string,
  parts: readonly Part[],
): string {
  return evidencePage({
    title: `${name} – ${title}`,
    heading,
    facts: [
      title,
      `processor: ${processor.title}, ${countryName(processor.country)}`,
      `${minute(from)} to ${minute(to)} UTC`,
    ],
    parts: [...law.map((sentence) => styled('alert', sentence)), ...parts],
  });
}

/** The register of companies that process data for the vendor as a page. */
export function renderSubProcessors(record: ProcessingRecord, title: string): string {
  return recordPage(record, 'Sub-processors', 'Register of sub-processors', title, [
    section('What the laws in force require', [
      'By the country of the customers.',
      record.subProcessorRules.length === 0
        ? 'No act whose articles this record knows governs data of these customers.'
        : list(record.subProcessorRules),
    ]),
    section('Companies that process support data, or could', [
      'Copies and accesses are counted from the ledger.',
      table(
        'Sub-processors',
        record.register,
        present([
          inWords('Entity', ({ entity, title: name }) => (name === entity ? entity : `${name} (${entity})`)),
          inWords('Kind', ({ kind }) => kind),
          inWords('Country', ({ country }) => named(country)),
          inWords('Places', ({ places }) => (places.length === 0 ? 'none' : lines(places))),
          inWords('Instruments', ({ instruments }) =>
            instruments.length === 0 ? 'none' : lines(instruments),
          ),
          inWords('Certificates', ({ certificates }) =>
            certificates.length === 0 ? 'none' : lines(certificates),
          ),
          inWords('Announced', ({ announced, kind }) => announced ?? (kind === 'subcontractor' ? 'no' : '–')),
          inWords('Bound', ({ bound, kind }) => bound ?? (kind === 'subcontractor' ? 'no' : '–')),
          counted('Copies held', ({ copies }) => copies),
          counted('Accesses by its people', ({ accesses }) => accesses),
          counted('Accesses at its centres', ({ accessesAtCentres }) => accessesAtCentres),
          record.register.some(({ couldReceiveFrom }) => couldReceiveFrom.length > 0) && POSSIBLE,
        ]),
      ),
    ]),
    section('What this register leaves out', leftOut(record)),
  ]);
}

const POSSIBLE: Column<ProcessingRecord['register'][number]> = inWords(
  'Could have received, but did not, data of',
  ({ couldReceiveFrom }) => lines(couldReceiveFrom.map((controller) => `customers of ${controller}`)),
);
