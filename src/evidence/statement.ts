import type { StoryEntry } from '#audit';
import { givenLaw } from '#domain';
import { type CaseException, exceptionsOf } from './case-exceptions.ts';
import {
  type AccessRow,
  type CaseHistory,
  type CopyRow,
  caseHistory,
  type TransferRow,
  type WaitRow,
} from './case-history.ts';
import { forEachCase } from './case-stories.ts';
import type { Evidence } from './evidence.ts';

/**
 * The answer to one customer: where your data is and was, who saw it, and what was done with it. Every row names the case and
 * the entry of the ledger that tells it. The same ledger always gives the same statement.
 */
export interface Statement {
  readonly format: 1;
  readonly kind: 'meridian statement';
  readonly customer: string;
  readonly scenario: { readonly name: string; readonly title: string };
  readonly ledger: { readonly root: string; readonly entries: number };
  readonly from: string;
  readonly to: string;
  readonly promises: readonly StatementPromise[];
  readonly where: readonly WhereRow[];
  readonly who: readonly WhoRow[];
  readonly what: {
    readonly cases: readonly StatementCase[];
    readonly transfers: readonly StatementTransfer[];
    readonly deletions: readonly WhereRow[];
    readonly exceptions: readonly StatementException[];
    readonly waiting: readonly StatementWait[];
  };
  /** Invariants of the whole run, and whether the first violation of one is about this customer. */
  readonly audit: readonly StatementCheck[];
  /** What came close to a violation in the whole run, with those of the closest that are about this customer. */
  readonly nearMisses: readonly StatementNearMisses[];
  readonly notes: readonly string[];
}

export interface StatementPromise {
  readonly promise: string;
  readonly title: string;
  /** Dimension → zones of the item classes, each once. */
  readonly zones: Readonly<Record<string, readonly string[]>>;
}

interface Row {
  readonly caseNumber: number;
  readonly entry: number;
}

export interface WhereRow extends Row {
  readonly role: string;
  readonly place: string;
  readonly country: string;
  readonly holder: string;
  readonly copiedFrom: string;
  readonly itemClasses: readonly string[];
  readonly stored: string;
  readonly deleted: string | null;
}

export interface WhoRow extends Row {
  /** A pseudonym: the group, and a number in it. */
  readonly agent: string;
  readonly role: string;
  readonly employer: string;
  readonly employerKind: string;
  readonly centre: string;
  readonly country: string;
  readonly purpose: string;
  readonly readFrom: string;
  readonly began: string;
  readonly ended: string | null;
  readonly seconds: number | null;
}

export interface StatementCase extends Row {
  readonly customer: string;
  readonly channel: string;
  readonly product: string;
  readonly severity: string;
  readonly opened: string;
  readonly state: string;
  readonly since: string;
  readonly accesses: number;
  readonly copies: number;
  readonly copiesLeft: number;
  readonly handOvers: readonly string[];
}

export interface StatementTransfer extends Row {
  readonly at: string;
  readonly exporter: string;
  readonly importer: string;
  readonly place: string;
  readonly country: string;
  readonly basis: string;
  readonly instrument: string | null;
}

export interface StatementException extends Row {
  readonly kind: CaseException['kind'];
  readonly from: string;
  readonly to: string | null;
  readonly what: string;
}

export interface StatementWait extends Row {
  readonly cause: string;
  readonly tier: number;
  readonly since: string;
}

export interface StatementCheck {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly checks: number;
  readonly violations: number;
  readonly firstIsYours: boolean;
}

export interface StatementNearMisses {
  readonly id: string;
  readonly definition: string;
  readonly looked: number;
  readonly near: number;
  readonly yours: readonly { readonly caseNumber: number; readonly at: string; readonly message: string }[];
}

/** Customers as they are named on a command line: one, or all of a stream or segment. */
export function isCustomer(name: string, history: Pick<CaseHistory, 'customer'>): boolean {
  return history.customer === name || history.customer.startsWith(`${name}/`);
}

/** The statement, and the entries that it rests on; null when the customer has no case. */
export function customerStatement(
  evidence: Evidence,
  customer: string,
): { readonly statement: Statement; readonly entries: readonly StoryEntry[] } | null {
  const { audit, ledger, names, nearMisses, scenario } = evidence;
  const entries: StoryEntry[] = [];
  const histories: CaseHistory[] = [];
  forEachCase(ledger, audit.cases, (_, story) => {
    const history = caseHistory(story, names);
    if (history === null || !isCustomer(customer, history)) return;
    histories.push(history);
    for (const entry of story) entries.push(entry);
  });
  if (histories.length === 0) return null;
  const each = <Made>(make: (history: CaseHistory) => readonly Made[]) =>
    histories.flatMap((history) => make(history));
  const caseNumbers = new Set(histories.map(({ caseNumber }) => caseNumber));
  const where = each((history) => history.copies.map((copy) => whereRow(history, copy, evidence)));
  const statement: Statement = {
    format: 1,
    kind: 'meridian statement',
    customer,
    scenario: { name: scenario.name, title: scenario.title },
    ledger: { root: audit.root ?? '', entries: audit.entries },
    from: names.instant(0),
    to: names.instant(audit.ended?.timeMs ?? scenario.horizonMs),
    promises: promisesOf(histories, evidence),
    where,
    who: each((history) => history.accesses.map((access) => whoRow(history, access, evidence))),
    what: {
      cases: histories.map((history) => caseRow(history, evidence)),
      transfers: each((history) =>
        history.transfers.map((transfer) => transferRow(history, transfer, evidence)),
      ),
      deletions: where.filter(({ deleted }) => deleted !== null),
      exceptions: each((history) =>
        exceptionsOf(history).map(({ entry, fromMs, kind, toMs, what }) => ({
          caseNumber: history.caseNumber,
          entry,
          kind,
          from: names.instant(fromMs),
          to: toMs === null ? null : names.instant(toMs),
          what,
        })),
      ),
      waiting: each((history) => history.waits.flatMap((wait) => waitRow(history, wait, evidence))),
    },
    audit: audit.invariants.map(({ checks, counterexample, id, sentence, title, violations }) => ({
      id,
      title,
      sentence,
      checks,
      violations,
      firstIsYours: counterexample?.caseNumber != null && caseNumbers.has(counterexample.caseNumber),
    })),
    nearMisses: nearMisses.map(({ closest, definition, id, looked, near }) => ({
      ...{ id, definition, looked, near },
      yours: closest
        .filter(({ caseNumber }) => caseNumbers.has(caseNumber))
        .map(({ caseNumber, message, timeMs }) => ({ caseNumber, at: names.instant(timeMs), message })),
    })),
    notes: [...NOTES, ...givenLaw(scenario.law?.bases ?? [])],
  };
  return { statement, entries };
}

const NOTES: readonly string[] = [
  'Agents are named by their group and a number in it: a pseudonym that stays the same within this run.',
  'Accesses on a consent or in an emergency, and what authorities were given, stand under what is out of the ordinary; a disclosure does not while an order forbids telling of it.',
  'Of what came close to a violation the closest are known one by one, at most 20 for each promise: only of these is it said which are yours.',
  'The proofs show that every entry cited stands in the log. That nothing was left out is shown by making the statement anew from the whole ledger.',
];

function promisesOf(histories: readonly CaseHistory[], { scenario }: Evidence): readonly StatementPromise[] {
  const named = new Set(histories.map(({ promise }) => promise));
  return scenario.promises
    .filter(({ id }) => named.has(id))
    .map(({ id, title, zones }) => {
      const byDimension: Record<string, string[]> = {};
      for (const ofClass of Object.values(zones)) {
        for (const [dimension, zone] of Object.entries(ofClass)) {
          byDimension[dimension] ??= [];
          if (!byDimension[dimension].includes(zone)) byDimension[dimension].push(zone);
        }
      }
      return { promise: id, title, zones: byDimension };
    });
}

function whereRow({ caseNumber }: CaseHistory, copy: CopyRow, { names }: Evidence): WhereRow {
  return {
    caseNumber,
    entry: copy.entry,
    role: copy.role,
    place: copy.place,
    country: copy.country,
    holder: copy.holder,
    copiedFrom: copy.copiedFrom ?? 'the customer',
    itemClasses: copy.itemClasses,
    stored: names.instant(copy.fromMs),
    deleted: copy.toMs === null ? null : names.instant(copy.toMs),
  };
}

function whoRow({ caseNumber }: CaseHistory, access: AccessRow, { names }: Evidence): WhoRow {
  return {
    caseNumber,
    entry: access.entry,
    agent: access.agent,
    role: access.tier === null ? 'agent' : `support agent, tier ${access.tier}`,
    employer: access.employer,
    employerKind: access.employerKind,
    centre: access.centre,
    country: access.country,
    purpose: access.purpose,
    readFrom: access.readFrom,
    began: names.instant(access.fromMs),
    ended: access.toMs === null ? null : names.instant(access.toMs),
    seconds: access.toMs === null ? null : (access.toMs - access.fromMs) / 1000,
  };
}

function caseRow(history: CaseHistory, { names }: Evidence): StatementCase {
  const last = history.states.at(-1);
  return {
    caseNumber: history.caseNumber,
    entry: history.entries[0] ?? 0,
    customer: history.customer,
    channel: history.channel,
    product: history.product,
    severity: history.severities.at(-1)?.severity ?? '',
    opened: names.instant(history.openedMs),
    state: last?.state ?? 'submitted',
    since: names.instant(last?.timeMs ?? history.openedMs),
    accesses: history.accesses.length,
    copies: history.copies.length,
    copiesLeft: history.copies.filter(({ toMs }) => toMs === null).length,
    handOvers: history.escalations.map(({ reason }) => reason),
  };
}

function transferRow(
  { caseNumber }: CaseHistory,
  transfer: TransferRow,
  { names }: Evidence,
): StatementTransfer {
  const { basis, country, entry, exporter, importer, instrument, place, timeMs } = transfer;
  return {
    caseNumber,
    entry,
    at: names.instant(timeMs),
    exporter,
    importer,
    place,
    country,
    basis,
    instrument,
  };
}

/** Only waits that have not ended. */
function waitRow({ caseNumber }: CaseHistory, wait: WaitRow, { names }: Evidence): readonly StatementWait[] {
  if (wait.toMs !== null) return [];
  return [
    { caseNumber, entry: wait.entry, cause: wait.cause, tier: wait.tier, since: names.instant(wait.fromMs) },
  ];
}
