import type { Evidence } from '#exports';
import { ViolationList } from '#exports';

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
    undecided: result.undecided.reduce((sum, one) => sum + one.count, 0),
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
