import { listInWords, plural, rowAt } from '#base';
import { groupedBy } from '../../boundary/boundary-desk.ts';
import {
  type BoundarySection,
  type BoundarySentence,
  type Ground,
  leftOpen,
  said,
} from '../../boundary/boundary-sentence.ts';
import { countriesInWords, dayInWords } from '../../boundary/boundary-words.ts';
import { basisInWords } from '../../boundary/transfer-sections.ts';
import { byRows, inLog, type LogDesk, rowsOfCases } from './log-desk.ts';
import { type LogFlow, rowsIn } from './log-flows.ts';
import type { AcceptedBasis } from './transfer-reader.ts';

const NO_COLUMN = 'The log has no column for bases, so it does not say which one was relied on.';

/** What of the log the law asks a basis for, and which basis the scenario has. A log tells no basis, so none is judged. */
export function transfersSection(desk: LogDesk): BoundarySection {
  const flows = asked(desk);
  const transfers = flows.filter(needsBasis);
  const groups = groupedBy(transfers, ({ company, mode, place, promise, transfer }) =>
    JSON.stringify([company, mode, place, promise, transfer]),
  );
  const sentences = [...groups].map((group) => transferSentence(desk, group));
  return {
    id: 'transfers',
    title: 'Transfers, and the bases that the scenario has for them',
    sentences: flows.length === 0 ? [] : [summary(desk, flows, transfers), ...sentences],
  };
}

/** Rows of which the law can be asked. */
function asked({ flows }: LogDesk): readonly LogFlow[] {
  return flows.filter(({ isConcluded, transfer }) => transfer !== null && !isConcluded);
}

/** A transfer in the sense of the law, or perhaps one. */
export function needsBasis({ transfer }: LogFlow): boolean {
  return transfer !== null && transfer.standing !== 'needs no basis';
}

/** Rows that the law asks a basis for, and those of them for which none is known. */
export function transferCounts(desk: LogDesk): {
  readonly transfers: readonly LogFlow[];
  readonly withoutBasis: readonly LogFlow[];
  readonly undecided: readonly LogFlow[];
} {
  const transfers = asked(desk).filter(needsBasis);
  return {
    transfers,
    withoutBasis: transfers.filter(({ transfer }) => transfer?.standing === 'none known'),
    undecided: transfers.filter(({ transfer }) => ['open', 'not told'].includes(transfer?.standing ?? '')),
  };
}

function summary(desk: LogDesk, flows: readonly LogFlow[], transfers: readonly LogFlow[]): BoundarySentence {
  const told = { kind: 'terms', what: 'the auditor’s reading of law and contracts' } as const;
  const all = plural(rowsIn(flows), 'copy or access', 'copies and accesses');
  const ground: Ground = { kind: 'log', what: 'copies and accesses at known places', count: rowsIn(flows) };
  if (transfers.length === 0) {
    return said(
      `None of ${all} that the log has at known places is outside the free flow of the law that protects the data.`,
      ground,
      told,
    );
  }
  const { undecided, withoutBasis } = transferCounts(desk);
  const lacking =
    withoutBasis.length === 0
      ? ''
      : ` For ${rowsOfCases(withoutBasis)} the scenario has no basis that this law accepted at that time.`;
  const open =
    undecided.length === 0
      ? ''
      : ` For ${rowsOfCases(undecided)} it can be judged neither way whether there is one.`;
  const refused = transfers.filter(({ isRefusedToday }) => isRefusedToday);
  const seenToday =
    refused.length === 0
      ? ''
      : ` By the law as it is known today, ${rowsOfCases(refused)} of these have no basis that it accepts, although nobody could know that then.`;
  return said(
    `The log has ${all} at known places. ${byRows(transfers)}, data was outside the free flow of a law that protects it, or may protect it, in ${countriesInWords(transfers.map(({ country }) => country))}.${lacking}${open}${seenToday} ${NO_COLUMN}`,
    ground,
    inLog('copies and accesses for which the law asks, or may ask, a basis', transfers),
    told,
  );
}

function transferSentence(desk: LogDesk, group: readonly LogFlow[]): BoundarySentence {
  const { company, mode, place, transfer } = rowAt(group, 0);
  const { accepted = [], from = null, reason = null, standing } = transfer ?? {};
  const who = desk.isKnownCompany(company) ? desk.entity(company) : 'a company that the log does not name';
  const what = mode === 'stored' ? 'stored copies' : 'had access';
  const sender = from === null ? 'the customers, or somebody whom the log does not name' : desk.entity(from);
  const text = `${byRows(group)}, ${who} ${what} at ${desk.where(place)}: cases of ${customersOf(desk, group)}, taken as received from ${sender}.`;
  const ground = inLog(mode === 'stored' ? 'copies there' : 'access from there', group);
  if (standing === 'open') {
    return leftOpen(`${text} Whether that has a basis can be judged neither way: ${reason}.`, ground);
  }
  if (standing === 'not told') {
    return leftOpen(`${text} Whether that needs a basis, and has one, is not known: ${reason}.`, ground);
  }
  if (standing === 'none known') {
    return leftOpen(
      `${text} The law asks a basis for it, and the scenario has none that it accepted at that time: ${reason ?? 'none is in force'}. ${NO_COLUMN}`,
      ground,
    );
  }
  if (accepted.some(({ kind }) => kind === 'same-entity')) {
    return said(
      `${text} It stays within one company, which by the law at that time needs no further basis, or has one.`,
      ground,
    );
  }
  const safeguards = accepted.map((one) => safeguardOf(desk, company, one));
  return said(
    `${text} The law asks a basis for it, and accepted at that time what the scenario has: ${listInWords(safeguards.map(datedText))}. ${NO_COLUMN}`,
    ...safeguards,
    ground,
  );
}

type Safeguard = Extract<Ground, { readonly kind: 'safeguard' }>;

function safeguardOf(desk: LogDesk, company: string, { instrument, kind }: AcceptedBasis): Safeguard {
  const found = desk.scenario.entities.find(({ id }) => id === company)?.instruments[instrument];
  const to = found?.toEpochMs ?? null;
  return {
    kind: 'safeguard',
    what: basisInWords(kind, found?.instrument ?? null),
    from: found === undefined ? null : dayInWords(found.fromEpochMs),
    to: to === null ? null : dayInWords(to),
  };
}

function datedText({ from, to, what }: Safeguard): string {
  return `${what}${from === null ? '' : `, since ${from}`}${to === null ? '' : `, until ${to}`}`;
}

/** By segment, and by country where the log gives it. */
function customersOf(desk: LogDesk, flows: readonly LogFlow[]): string {
  const { promise } = rowAt(flows, 0);
  const terms = desk.terms.find((one) => desk.indexOf(one) === promise);
  const countries = flows.flatMap(({ customer }) => customer ?? []);
  const names = terms === undefined ? 'customers' : desk.customers(terms.segments);
  return countries.length === 0 ? names : `${names} (customers in ${countriesInWords(countries)})`;
}
