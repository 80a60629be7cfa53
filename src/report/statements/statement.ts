import { formatCount, formatDuration, listInWords, plural, present } from '#base';
import { NOT_ON_RECORD, type Statement } from '#statements';
import { type Child, element, type Markup, tile } from '../document/markup.ts';
import { fold, list, type Part, section, styled } from '../document/parts.ts';
import { type Column, inWords } from '../document/table.ts';
import { silentSentences } from '../run/invariant-table.ts';
import { counted, evidencePage, lines, table, withoutKey } from './evidence-parts.ts';
import {
  agreementPart,
  basisText,
  companyNames,
  dutyPart,
  minute,
  named,
  renderRecipients,
  standingText,
  UNKNOWN,
} from './recipients.ts';

/** What the statement's proofs lead to, if there are any. */
export interface StatementSeal {
  readonly checkpoint: string;
  readonly key: string;
  readonly proofs: number;
}

/** The answer to one customer as a page: who received the data, where it is, who saw it, what was done with it. */
export function renderStatement(statement: Statement, seal: StatementSeal | null): string {
  const { customer, law, notes, notModelled, notSaid, scenario, what } = statement;
  const leftOut = [...notSaid.map(withoutKey), ...notModelled];
  return evidencePage({
    title: `Statement for ${customer} – ${scenario.title}`,
    heading: `Your data: ${customer}`,
    facts: [
      scenario.title,
      `${minute(statement.from)} to ${minute(statement.to)} UTC`,
      `${plural(what.cases.length, 'case')}`,
      'all times are UTC',
    ],
    parts: [
      ...law.map((sentence) => styled('alert', sentence)),
      renderAnswers(statement),
      renderPromises(statement),
      agreementPart(statement.agreements),
      dutyPart(statement.duties),
      ...renderRecipients(statement),
      renderWhere(statement),
      renderWho(statement),
      renderSoftware(statement),
      section('What was done with it', ['Your cases, and how each stands.', renderCases(statement)]),
      renderTransfers(statement),
      renderExceptions(statement),
      renderNothing(statement),
      renderAudit(statement),
      renderNearMisses(statement),
      renderSeal(statement, seal),
      section('To be read with it', [
        'What this statement can and cannot say.',
        list(notes),
        fold(
          `Not said by the scenario or not modelled, so that this statement says nothing about it (${leftOut.length}, in full in statement.json)`,
          list(leftOut.map((text) => text.replace(/:.*/, ''))),
        ),
      ]),
    ],
  });
}

/** Where the data is, who has seen and received it, and what was out of the ordinary, in sentences for a terminal. */
export function statementAnswer({
  customer,
  recipients,
  software = [],
  what,
  where,
  who,
}: Statement): readonly string[] {
  const now = where.filter(({ deleted }) => deleted === null);
  const copies = plural(where.length, 'copy', 'copies');
  const stored =
    where.length === 0
      ? 'no copy was ever recorded'
      : now.length === 0
        ? `no copy is left; ${copies} in ${countries(where)} ${where.length === 1 ? 'was' : 'were'} deleted`
        : `${formatCount(now.length)} of ${copies} ${now.length === 1 ? 'is' : 'are'} left, in ${countries(now)}; on record, all were in ${countries(where)}`;
  const agents = new Set(who.flatMap(({ agent }) => agent ?? [])).size;
  const unnamed = who.filter(({ agent }) => agent === null).length;
  const seen =
    who.length === 0
      ? 'No access is on record'
      : `Seen by ${plural(agents, 'agent')} ${accessNote(who, unnamed)}`;
  const transfers = transferNote(what.transfers);
  const { exceptions } = what;
  return [
    `${customer}, ${plural(what.cases.length, 'case')}: ${stored}.`,
    `${seen}.${softwareNote(software, recipients)} Received by ${plural(recipients.length, 'recipient')}${recipients.length === 0 ? '' : `: ${recipientNote(recipients)}`}.`,
    `${plural(what.transfers.length, 'transfer')} on record${transfers === '' ? '' : ` (${transfers})`}${receiptNote(recipients)}; out of the ordinary: ${exceptions.length === 0 ? exceptionNote(what) : `${formatCount(exceptions.length)}, ${exceptionNote(what)}`}.`,
  ];
}

function renderWhere({ recipients, what, where }: Statement): Part {
  if (where.length === 0) return null;
  const nameOf = companyNames(recipients);
  return section('Where it is, and ever was', [
    'Each copy on record, and who held it.',
    table('Copies', where, [
      ...caseColumn(what),
      inWords('Copy', ({ role }) => role),
      inWords('Place', ({ place }) => place),
      inWords('Country', ({ country }) => named(country)),
      inWords('Held by', ({ holder }) => nameOf(holder) || UNKNOWN),
      inWords('Made from', ({ copiedFrom }) => copiedFrom),
      inWords('Stored', ({ stored }) => minute(stored)),
      inWords('Deleted', ({ deleted }) => (deleted === null ? strong('still there') : minute(deleted))),
      inWords('Entry', ({ entry }) => String(entry)),
    ]),
  ]);
}

/** Only where there are several cases. */
function caseColumn({ cases }: Statement['what']): readonly Column<{ readonly caseNumber: number }>[] {
  return cases.length === 1 ? [] : [inWords('Case', ({ caseNumber }) => String(caseNumber))];
}

function renderWho({ possibleRecipients, recipients, what, who }: Statement): Part {
  if (who.length === 0) return null;
  const nameOf = companyNames(recipients, possibleRecipients);
  return section('Who has seen it', [
    'Each access on record. The employer runs the centre, unless another company is named.',
    table('Accesses', who, [
      ...caseColumn(what),
      inWords('Agent', ({ agent, role }) => lines([agent ?? 'none is named', role])),
      inWords(
        'Employer',
        ({ employer, employerKind }) => `${nameOf(employer) || UNKNOWN} (${employerKind || UNKNOWN})`,
      ),
      inWords('From', ({ centre, company, country, employer }) =>
        lines(
          present([
            `${centre}, ${named(country)}`,
            company !== employer && `run by ${nameOf(company) || UNKNOWN}`,
          ]),
        ),
      ),
      inWords('Purpose', ({ purpose }) => purpose),
      inWords('Read at', ({ readFrom }) => readFrom),
      inWords('Began', ({ began }) => minute(began)),
      inWords('For', ({ seconds }) => (seconds === null ? strong('still open') : formatDuration(seconds))),
      inWords('Entry', ({ entry }) => String(entry)),
    ]),
  ]);
}

function renderSoftware({ possibleRecipients, recipients, software = [] }: Statement): Part {
  if (software.length === 0) return null;
  const nameOf = companyNames(recipients, possibleRecipients);
  return section('What software has processed', [
    'Software that had your cases before people did. In a session nobody sees the case.',
    table('Software', software, [
      inWords('Software', ({ software: id }) => id),
      inWords('Run by', ({ company }) => nameOf(company) || UNKNOWN),
      inWords('Place', ({ operator, place }) =>
        lines([place || UNKNOWN, `of ${nameOf(operator) || UNKNOWN}`]),
      ),
      inWords('Country', ({ country }) => named(country)),
      counted('Cases', ({ cases }) => cases),
      counted('Contained', ({ contained }) => contained),
      counted('Handed over', ({ handedOver }) => handedOver),
      inWords('Learns from them', ({ learns }) => (learns ? 'yes' : 'no')),
      inWords('First', ({ first }) => minute(first)),
      inWords('Last', ({ last }) => minute(last)),
    ]),
  ]);
}

/** What was looked for in the entries about the cases, and not found: a line for each. */
function renderNothing({ possibleRecipients, recipients, what, where, who }: Statement): Part {
  const looked: readonly (readonly [rows: readonly unknown[], line: string])[] = [
    [recipients, 'Recipients: nobody stored or saw your data.'],
    [possibleRecipients, 'Possible recipients: no other company could have stored or seen it.'],
    [where, 'Copies: none.'],
    [who, 'Accesses: none.'],
    [
      what.transfers,
      'Transfers: none. Data that came to a company without one is listed under its recipients.',
    ],
    [
      what.exceptions,
      'Out of the ordinary, as far as it may be told: no service that your promise has cost you, no data out of reach, no ' +
        'transfer without basis or on consent, no access on consent or in an emergency, nothing given to authorities.',
    ],
  ];
  const nothing = looked.flatMap(([rows, line]) => (rows.length === 0 ? [line] : []));
  if (nothing.length === 0) return null;
  return section('Nothing on record', ['By the entries of the ledger about your cases:', list(nothing)]);
}

/** Rules with a finding; the others are named with their checks. */
function renderAudit({ audit }: Statement): Part {
  const told = audit.filter(hasFinding);
  const silent = audit.filter((check) => !told.includes(check));
  const changes = told.some(({ today }) => today !== null);
  return section('What the audit found', [
    'Over the whole run, of all customers:',
    told.length === 0 ? null : renderChecks('Invariants with a finding', told, changes),
    changes
      ? 'The last column is about the same acts by the law as it is known today. A basis that a court has since declared void ' +
        'from the beginning counts as none, although nobody could know that then.'
      : null,
    ...silentSentences(silent),
    'statement.json says what each of these asks, and why some were not tested. `meridian verify` says what auditor and simulator share.',
  ]);
}

/** A violation, an act that can be judged neither way, or another answer by the law as known today. */
function hasFinding({ today, undecided, violations }: Check): boolean {
  const isOther = today !== null && (today.violations !== violations || today.undecided !== undecided);
  return violations > 0 || undecided > 0 || isOther;
}

function renderChecks(caption: string, checks: readonly Check[], changes: boolean): Part {
  return table(
    caption,
    checks,
    present([
      inWords('Id', ({ id }) => id),
      inWords('Promise', ({ sentence, title }) => lines([title, sentence])),
      counted('Checks', ({ checks: count }) => count),
      inWords('Violations', (check) => found(check)),
      inWords('About you', (check) => yoursIn(check)),
      changes && TODAY,
    ]),
  );
}

type Check = Statement['audit'][number];

const TODAY: Column<Check> = inWords('By the law as known today', ({ today }) =>
  today === null
    ? 'the same'
    : today.untested !== null
      ? 'not tested'
      : `${plural(today.violations, 'violation')}, ${today.undecided} undecided; about you: ${yoursIn(today)}`,
);

/** Without a test there is no finding. */
function found({ undecided, untested, violations }: Check): string {
  if (untested !== null) return `not tested, since ${untested}`;
  return undecided === 0 ? formatCount(violations) : `${violations}, ${undecided} undecided`;
}

function yoursIn({ violations, yours }: Pick<Check, 'violations' | 'yours'>): string {
  if (yours === null) return 'not told';
  return violations === 0 ? '–' : String(yours);
}

function renderNearMisses({ nearMisses }: Statement): Part {
  const own = nearMisses.filter(({ yours }) => yours.length > 0);
  const near = nearMisses.reduce((sum, one) => sum + one.near, 0);
  const looked = nearMisses.reduce((sum, one) => sum + one.looked, 0);
  return section('What came close', [
    `${plural(near, 'act')} of the whole run came close to a violation, of ${formatCount(looked)} looked at${nearByRule(nearMisses)}; ${own.length === 0 ? 'none of the closest is about you' : 'those about you are listed'}. statement.json says what counts as close.`,
    own.length === 0
      ? null
      : table('Near misses about you', own, [
          inWords('Id', ({ id }) => id),
          inWords('What counts as one', ({ definition }) => definition),
          counted('Looked at', ({ looked }) => looked),
          counted('Near', ({ near }) => near),
          inWords('Yours, of the closest', ({ yours }) =>
            lines(
              yours.map(({ at, caseNumber, message }) => `${minute(at)}, case ${caseNumber}: ${message}`),
            ),
          ),
        ]),
  ]);
}

/** The acts that were close, of those looked at, for each invariant under which something was looked at. */
function nearByRule(rows: Statement['nearMisses']): string {
  const counts = rows.flatMap(({ id, looked, near }) =>
    looked === 0 ? [] : [`${id}: ${formatCount(near)} of ${formatCount(looked)}`],
  );
  return counts.length === 0 ? '' : ` (${counts.join(', ')})`;
}

/** The questions of the promise, each answered in a sentence. */
function renderAnswers({ recipients, what, where, who }: Statement): Part {
  const now = where.filter(({ deleted }) => deleted === null);
  const agents = new Set(who.flatMap(({ agent }) => agent ?? [])).size;
  const unnamed = who.filter(({ agent }) => agent === null).length;
  const deleted = `${plural(what.deletions.length, 'copy', 'copies')} deleted`;
  return element(
    'dl',
    { class: 'run-tiles' },
    tile(
      'Where is my data?',
      now.length === 0 ? 'No copy is left on record' : countries(now),
      where.length === 0 ? 'no copy was ever recorded' : `it was in ${countries(where)}; ${deleted}`,
    ),
    tile('Who has received it?', plural(recipients.length, 'recipient'), recipientNote(recipients)),
    tile(
      'Who has seen it?',
      who.length === 0 ? 'No access on record' : plural(agents, 'agent'),
      who.length === 0 ? '' : accessNote(who, unnamed),
    ),
    tile(
      'What was done?',
      `${plural(what.transfers.length, 'transfer')} on record`,
      `${transferNote(what.transfers)}${receiptNote(recipients)}`.replace(/^; /, ''),
    ),
    tile('Out of the ordinary', String(what.exceptions.length), exceptionNote(what)),
  );
}

function accessNote(who: Statement['who'], unnamed: number): string {
  const note = `in ${countries(who)}; ${plural(who.length, 'access', 'accesses')}`;
  return unnamed === 0 ? note : `${note}, ${unnamed} for which no agent is named`;
}

/** ` Processed by software leipzig/assistant of The laboratory, at frankfurt-models in Germany: 3 cases.` */
function softwareNote(
  software: NonNullable<Statement['software']>,
  recipients: Statement['recipients'],
): string {
  const nameOf = companyNames(recipients);
  return software
    .map(
      ({ cases, company, country, place, software: id }) =>
        ` Processed by software ${id} of ${nameOf(company) || UNKNOWN}, at ${place || UNKNOWN} in ${named(country)}: ${plural(cases, 'case')}.`,
    )
    .join('');
}

function recipientNote(recipients: Statement['recipients']): string {
  return recipients.map(({ kind, title }) => (kind === 'unknown' ? title : `${title} (${kind})`)).join(', ');
}

function transferNote(transfers: Statement['what']['transfers']): string {
  if (transfers.length === 0) return '';
  const bases = [...new Set(transfers.map(({ basis }) => basis))].sort().join(', ');
  const open = transfers.filter(({ standing }) => standing === 'undecided').length;
  const broken = transfers.filter(({ standing }) => standing === 'invalid').length;
  return present([
    `recorded basis: ${bases}`,
    broken > 0 ? `${broken} without a valid basis` : null,
    open > 0 ? `${open} undecided` : null,
  ]).join('; ');
}

/** Says how often companies received data without needing a transfer on record, and how often that is not judged. */
function receiptNote(recipients: Statement['recipients']): string {
  const receipts = recipients
    .filter(({ kind }) => kind !== 'authority')
    .flatMap((one) => one.receipts.filter(({ through }) => through === null));
  const times = (of: typeof receipts) => of.reduce((sum, one) => sum + one.times, 0);
  const inside = receipts.filter(({ standing }) => standing === 'needs no basis');
  const unjudged = receipts.filter(({ standing }) => standing === 'not judged');
  const missing = receipts.filter(({ basis, standing }) => standing === 'invalid' && basis === NOT_ON_RECORD);
  const all = times(receipts);
  const parts = present([
    inside.length === 0
      ? null
      : `${formatCount(times(inside))} stayed ${listInWords([...new Set(inside.map(({ basis }) => basis))])}`,
    missing.length === 0 ? null : `${formatCount(times(missing))} lack the transfer that the law asks for`,
    unjudged.length === 0
      ? null
      : `${formatCount(times(unjudged))} are not judged: ${listInWords([...new Set(unjudged.map(({ reason }) => reason ?? ''))])}`,
  ]);
  return parts.length === 0 ? '' : `; of ${plural(all, 'receipt')} by companies, ${parts.join('; ')}`;
}

function exceptionNote({ exceptions, waiting }: Statement['what']): string {
  const kinds = [...new Set(exceptions.map(({ kind }) => kind))].sort().join(', ');
  const waits = waiting.length === 0 ? '' : `; ${plural(waiting.length, 'case')} waiting now`;
  return `${kinds === '' ? 'nothing that may be told' : kinds}${waits}`;
}

function renderPromises({ promises }: Statement): Part {
  return section('What was promised', [
    'Zones are sets of countries that change over time; ANY is no restriction.',
    table('Promises', promises, [
      inWords('Promise', ({ promise, title }) => (title === '' ? promise : `${title} (${promise})`)),
      inWords('Stored first in', ({ storedFirst }) => storedFirst ?? 'not promised'),
      inWords('May be stored in', ({ zones }) => (zones.storage ?? []).join(', ')),
      inWords('Backed up in', ({ zones }) => (zones.backup ?? []).join(', ')),
      inWords('Worked on as a copy in', ({ zones }) => (zones.workingCopy ?? []).join(', ')),
      inWords('Seen from', ({ zones }) => (zones.access ?? []).join(', ')),
      inWords('Processed in', ({ zones }) => (zones.processing ?? []).join(', ')),
      inWords('By people who reside in', ({ zones }) => (zones.personnel ?? []).join(', ')),
      inWords('Subcontractors', ({ subcontractorStandard, subcontractors, subcontractorsOnly }) =>
        present([
          subcontractors,
          subcontractorsOnly === undefined ? null : `only ${subcontractorsOnly}`,
          subcontractorStandard === undefined ? null : 'with the certificates that the vendor has',
        ]).join(', '),
      ),
      inWords('Certificate of the storing company', ({ certified, certifiedSupport }) =>
        certifiedSupport === undefined
          ? (certified ?? 'none asked for')
          : `${certified ?? 'none asked for'}; of a company that works on cases: ${certifiedSupport}`,
      ),
      inWords('Emergency access', ({ emergencies }) => (emergencies ? 'possible' : 'never')),
    ]),
  ]);
}

function renderCases({ what }: Statement): Part {
  const waits = new Map(what.waiting.map((wait) => [wait.caseNumber, wait]));
  return table('Cases', what.cases, [
    inWords('Case', ({ caseNumber }) => String(caseNumber)),
    inWords('By', ({ channel }) => channel),
    inWords('About', ({ product }) => product),
    inWords('Severity', ({ severity }) => severity),
    inWords('Opened', ({ opened }) => minute(opened)),
    inWords('Stands', (one) => stateText(one, waits.get(one.caseNumber)?.cause)),
    inWords('Handed over for', ({ handOvers }) => handOvers.join(', ') || '–'),
    counted('Accesses', ({ accesses }) => accesses),
    counted('Copies made', ({ copies }) => copies),
    counted('Copies left', ({ copiesLeft }) => copiesLeft),
  ]);
}

function stateText(
  { caseNumber, parentCase, since, state }: Statement['what']['cases'][number],
  cause: string | undefined,
): Child {
  const link =
    parentCase === undefined
      ? ''
      : parentCase === caseNumber
        ? '; the parent of an incident'
        : `; linked to case ${parentCase}, which had the same cause`;
  const told = `${state}, since ${minute(since)}${link}`;
  return cause === undefined ? told : [told, element('br', {}), strong(`waits: ${cause}`)];
}

function renderTransfers({ possibleRecipients, recipients, what }: Statement): Part {
  if (what.transfers.length === 0) return null;
  const nameOf = companyNames(recipients, possibleRecipients);
  const sentence =
    'Each transfer on record, its legal basis, and how the auditor judges that basis by the law as it was known at that moment. ' +
    'Data that reached a company without a transfer on record is listed under the recipients.';
  const changes = what.transfers.some(({ standing, today }) => today.standing !== standing);
  return section('Transfers', [
    sentence,
    table(
      'Transfers',
      what.transfers,
      present([
        ...caseColumn(what),
        inWords('At', ({ at }) => minute(at)),
        inWords('From', ({ exporter }) => nameOf(exporter)),
        inWords('To', ({ importer }) => nameOf(importer)),
        inWords('At place', ({ country, place }) => `${place}, ${named(country)}`),
        inWords('Basis', (transfer) => basisText(transfer)),
        inWords('The auditor', (transfer) => standingText(transfer)),
        changes && STANDING_TODAY,
        inWords('Entry', ({ entry }) => String(entry)),
      ]),
    ),
  ]);
}

const STANDING_TODAY: Column<Statement['what']['transfers'][number]> = inWords(
  'By the law as known today',
  ({ today }) => standingText(today),
);

function renderExceptions({ what }: Statement): Part {
  if (what.exceptions.length === 0) return null;
  const sentence =
    'Service that your promise has cost you, data that could not be reached, transfers without basis or on consent, accesses on a ' +
    'consent or in an emergency, and what authorities were given, as far as it may be told.';
  return section('Out of the ordinary', [
    sentence,
    table('Exceptions', what.exceptions, [
      ...caseColumn(what),
      inWords('What', ({ kind }) => kind),
      inWords('Recorded as', ({ what: told }) => told),
      inWords('From', ({ from }) => minute(from)),
      inWords('To', ({ to }) => (to === null ? strong('still so') : minute(to))),
      inWords('Entry', ({ entry }) => String(entry)),
    ]),
  ]);
}

function renderSeal({ ledger }: Statement, seal: StatementSeal | null): Part {
  const root = element(
    'p',
    {},
    'Ledger root: ',
    element('code', {}, ledger.root),
    ` (${ledger.entries} entries)`,
  );
  if (seal === null)
    return section('How this can be checked', [
      'Made from this ledger, from which it can be recomputed:',
      root,
    ]);
  return section('How this can be checked', [
    `The ledger has ${plural(seal.proofs, 'entry', 'entries')} about your cases; statement.json has their proofs and the signed checkpoint. ` +
      'A log that its own maker signed proves only that it agrees with its own checkpoint: compare it with a checkpoint that you noted before.',
    root,
    element('p', {}, 'Log, leaves, root: ', code(seal.checkpoint.split('\n', CHECKPOINT_HEAD).join(' '))),
    element('p', {}, 'Key: ', code(seal.key)),
  ]);
}

/** A checkpoint begins with the name of the log, its number of leaves, and their root. */
const CHECKPOINT_HEAD = 3;

function code(text: string): Markup {
  return element('code', {}, text);
}

function countries(rows: readonly { readonly country: string }[]): string {
  const names = [...new Set(rows.map(({ country }) => named(country)))].sort();
  return names.length === 0 ? 'no country' : names.join(', ');
}

function strong(text: string): Markup {
  return element('strong', {}, text);
}
