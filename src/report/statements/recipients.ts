import { formatCount, plural, present } from '#base';
import { lawfulBasisById } from '#domain';
import type { ProcessingRecord, Statement } from '#statements';
import { type Child, element } from '../document/markup.ts';
import { type Part, section } from '../document/parts.ts';
import { type Column, inWords } from '../document/table.ts';
import { countryName } from '../document/words.ts';
import { lines, table } from './evidence-parts.ts';

/** Who received data, and who could have: sections of a statement. */
export function renderRecipients({
  from,
  possibleRecipients,
  recipients,
  to,
}: Pick<Statement, 'from' | 'possibleRecipients' | 'recipients' | 'to'>): readonly Part[] {
  const nameOf = companyNames(recipients, possibleRecipients);
  const bases = new Set(recipients.flatMap(({ receipts }) => receipts.map(receivedOn)));
  const [basis = '', ...others] = bases;
  const isProcessed = recipients.some(({ sessions }) => sessions !== undefined);
  const each = others.length === 0 && basis !== '' ? ` Each time: ${basis}.` : '';
  return [
    recipients.length === 0
      ? null
      : section('Who has received it', [
          `Each company and authority that the ledger records as having stored${isProcessed ? ', seen or processed' : ' or seen'} your data, and on what basis it came there.${each}`,
          table('Recipients', recipients, [
            inWords('Recipient', ({ entity, title }) => (title === entity ? entity : `${title} (${entity})`)),
            inWords('Kind', ({ kind }) => kind),
            inWords('Country', ({ country }) => named(country)),
            inWords('Stored', (recipient) => lines(storedLines(recipient))),
            inWords('Seen', (recipient) => lines(seenLines(recipient))),
            ...(isProcessed ? [inWords('Processed by software', processedText)] : []),
            inWords('Received on', ({ receipts }) =>
              lines(receipts.map((one) => receiptText(one, nameOf, each === ''))),
            ),
            inWords('From', ({ from: first }) => minute(first)),
            inWords('To', (recipient) => endText(recipient)),
          ]),
        ]),
    possibleRecipients.length === 0
      ? null
      : section('Who could have received it, but did not', [
          'At these times. As far as the ledger records, none of them has.',
          table('Possible recipients', possibleRecipients, [
            inWords('Company', ({ entity, title }) => (title === entity ? entity : `${title} (${entity})`)),
            inWords('Kind', ({ kind }) => kind),
            inWords('Country', ({ country }) => named(country)),
            ...wayColumns(possibleRecipients, { from, to }),
          ]),
        ]),
  ];
}

/** A column for all ways that differ only in their last word, the name of a place, and one for those with conditions. */
function wayColumns(possible: readonly Possible[], period: Period): readonly Column<Possible>[] {
  const parted = (way: Possible['ways'][number]) => {
    const text = possibleWayText(way, period);
    const at = text.includes(',') ? 0 : text.lastIndexOf(' ') + 1;
    return { start: text.slice(0, at).trim(), end: text.slice(at) };
  };
  const starts = new Set(possible.flatMap(({ ways }) => ways.map((way) => parted(way).start)));
  return [...starts].map((start) =>
    inWords(start === '' ? 'It could' : `It could ${start}`, ({ ways }) =>
      lines(ways.flatMap((way) => (parted(way).start === start ? [parted(way).end] : []))),
    ),
  );
}

type Possible = Statement['possibleRecipients'][number];
type Period = Pick<Statement, 'from' | 'to'>;

type Recipient = Statement['recipients'][number];

function storedLines({ copies, ledgers }: Recipient): readonly string[] {
  const kept = ledgers.map(
    ({ from, place, to }) =>
      `the ledger at ${place}, from ${minute(from)}${to === null ? ' on' : ` to ${minute(to)}`}`,
  );
  if (copies.stored === 0) return kept.length === 0 ? ['nothing'] : kept;
  const count = `${plural(copies.stored, 'copy', 'copies')} (${copies.roles.join(', ')})`;
  return [`${count} in ${copies.countries.map(named).join(', ')}; ${formatCount(copies.left)} left`, ...kept];
}

function seenLines({ accesses }: Recipient): readonly string[] {
  const { agents, atItsCentres, byItsEmployees, count, countries, withoutAgent } = accesses;
  if (count === 0) return ['nothing'];
  const by = withoutAgent === count ? '' : ` by ${plural(agents, 'agent')}`;
  return present([
    `${plural(count, 'access', 'accesses')}${by}, from ${countries.map(named).join(', ')}`,
    withoutAgent > 0 ? `${plural(withoutAgent, 'access', 'accesses')} for which no agent is named` : null,
    byItsEmployees < count ? `${formatCount(byItsEmployees)} by people it employs` : null,
    atItsCentres < count ? `${formatCount(atItsCentres)} at centres it runs` : null,
  ]);
}

function processedText({ sessions }: Recipient): string {
  if (sessions === undefined) return 'nothing';
  return `${plural(sessions.count, 'session')} in ${sessions.countries.map(named).join(', ')}`;
}

type Receipt = Recipient['receipts'][number];

function receivedOn(receipt: Receipt): string {
  const judged = receipt.standing === 'needs no basis' ? '' : ` (${standingText(receipt)})`;
  return `${basisText(receipt)}${judged}`;
}

function receiptText(receipt: Receipt, nameOf: (entity: string) => string, hasBasis: boolean): string {
  const { first, from, last, through, times } = receipt;
  const by = from === null ? ' from you' : from === '' ? '' : ` from ${nameOf(from)}`;
  const at = through === null ? '' : `, at the centre of ${nameOf(through)}`;
  const when = first === last ? minute(first) : `${minute(first)} to ${minute(last)}`;
  const basis = hasBasis ? `: ${receivedOn(receipt)}` : '';
  return `${times === 1 ? 'once' : `${formatCount(times)} times`}${by}${at}${basis}; ${when}`;
}

function endText({ kind, to }: Recipient): Child {
  if (to !== null) return minute(to);
  return kind === 'authority' ? 'not known' : element('strong', {}, 'still has it');
}

/** How a company could have received data. The time is left out if it is the whole period. */
export function possibleWayText(
  { from, to, what }: ProcessingRecord['possible'][number]['ways'][number],
  period: Period,
): string {
  return from === period.from && to === period.to ? what : `${what}, ${minute(from)} to ${minute(to)}`;
}

/** Companies by their titles; by their ids where a page names no title. */
export function companyNames(
  ...listed: readonly (readonly { readonly entity: string; readonly title: string }[])[]
): (entity: string) => string {
  const titles = new Map(listed.flat().map(({ entity, title }) => [entity, title]));
  return (entity) => titles.get(entity) ?? entity;
}

/** The recorded basis, in words. */
export function basisText({
  basis,
  instrument,
}: {
  readonly basis: string;
  readonly instrument: string | null;
}): string {
  if (basis === 'same-entity') return 'within one entity';
  if (instrument === null) return basis;
  const title = lawfulBasisById(instrument)?.title;
  return title === undefined ? `${basis}: ${instrument}` : `${basis}: ${title} (${instrument})`;
}

/** The auditor's judgement of it, in words. */
export function standingText({
  reason,
  standing,
}: Pick<Recipient['receipts'][number], 'reason' | 'standing'>): string {
  if (standing === 'needs no basis') return 'no basis needed';
  return reason === null ? standing : `${standing}: ${reason}`;
}

/** A country by its name; empty for a place outside the scenario. */
export function named(country: string): string {
  return country === '' ? UNKNOWN : countryName(country);
}

export const UNKNOWN = 'unknown';

/** `2014-11-04 00:05`, from RFC 3339. */
export function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

/** The agreements of customers with the vendor; nothing if none are known of. */
export function agreementPart(agreements: ProcessingRecord['agreements']): Part {
  if (agreements === undefined) return null;
  return section('Agreements with the vendor', [
    'In writing, as the scenario says. The audit says whether data was stored or seen without one that the law asks for (R9).',
    table('Agreements', agreements, [
      inWords('Customers', ({ segment }) => `customers of ${segment}`),
      inWords('Agreement', ({ agreement }) => agreement),
      inWords('From', ({ from }) => (from === null ? 'never' : minute(from))),
      inWords('Until', ({ from, to }) => (to === null ? (from === null ? '–' : 'no end') : minute(to))),
    ]),
  ]);
}

/** What customers have to encrypt before they share it; nothing if nobody says. */
export function dutyPart(duties: ProcessingRecord['duties']): Part {
  if (duties === undefined) return null;
  return section('Duties of customers', [
    'What they have to encrypt before they share it, as the scenario says. What came plain all the same is listed with what was done; the audit says whether the vendor did as it said (R28).',
    table('Duties', duties, [
      inWords('Customers', ({ segment }) => `customers of ${segment}`),
      inWords('To be encrypted', ({ encrypt }) => encrypt.join(', ')),
      inWords('From', ({ from }) => minute(from)),
      inWords('Until', ({ to }) => (to === null ? 'no end' : minute(to))),
      inWords('If it comes plain', ({ otherwise }) =>
        otherwise === 'told'
          ? 'the vendor takes it and tells them'
          : 'the vendor sends all back and keeps no copy',
      ),
    ]),
  ]);
}
