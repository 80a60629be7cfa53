import { VerdictsOverTime } from '#audit';
import type { AccessRow, CaseHistory, CopyRow, TransferRow, WaitRow } from '#cases';
import { type CaseException, exceptionsOf } from '#cases';
import type { Evidence } from '#exports';
import { type Judged, ReceiptReader } from '../receipts.ts';

/** The rows of a statement about a customer's own cases. Each names the case, and the entry of the ledger that records it. */

export interface StatementPromise {
  readonly promise: string;
  readonly title: string;
  /** Zone in which customer data is stored first; null if nothing is promised. */
  readonly storedFirst: string | null;
  /** Dimension → zones of the item classes, each once. */
  readonly zones: Readonly<Record<string, readonly string[]>>;
  /** Standard to which companies must be certified to store data; null if none is required. */
  readonly certified: string | null;
  readonly subcontractors: 'any' | 'announced' | 'none';
  /** Whether cases may be opened beyond it in an emergency. */
  readonly emergencies: boolean;
}

interface EntryOfCase {
  readonly caseNumber: number;
  readonly entry: number;
}

export interface WhereRow extends EntryOfCase {
  readonly role: string;
  readonly place: string;
  readonly country: string;
  readonly holder: string;
  readonly copiedFrom: string;
  readonly itemClasses: readonly string[];
  readonly stored: string;
  readonly deleted: string | null;
}

export interface WhoRow extends EntryOfCase {
  /** A pseudonym: the group, and a number in it. Null if the ledger names no agent of the scenario. */
  readonly agent: string | null;
  readonly role: string;
  readonly employer: string;
  readonly employerKind: string;
  readonly centre: string;
  /** The company that runs the centre. */
  readonly company: string;
  readonly country: string;
  readonly purpose: string;
  readonly readFrom: string;
  readonly began: string;
  readonly ended: string | null;
  readonly seconds: number | null;
}

export interface StatementCase extends EntryOfCase {
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

/** With the auditor's judgement, by the law as known then and as known today. */
export interface StatementTransfer extends EntryOfCase, Judged {
  readonly at: string;
  readonly exporter: string;
  readonly importer: string;
  readonly place: string;
  readonly country: string;
  readonly basis: string;
  readonly instrument: string | null;
  readonly today: Judged;
}

export interface StatementException extends EntryOfCase {
  readonly kind: CaseException['kind'];
  readonly from: string;
  readonly to: string | null;
  readonly what: string;
}

export interface StatementWait extends EntryOfCase {
  readonly cause: string;
  readonly tier: number;
  readonly since: string;
}

/** Transfers with the auditor's judgement. `law`: as known at each moment. */
export function transfersOf(
  { names, scenario }: Evidence,
  histories: readonly CaseHistory[],
  law: VerdictsOverTime,
): readonly StatementTransfer[] {
  const then = new ReceiptReader(names, law);
  const today = new ReceiptReader(names, new VerdictsOverTime(scenario, 'now'));
  return histories.flatMap((history) =>
    history.transfers.map((transfer) => ({
      ...transferRow(history, transfer, names),
      ...then.judge(history, transfer),
      today: today.judge(history, transfer),
    })),
  );
}

export function exceptionRows(history: CaseHistory, { names }: Evidence): readonly StatementException[] {
  return exceptionsOf(history).map(({ entry, fromMs, kind, toMs, what }) => ({
    caseNumber: history.caseNumber,
    entry,
    kind,
    from: names.instant(fromMs),
    to: toMs === null ? null : names.instant(toMs),
    what,
  }));
}

export function promisesOf(
  histories: readonly CaseHistory[],
  { scenario }: Evidence,
): readonly StatementPromise[] {
  const named = new Set(histories.map(({ promise }) => promise));
  return scenario.promises
    .filter(({ id }) => named.has(id))
    .map(({ breakGlass, certified, id, storedFirst, subcontractors, title, zones }) => {
      const byDimension: Record<string, string[]> = {};
      for (const ofClass of Object.values(zones)) {
        for (const [dimension, zone] of Object.entries(ofClass)) {
          byDimension[dimension] ??= [];
          if (!byDimension[dimension].includes(zone)) byDimension[dimension].push(zone);
        }
      }
      return {
        promise: id,
        title,
        storedFirst: storedFirst ?? null,
        zones: byDimension,
        certified: certified ?? null,
        subcontractors: subcontractors ?? 'any',
        emergencies: breakGlass !== undefined,
      };
    });
}

export function whereRow({ caseNumber }: CaseHistory, copy: CopyRow, { names }: Evidence): WhereRow {
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

export function whoRow({ caseNumber }: CaseHistory, access: AccessRow, { names }: Evidence): WhoRow {
  return {
    caseNumber,
    entry: access.entry,
    agent: access.agentIndex === null ? null : access.agent,
    role: access.tier === null ? 'agent' : `support agent, tier ${access.tier}`,
    employer: access.employer,
    employerKind: access.employerKind,
    centre: access.centre,
    company: access.company,
    country: access.country,
    purpose: access.purpose,
    readFrom: access.readFrom,
    began: names.instant(access.fromMs),
    ended: access.toMs === null ? null : names.instant(access.toMs),
    seconds: access.toMs === null ? null : (access.toMs - access.fromMs) / 1000,
  };
}

export function caseRow(history: CaseHistory, { names }: Evidence): StatementCase {
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
  names: Evidence['names'],
): Omit<StatementTransfer, keyof Judged | 'today'> {
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
export function waitRow(
  { caseNumber }: CaseHistory,
  wait: WaitRow,
  { names }: Evidence,
): readonly StatementWait[] {
  if (wait.toMs !== null) return [];
  return [
    { caseNumber, entry: wait.entry, cause: wait.cause, tier: wait.tier, since: names.instant(wait.fromMs) },
  ];
}
