import { listInWords, onlyIf, plural, rowAt } from '#base';
import { legalBegin, legalEnd } from '#domain';
import { eachLawInWords, MODELLED_LAWS } from '../../law-names.ts';
import { groupedBy } from '../boundary-desk.ts';
import { basisInWords } from '../transfer-sections.ts';
import {
  type BoundarySection,
  type BoundarySentence,
  type Ground,
  leftOpen,
  said,
} from '../words/boundary-sentence.ts';
import { countriesInWords } from '../words/boundary-words.ts';
import { byRows, inLog, type LogDesk, rowsOfCases } from './log-desk.ts';
import { type LogFlow, rowsIn } from './log-flows.ts';
import type { AcceptedBasis, TransferReading } from './transfer-reader.ts';

const NO_COLUMN = 'The log has no column for bases, so it does not say which one was relied on.';

/** What of the log the law asks a basis for, and which basis the scenario has. A log names no basis, so none is judged. */
export function transfersSection(desk: LogDesk): BoundarySection {
  const counts = transferCounts(desk);
  const groups = groupedBy(
    [...counts.transfers, ...counts.untold],
    ({ company, mode, place, promise, transfer }) =>
      JSON.stringify([company, mode, place, promise, transfer]),
  );
  return {
    id: 'transfers',
    title: 'Transfers, and the bases that the scenario has for them',
    sentences:
      asked(desk).length === 0
        ? []
        : [summary(desk, counts), ...groups.map((group) => transferSentence(desk, group))],
  };
}

/** Rows of which the law can be asked. */
function asked({ flows }: LogDesk): readonly LogFlow[] {
  return flows.filter(({ isConcluded, transfer }) => transfer !== null && !isConcluded);
}

/** Rows by what the law asks of them. */
export interface TransferCounts {
  /** Rows for which the law asks a basis, or may. */
  readonly transfers: readonly LogFlow[];
  /** Those of `transfers` for which the scenario has no accepted basis, and those for which it cannot be judged whether it has one. */
  readonly withoutBasis: readonly LogFlow[];
  readonly undecided: readonly LogFlow[];
  /** Rows for which log and scenario do not say whether the law asks a basis. */
  readonly untold: readonly LogFlow[];
  readonly unjudged: readonly LogFlow[];
}

function standingIn(standings: readonly TransferReading['standing'][]) {
  return ({ transfer }: LogFlow) => transfer !== null && standings.includes(transfer.standing);
}

export function transferCounts(desk: LogDesk): TransferCounts {
  const flows = asked(desk);
  return {
    transfers: flows.filter(standingIn(['possible', 'open', 'none known', 'unknown holder'])),
    withoutBasis: flows.filter(standingIn(['none known'])),
    undecided: flows.filter(standingIn(['open', 'unknown holder'])),
    untold: flows.filter(standingIn(['not told'])),
    unjudged: flows.filter(standingIn(['no law modelled'])),
  };
}

/** Where data was outside the free flow of its law, and what is known of bases. For the head of a statement and of the section. */
export function transferText(counts: TransferCounts): string {
  const { transfers, undecided, unjudged, untold, withoutBasis } = counts;
  return [
    ...onlyIf(
      transfers.length > 0,
      () =>
        `${byRows(transfers)}, data was outside the free flow of ${eachLawInWords(transfers.flatMap(({ transfer }) => transfer?.left ?? []))}: in ${countriesInWords(transfers.map(({ country }) => country))}.`,
    ),
    ...onlyIf(
      withoutBasis.length > 0,
      () => `For ${rowsOfCases(withoutBasis)} the scenario has no basis that the law accepted at that time.`,
    ),
    ...onlyIf(
      undecided.length > 0,
      () => `For ${rowsOfCases(undecided)} it can be judged neither way whether there is a basis.`,
    ),
    ...onlyIf(
      untold.length > 0,
      () => `For ${rowsOfCases(untold)} in the log it is not known whether the law asks a basis.`,
    ),
    ...onlyIf(
      unjudged.length > 0,
      () =>
        `Not judged: whether ${rowsOfCases(unjudged)} in the log needed a basis, since no law modelled here protects them there (modelled are ${MODELLED_LAWS.replace(' or ', ' and ')}).`,
    ),
  ].join(' ');
}

function summary(desk: LogDesk, counts: TransferCounts): BoundarySentence {
  const { transfers, untold } = counts;
  const rows = rowsIn(asked(desk));
  const all = plural(rows, 'copy or access', 'copies and accesses');
  const grounds: readonly Ground[] = [
    { kind: 'log', what: 'copies and accesses at known places', count: rows },
    inLog('copies and accesses for which the law asks, or may ask, a basis', transfers),
    { kind: 'terms', what: 'the auditor’s reading of law and contracts' },
  ];
  if (transfers.length === 0) {
    const known = untold.length === 0 ? '' : ' known to be';
    return said(
      `None of ${all} that the log has at known places, of cases with a known promise, is${known} outside the free flow of ${MODELLED_LAWS}. ${transferText(counts)}`.trim(),
      ...grounds,
    );
  }
  const refused = transfers.filter(({ isRefusedToday }) => isRefusedToday);
  const seenToday =
    refused.length === 0
      ? ''
      : ` By the law as it is known today, ${rowsOfCases(refused)} of these have no basis that it accepts, although nobody could know that then.`;
  return said(
    `The log has ${all} at known places, of cases with a known promise. ${transferText(counts)}${seenToday} ${NO_COLUMN}`,
    ...grounds,
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
    return leftOpen(`${text} Whether the law asks a basis for it is not known: ${reason}.`, ground);
  }
  if (standing === 'unknown holder') {
    return leftOpen(
      `${text} The law asks a basis for it, and whether there is one is not known: ${reason}.`,
      ground,
    );
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
    from: found === undefined ? null : legalBegin(found.fromEpochMs),
    to: to === null ? null : legalEnd(to),
  };
}

function datedText({ from, to, what }: Safeguard): string {
  return `${what}${from === null ? '' : `, since ${from}`}${to === null ? '' : `, until ${to}`}`;
}

/** By segment, and by country where the log gives it. */
function customersOf(desk: LogDesk, flows: readonly LogFlow[]): string {
  const countries = flows.flatMap(({ customer }) => customer ?? []);
  const others = countries.length < flows.length ? ', or in a country that the log does not give' : '';
  const names = desk.customers(flows.flatMap(({ segments }) => segments));
  return countries.length === 0 ? names : `${names} (customers in ${countriesInWords(countries)}${others})`;
}
