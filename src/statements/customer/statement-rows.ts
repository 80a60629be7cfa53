import { VerdictsOverTime } from '#audit';
import { groupedBy } from '#base';
import { type AccessRow, type CaseHistory, type CopyRow, exceptionsOf } from '#cases';
import { type Evidence, ViolationList } from '#exports';
import { undecidedIn } from '../history-answer.ts';
import { ReceiptReader } from '../receipts.ts';

/** The rows of a statement about a customer's own cases. Each names the case, and the entry of the ledger that records it. */

/** Transfers with the auditor's judgement, by the law as known then (`law`) and as known today. */
export function transfersOf(
  { names, scenario }: Evidence,
  histories: readonly CaseHistory[],
  law: VerdictsOverTime,
) {
  const then = new ReceiptReader(names, law);
  const today = new ReceiptReader(names, new VerdictsOverTime(scenario, 'now'));
  return histories.flatMap((history) =>
    history.transfers.map((transfer) => {
      const { basis, country, entry, exporter, importer, instrument, place, timeMs } = transfer;
      return {
        caseNumber: history.caseNumber,
        entry,
        at: names.instant(timeMs),
        exporter,
        importer,
        place,
        country,
        basis,
        instrument,
        ...then.judge(history, transfer),
        today: today.judge(history, transfer),
      };
    }),
  );
}

export function exceptionRows(history: CaseHistory, { names }: Evidence) {
  return exceptionsOf(history).map(({ entry, fromMs, kind, toMs, what }) => ({
    caseNumber: history.caseNumber,
    entry,
    kind,
    from: names.instant(fromMs),
    to: toMs === null ? null : names.instant(toMs),
    what,
  }));
}

/** By software and place: the cases that it processed, without anybody seeing them. */
export function softwareRows(histories: readonly CaseHistory[], { names, scenario }: Evidence) {
  const sessions = histories.flatMap((history) =>
    history.sessions.map((session) => ({ caseNumber: history.caseNumber, ...session })),
  );
  const keyOf = ({ place, softwareIndex }: (typeof sessions)[number]) => `${softwareIndex} ${place}`;
  return [...groupedBy(sessions, keyOf).values()].map((own) => {
    const [{ country, holder, model, place, software, softwareIndex }] = own;
    const ended = (outcome: string) => own.filter((one) => one.outcome === outcome).length;
    return {
      software,
      /** The companies of the model and of the place. */
      company: model,
      operator: holder,
      place,
      country,
      /** Whether it learns from the cases. */
      learns: scenario.software?.[softwareIndex]?.model?.learns ?? false,
      cases: new Set(own.map(({ caseNumber }) => caseNumber)).size,
      sessions: own.length,
      contained: ended('contained'),
      handedOver: ended('handed over'),
      entries: own.map(({ entry }) => entry),
      first: names.instant(Math.min(...own.map(({ fromMs }) => fromMs))),
      last: names.instant(Math.max(...own.map(({ fromMs }) => fromMs))),
    };
  });
}

export function promisesOf(histories: readonly CaseHistory[], { scenario }: Evidence) {
  const named = new Set(histories.map(({ promise }) => promise));
  return scenario.promises
    .filter(({ id }) => named.has(id))
    .map(({ breakGlass, certified, id, storedFirst, subcontractors, title, zones, ...rest }) => {
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
        /** Zone in which customer data is stored first; null if nothing is promised. */
        storedFirst: storedFirst ?? null,
        /** Dimension → zones of the item classes, each once. */
        zones: byDimension,
        /** Standard to which companies must be certified to store data; null if none is required. */
        certified: certified ?? null,
        /** Standard to which companies must be certified to work on cases. Left out: none is required. */
        certifiedSupport: rest.certifiedSupport,
        subcontractors: subcontractors ?? 'any',
        /** Whether subcontractors must have the certificates that the vendor has. Left out: it is not said. */
        subcontractorStandard: rest.subcontractorStandard,
        /** When they may take cases; left out if nothing is said. */
        subcontractorsOnly: rest.subcontractorsOnly,
        /** Whether cases may be opened beyond it in an emergency. */
        emergencies: breakGlass !== undefined,
      };
    });
}

export function whereRow({ caseNumber }: CaseHistory, copy: CopyRow, { names }: Evidence) {
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

export function whoRow({ caseNumber }: CaseHistory, access: AccessRow, { names }: Evidence) {
  return {
    caseNumber,
    entry: access.entry,
    /** A pseudonym: the group, and a number in it. Null if the ledger names no agent of the scenario. */
    agent: access.agentIndex === null ? null : access.agent,
    role: access.tier === null ? 'agent' : `support agent, tier ${access.tier}`,
    employer: access.employer,
    employerKind: access.employerKind,
    centre: access.centre,
    /** The company that runs the centre. */
    company: access.company,
    country: access.country,
    purpose: access.purpose,
    readFrom: access.readFrom,
    began: names.instant(access.fromMs),
    ended: access.toMs === null ? null : names.instant(access.toMs),
    seconds: access.toMs === null ? null : (access.toMs - access.fromMs) / 1000,
  };
}

export function caseRow(history: CaseHistory, { names }: Evidence) {
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
    /** The case to which it was linked, because both had one cause; itself if others were linked to it. Left out: it was not. */
    ...(history.parentCase === null ? {} : { parentCase: history.parentCase }),
  };
}

/** Only waits that have not ended. */
export function waitRows({ caseNumber, waits }: CaseHistory, { names }: Evidence) {
  return waits
    .filter(({ toMs }) => toMs === null)
    .map(({ cause, entry, fromMs, tier }) => {
      return { caseNumber, entry, cause, tier, since: names.instant(fromMs) };
    });
}

/** The findings of the audit of the whole run, and those about the cases of one customer. */

/** Whether an authority received data may be secret, and so may a violation of the rule about it. */
const MAY_BE_SECRET = 'R26';

/** The findings by the law as known at each moment. `counted`: the number of violations about the customer's cases, by `R7 now`; null if they must be counted here. */
export function checksOf(
  evidence: Evidence,
  own: ReadonlySet<number>,
  counted: ReadonlyMap<string, number> | null,
) {
  const { invariants, invariantsNow } = evidence.audit;
  const yours = counted ?? violationsOf(evidence, own);
  const countsOf = (result: (typeof invariants)[number], known: 'then' | 'now') => ({
    checks: result.checks,
    /** Why nothing put it to the test, a clause that completes "not tested, since"; null if something did. */
    untested: result.untested,
    violations: result.violations,
    /** Acts that can be judged neither way. */
    undecided: undecidedIn(result),
    /** Violations about this customer; null if a statement may not say. */
    yours: result.id === MAY_BE_SECRET ? null : (yours.get(`${result.id} ${known}`) ?? 0),
  });
  return invariants.map((result) => {
    const { id, sentence, title } = result;
    const now = invariantsNow.find((one) => one.id === id);
    /** By the law as known today; null if the invariant does not depend on it. */
    const today = now === undefined ? null : countsOf(now, 'now');
    return { id, title, sentence, ...countsOf(result, 'then'), today };
  });
}

function violationsOf(evidence: Evidence, own: ReadonlySet<number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const list = new ViolationList(evidence).open(({ caseNumber, id, known }) => {
    if (caseNumber === null || !own.has(caseNumber)) return;
    counts.set(`${id} ${known}`, (counts.get(`${id} ${known}`) ?? 0) + 1);
  });
  if (list.entry !== undefined) evidence.ledger.forEach(list.entry);
  list.endEntries?.();
  return counts;
}

export function nearMissesOf({ names, nearMisses }: Evidence, own: ReadonlySet<number>) {
  return nearMisses.map(({ closest, definition, id, looked, near }) => ({
    id,
    definition,
    looked,
    near,
    yours: closest
      .filter(({ caseNumber }) => own.has(caseNumber))
      .map(({ caseNumber, message, timeMs }) => ({ caseNumber, at: names.instant(timeMs), message })),
  }));
}
