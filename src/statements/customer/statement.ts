import { VerdictsOverTime } from '#audit';
import { type CaseHistory, caseHistory, isUnderOrder } from '#cases';
import { givenLaw } from '#domain';
import { type Evidence, omissionsOf } from '#exports';
import type { StoryEntry } from '#ledger';
import { agreementRows, dutyRows } from '../agreements.ts';
import { ledgerKeepers } from '../ledger-keepers.ts';
import { type PossibleRecipient, possibleRecipients } from '../possible-recipients.ts';
import { casesOfCustomer } from './customer-cases.ts';
import type { CaseIndex } from './index/case-index.ts';
import { type Recipient, RecipientTally } from './recipients.ts';
import {
  caseRow,
  checksOf,
  exceptionRows,
  nearMissesOf,
  promisesOf,
  softwareRows,
  transfersOf,
  waitRows,
  whereRow,
  whoRow,
} from './statement-rows.ts';

interface Subject {
  readonly customer: string;
  readonly evidence: Evidence;
  readonly histories: readonly CaseHistory[];
  /** Cases of the same customers for which the ledger does not say whose they are. */
  readonly unnamed: number;
  readonly law: VerdictsOverTime;
  readonly endMs: number;
  readonly index: CaseIndex | null;
  /** The number of violations about these cases, if the index gives it. */
  readonly violations: ReadonlyMap<string, number> | null;
}

/**
 * The statement, and the entries that it is based on; null if the customer has no case. With an index, only the blocks with the customer's
 * cases are read, and the statement is the same.
 */
export function customerStatement(
  evidence: Evidence,
  customer: string,
  index: CaseIndex | null = null,
): { readonly statement: Statement; readonly entries: readonly StoryEntry[] } | null {
  const { audit, names, scenario } = evidence;
  const entries: StoryEntry[] = [];
  const histories: CaseHistory[] = [];
  const found = casesOfCustomer(evidence, customer, index);
  for (const story of found.stories) {
    // What the customer may not be told is not proved either.
    const visible = story.filter((entry) => !isUnderOrder(entry, names));
    const history = caseHistory(visible, names);
    if (history === null) continue;
    histories.push(history);
    for (const entry of visible) entries.push(entry);
  }
  if (histories.length === 0) return null;
  const law = new VerdictsOverTime(scenario);
  const endMs = audit.ended?.timeMs ?? scenario.horizonMs;
  const { unnamed, violations } = found;
  const subject = { customer, evidence, histories, unnamed, law, endMs, index, violations };
  return { statement: statementOf(subject), entries };
}

export type Statement = ReturnType<typeof statementOf>;

/**
 * The answer to one customer: where the data is and was, who received and saw it, and what was done with it. Every row names the case and
 * the entry of the ledger that records it. The same ledger always gives the same statement.
 */
function statementOf(subject: Subject) {
  const { customer, endMs, evidence, histories, law } = subject;
  const { audit, names, scenario } = evidence;
  const own = new Set(histories.map(({ caseNumber }) => caseNumber));
  const recipients = recipientsOf(subject);
  const segments = new Set(histories.map(({ streamIndex }) => scenario.streams[streamIndex]?.segment));
  const software = softwareRows(histories, evidence);
  const each = <Made>(make: (history: CaseHistory) => readonly Made[]) =>
    histories.flatMap((history) => make(history));
  const where = each((history) => history.copies.map((copy) => whereRow(history, copy, evidence)));
  return {
    format: 2,
    kind: 'meridian statement',
    customer,
    scenario: { name: scenario.name, title: scenario.title },
    ledger: { root: audit.root ?? '', entries: audit.entries },
    from: names.instant(0),
    to: names.instant(endMs),
    /** How the scenario's law differs from that of history, in sentences. */
    law: givenLaw(scenario),
    promises: promisesOf(histories, evidence),
    /** Left out if the scenario says nothing about them. */
    agreements: agreementRows(evidence, (segment) => segments.has(segment)),
    /** What the customer has to encrypt; left out if the scenario says nothing about it. */
    duties: dutyRows(evidence, (segment) => segments.has(segment)),
    /** Who received data, and who could have by promise and law but did not. */
    recipients,
    possibleRecipients: othersOf(subject, recipients),
    where,
    who: each((history) => history.accesses.map((access) => whoRow(history, access, evidence))),
    /** What software processed; left out if it processed none of these cases. */
    software: software.length === 0 ? undefined : software,
    what: {
      cases: histories.map((history) => caseRow(history, evidence)),
      transfers: transfersOf(evidence, histories, law),
      deletions: where.filter(({ deleted }) => deleted !== null),
      exceptions: each((history) => exceptionRows(history, evidence)),
      waiting: each((history) => waitRows(history, evidence)),
    },
    /** Invariants of the whole run, and the number of violations about this customer. */
    audit: checksOf(evidence, own, subject.violations),
    /** The near misses of the whole run, and those of the closest that are about this customer. */
    nearMisses: nearMissesOf(evidence, own),
    ...omissionsOf(scenario),
    notes: notesOf(subject),
  };
}

function recipientsOf({ evidence, histories, index, law }: Subject): readonly Recipient[] {
  const { names } = evidence;
  const tally = new RecipientTally(names, law);
  for (const history of histories) tally.add(history);
  // The ledger records a case from its opening on.
  const openedMs = Math.min(...histories.map((history) => history.openedMs));
  for (const { entity, fromMs, place, toMs } of ledgerKeepers(evidence, index?.head.keepings)) {
    if (toMs === null || toMs > openedMs) tally.keepLedger(entity, place, Math.max(fromMs, openedMs), toMs);
  }
  return tally.rows();
}

/** Who could have received it, but did not. */
function othersOf(
  { endMs, evidence, histories, law }: Subject,
  recipients: readonly Recipient[],
): readonly PossibleRecipient[] {
  const streams = [...new Set(histories.map(({ streamIndex }) => streamIndex))];
  const known = streams.filter((stream) => evidence.scenario.streams[stream] !== undefined);
  const actual = new Set(recipients.map(({ entity }) => entity));
  return possibleRecipients(evidence.names, known, law, endMs).filter(({ entity }) => !actual.has(entity));
}

const NOTES: readonly string[] = [
  'Agents are named by their group and a number in it: a pseudonym that stays the same within this run.',
  'This statement never tells what an order of a court or an authority forbids telling, and never says whether there is such an order.',
  'Who could have received your data is judged by your promise, the law and the contracts of the companies. Skills, opening hours and outages are ignored.',
  'Near misses: only the closest of the whole run are known one by one, at most 20 for each promise. The statement says which of those are yours.',
  'The proofs show that every entry cited here is in the log. To see that nothing was left out, recompute the statement from the whole ledger.',
];

function notesOf({ endMs, evidence, unnamed }: Subject): readonly string[] {
  const { audit, names } = evidence;
  const notes = [...NOTES];
  if (audit.ended !== null) {
    notes.unshift(
      `The run was ended at ${names.instant(endMs)}, before its planned end. Nothing is known of the time after it.`,
    );
  }
  if (unnamed > 0) {
    notes.unshift(
      `The ledger does not say whose case it was in ${unnamed} of the cases from your segment and country. Any of them may be yours, and none is in this statement.`,
    );
  }
  if (audit.invariants.some(({ violations }) => violations > 0)) {
    notes.unshift(
      'The audit found violations: if the ledger itself is wrong or incomplete, so is this statement.',
    );
  }
  return notes;
}
