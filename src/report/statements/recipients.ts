import { formatCount, plural } from '#base';
import { lawfulBasisById } from '#domain';
import type { ProcessingRecord, Statement } from '#statements';
import { type Child, element, type Markup } from '../document/markup.ts';
import { countryName } from '../document/places.ts';
import { lines, section, table } from './evidence-parts.ts';

/** Who received data, and who could have: sections of a statement. */
export function renderRecipients({
  from,
  possibleRecipients,
  recipients,
  to,
}: Pick<Statement, 'from' | 'possibleRecipients' | 'recipients' | 'to'>): readonly Markup[] {
  const nameOf = companyNames(recipients, possibleRecipients);
  return [
    section(
      'Who has received it',
      'Each company and authority that the ledger records as having stored or seen your data, on what basis it came there, and from when to when. ' +
        'A statement never contains what an order forbids telling.',
      recipients.length === 0
        ? element('p', {}, 'No copy and no access is on record.')
        : table('Recipients', recipients, [
            ['Recipient', ({ entity, title }) => (title === entity ? entity : `${title} (${entity})`)],
            ['Kind', ({ kind }) => kind],
            ['Country', ({ country }) => named(country)],
            ['Stored', (recipient) => lines(storedLines(recipient))],
            ['Seen', (recipient) => lines(seenLines(recipient))],
            ['Received on', ({ receipts }) => lines(receipts.map((one) => receiptText(one, nameOf)))],
            ['From', ({ from: first }) => minute(first)],
            ['To', (recipient) => endText(recipient)],
          ]),
    ),
    section(
      'Who could have received it, but did not',
      'Companies that your promise, the law and their contracts would have let store or see a case of yours at these times. None of them has, as far ' +
        'as the ledger records.',
      possibleRecipients.length === 0
        ? element('p', {}, 'No other company of the scenario.')
        : table('Possible recipients', possibleRecipients, [
            ['Company', ({ entity, title }) => (title === entity ? entity : `${title} (${entity})`)],
            ['Kind', ({ kind }) => kind],
            ['Country', ({ country }) => named(country)],
            ['It could', ({ ways }) => lines(ways.map((way) => possibleWayText(way, { from, to })))],
          ]),
    ),
  ];
}

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
  return [
    `${plural(count, 'access', 'accesses')}${by}, from ${countries.map(named).join(', ')}`,
    ...(withoutAgent > 0
      ? [`${plural(withoutAgent, 'access', 'accesses')} for which no agent is named`]
      : []),
    ...(byItsEmployees < count ? [`${formatCount(byItsEmployees)} by people it employs`] : []),
    ...(atItsCentres < count ? [`${formatCount(atItsCentres)} at centres it runs`] : []),
  ];
}

function receiptText(receipt: Recipient['receipts'][number], nameOf: (entity: string) => string): string {
  const { first, from, last, through, times } = receipt;
  const by = from === null ? ' from you' : from === '' ? '' : ` from ${nameOf(from)}`;
  const at = through === null ? '' : `, at the centre of ${nameOf(through)}`;
  const when = first === last ? minute(first) : `${minute(first)} to ${minute(last)}`;
  const judged = receipt.standing === 'needs no basis' ? '' : ` (${standingText(receipt)})`;
  return `${times === 1 ? 'once' : `${formatCount(times)} times`}${by}${at}: ${basisText(receipt)}${judged}; ${when}`;
}

function endText({ kind, to }: Recipient): Child {
  if (to !== null) return minute(to);
  return kind === 'authority' ? 'not known' : element('strong', {}, 'still has it');
}

/** How a company could have received data. The time is left out if it is the whole period. */
export function possibleWayText(
  { from, to, what }: ProcessingRecord['possible'][number]['ways'][number],
  period: { readonly from: string; readonly to: string },
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
