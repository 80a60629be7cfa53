import type { Statement } from '#evidence';
import { type EvidenceColumn, evidenceHeader, lines, list, section, table } from './evidence-parts.ts';
import { type Child, element, type Markup } from './markup.ts';
import { formatDuration, plural } from './numbers.ts';
import { renderPage } from './page.ts';
import { countryName } from './places.ts';

/** What the statement's proofs lead to, when there are some. */
export interface StatementSeal {
  readonly checkpoint: string;
  readonly key: string;
  readonly proofs: number;
}

/** The answer to one customer as a page: where, who, what. */
export function renderStatement(statement: Statement, seal: StatementSeal | null): string {
  const { audit, customer, nearMisses, notes, scenario, what, where, who } = statement;
  return renderPage(
    `Statement for ${customer} – ${scenario.title}`,
    evidenceHeader(`Your data: ${customer}`, scenario.title, [
      `${minute(statement.from)} to ${minute(statement.to)} UTC`,
      `${plural(what.cases.length, 'case')}`,
    ]),
    [
      renderAnswers(statement),
      renderPromises(statement),
      section(
        'Where it is, and ever was',
        'Each copy, with the place and country where it rested, who held it, and from when to when.',
        table('Copies', where, [
          ['Case', ({ caseNumber }) => String(caseNumber)],
          ['Copy', ({ role }) => role],
          ['Place', ({ place }) => place],
          ['Country', ({ country }) => countryName(country)],
          ['Held by', ({ holder }) => holder],
          ['Made from', ({ copiedFrom }) => copiedFrom],
          ['Stored', ({ stored }) => minute(stored)],
          ['Deleted', ({ deleted }) => (deleted === null ? strong('still there') : minute(deleted))],
          ['Entry', ({ entry }) => String(entry)],
        ]),
      ),
      section(
        'Who has seen it',
        'Each access: by whom, for whom they work, from where, what for, and for how long.',
        who.length === 0
          ? element('p', {}, 'Nobody.')
          : table('Accesses', who, [
              ['Case', ({ caseNumber }) => String(caseNumber)],
              ['Agent', ({ agent, role }) => lines([agent, role])],
              ['Employer', ({ employer, employerKind }) => `${employer} (${employerKind})`],
              ['From', ({ centre, country }) => `${centre}, ${countryName(country)}`],
              ['Purpose', ({ purpose }) => purpose],
              ['Read at', ({ readFrom }) => readFrom],
              ['Began', ({ began }) => minute(began)],
              ['For', ({ seconds }) => (seconds === null ? strong('still open') : formatDuration(seconds))],
              ['Entry', ({ entry }) => String(entry)],
            ]),
      ),
      section('What was done with it', 'Your cases, and how each stands.', renderCases(statement)),
      renderTransfers(statement),
      renderExceptions(statement),
      section(
        'What the audit found',
        'Over the whole run, by an auditor that shares no code with what it audits.',
        table('Invariants', audit, [
          ['Id', ({ id }) => id],
          ['Promise', ({ sentence }) => sentence],
          ['Checks', ({ checks }) => checks, 'number'],
          ['Violations', ({ checks, violations }) => foundIn(checks, violations), 'number'],
          ...(audit.some(({ violations }) => violations > 0) ? [OWN_VIOLATION] : []),
        ]),
      ),
      section(
        'What came close',
        'No violations, but what came close to one: over the whole run, and in your own cases.',
        table('Near misses', nearMisses, [
          ['Id', ({ id }) => id],
          ['What counts as one', ({ definition }) => definition],
          ['Looked at', ({ looked }) => looked, 'number'],
          ['Near', ({ near }) => near, 'number'],
          ['Yours, of the closest', ({ yours }) => lines(yours.map(ownNearMiss))],
        ]),
      ),
      renderSeal(statement, seal),
      section('To be read with it', 'What this statement can and cannot say.', list(notes)),
    ],
  );
}

/** Nothing was found out where nothing was put to the test. */
function foundIn(checks: number, violations: number): number | string {
  return checks === 0 && violations === 0 ? 'not tested' : violations;
}

function ownNearMiss({ at, caseNumber, message }: Statement['nearMisses'][number]['yours'][number]): string {
  return `${minute(at)}, case ${caseNumber}: ${message}`;
}

/** Whether the first violation, the only one that a report tells, is about this customer. */
const OWN_VIOLATION: EvidenceColumn<Statement['audit'][number]> = [
  'First is yours',
  ({ firstIsYours, violations }) => (firstIsYours ? strong('yes') : violations > 0 ? 'no' : ''),
];

/** The three promises, each answered in a sentence. */
function renderAnswers({ what, where, who }: Statement): Markup {
  const now = where.filter(({ deleted }) => deleted === null);
  const agents = new Set(who.map(({ agent }) => agent)).size;
  const tile = (question: string, big: string, note: string) =>
    element(
      'div',
      { class: 'tile' },
      element('dt', {}, question),
      element('dd', { class: 'big' }, big),
      element('dd', { class: 'note' }, note),
    );
  const deleted = `${plural(what.deletions.length, 'copy', 'copies')} deleted`;
  return element(
    'dl',
    { class: 'tiles' },
    tile(
      'Where is my data?',
      now.length === 0 ? 'nowhere any more' : countries(now),
      `it was in ${countries(where)}; ${deleted}`,
    ),
    tile(
      'Who has seen it?',
      plural(agents, 'agent'),
      who.length === 0 ? 'nobody' : `in ${countries(who)}; ${plural(who.length, 'access', 'accesses')}`,
    ),
    tile('What was done?', plural(what.transfers.length, 'transfer'), transferNote(what.transfers)),
    tile('Out of the ordinary', String(what.exceptions.length), exceptionNote(what)),
  );
}

function transferNote(transfers: Statement['what']['transfers']): string {
  if (transfers.length === 0) return 'it was made available to no other entity';
  return `on the basis of ${[...new Set(transfers.map(({ basis }) => basis))].sort().join(', ')}`;
}

function exceptionNote({ exceptions, waiting }: Statement['what']): string {
  const kinds = [...new Set(exceptions.map(({ kind }) => kind))].sort().join(', ');
  const waits = waiting.length === 0 ? '' : `; ${plural(waiting.length, 'case')} waiting now`;
  return `${kinds === '' ? 'nothing' : kinds}${waits}`;
}

function renderPromises({ promises }: Statement): Markup {
  return section(
    'What was promised',
    'Zones are sets of countries that change over time; ANY is no restriction.',
    table('Promises', promises, [
      ['Promise', ({ promise, title }) => (title === '' ? promise : `${title} (${promise})`)],
      ['May be stored in', ({ zones }) => (zones.storage ?? []).join(', ')],
      ['Backed up in', ({ zones }) => (zones.backup ?? []).join(', ')],
      ['Worked on as a copy in', ({ zones }) => (zones.workingCopy ?? []).join(', ')],
      ['Seen from', ({ zones }) => (zones.access ?? []).join(', ')],
      ['Processed in', ({ zones }) => (zones.processing ?? []).join(', ')],
    ]),
  );
}

function renderCases({ what }: Statement): Markup {
  const waits = new Map(what.waiting.map((wait) => [wait.caseNumber, wait]));
  return table('Cases', what.cases, [
    ['Case', ({ caseNumber }) => String(caseNumber)],
    ['By', ({ channel }) => channel],
    ['About', ({ product }) => product],
    ['Severity', ({ severity }) => severity],
    ['Opened', ({ opened }) => minute(opened)],
    ['Stands', ({ caseNumber, since, state }) => stateText(state, since, waits.get(caseNumber)?.cause)],
    ['Handed over for', ({ handOvers }) => handOvers.join(', ')],
    ['Accesses', ({ accesses }) => accesses, 'number'],
    ['Copies made', ({ copies }) => copies, 'number'],
    ['Copies left', ({ copiesLeft }) => copiesLeft, 'number'],
  ]);
}

function stateText(state: string, since: string, cause: string | undefined): Child {
  const told = `${state}, since ${minute(since)}`;
  return cause === undefined ? told : [told, element('br', {}), strong(`waits: ${cause}`)];
}

function renderTransfers({ what }: Statement): Markup {
  const sentence = 'To whom it was made available, where, and on what legal basis.';
  if (what.transfers.length === 0) return section('Transfers', sentence, element('p', {}, 'None.'));
  return section(
    'Transfers',
    sentence,
    table('Transfers', what.transfers, [
      ['Case', ({ caseNumber }) => String(caseNumber)],
      ['At', ({ at }) => minute(at)],
      ['From', ({ exporter }) => exporter],
      ['To', ({ importer }) => importer],
      ['At place', ({ country, place }) => `${place}, ${countryName(country)}`],
      ['Basis', ({ basis, instrument }) => (instrument === null ? basis : `${basis}: ${instrument}`)],
      ['Entry', ({ entry }) => String(entry)],
    ]),
  );
}

function renderExceptions({ what }: Statement): Markup {
  const sentence =
    'Service that your promise has cost you, data that could not be reached, transfers that need explaining, accesses on a consent or ' +
    'in an emergency, what authorities were given.';
  if (what.exceptions.length === 0)
    return section('Out of the ordinary', sentence, element('p', {}, 'Nothing.'));
  return section(
    'Out of the ordinary',
    sentence,
    table('Exceptions', what.exceptions, [
      ['Case', ({ caseNumber }) => String(caseNumber)],
      ['What', ({ kind }) => kind],
      ['Told as', ({ what: told }) => told],
      ['From', ({ from }) => minute(from)],
      ['To', ({ to }) => (to === null ? strong('still so') : minute(to))],
      ['Entry', ({ entry }) => String(entry)],
    ]),
  );
}

function renderSeal({ ledger }: Statement, seal: StatementSeal | null): Markup {
  const root = element(
    'p',
    {},
    'Ledger root: ',
    element('code', {}, ledger.root),
    ` (${ledger.entries} entries)`,
  );
  if (seal === null)
    return section('How this can be checked', 'Made from this ledger, and can be made from it again:', root);
  return section(
    'How this can be checked',
    `${plural(seal.proofs, 'entry', 'entries')} of the ledger tell all this. The JSON beside this page proves, for each, that it stands in the log of ` +
      'this signed checkpoint. A log signed by its own maker proves only that it agrees with its own checkpoint: hold it against one that was noted elsewhere.',
    root,
    element(
      'pre',
      { class: 'scroll', tabindex: 0 },
      element('code', {}, { markup: preformatted(seal.checkpoint) }),
    ),
    element('p', {}, 'Key: ', element('code', {}, seal.key)),
  );
}

/** Lines of plain text, each escaped. */
function preformatted(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => element('span', {}, line).markup)
    .join('\n');
}

function countries(rows: readonly { readonly country: string }[]): string {
  const names = [...new Set(rows.map(({ country }) => countryName(country)))].sort();
  return names.length === 0 ? 'no country' : names.join(', ');
}

function strong(text: string): Markup {
  return element('strong', {}, text);
}

/** `2014-11-04 00:05`, from RFC 3339. */
function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
