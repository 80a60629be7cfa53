import type { Evidence } from '#exports';
import { NO_ENTRIES, ViolationList } from '#exports';

/** The findings of the audit of the whole run, and those about the cases of one customer. */

/** The counts of the row itself are by the law as known at each moment. */
export interface StatementCheck extends StatementCounts {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** By the law as known today; null if the invariant does not depend on it. */
  readonly today: StatementCounts | null;
}

export interface StatementCounts {
  readonly checks: number;
  /** Why nothing put it to the test, a clause that completes "not tested, since"; null if something did. */
  readonly untested: string | null;
  readonly violations: number;
  /** Acts that can be judged neither way. */
  readonly undecided: number;
  /** Violations about this customer; null if a statement may not say. */
  readonly yours: number | null;
}

export interface StatementNearMisses {
  readonly id: string;
  readonly definition: string;
  readonly looked: number;
  readonly near: number;
  readonly yours: readonly { readonly caseNumber: number; readonly at: string; readonly message: string }[];
}

/** Whether an authority received data may be secret, and so may a violation of the rule about it. */
const MAY_BE_SECRET = 'R26';

/** `counted`: the number of violations about the customer's cases, by `R7 now`; null if they must be counted here. */
export function checksOf(
  evidence: Evidence,
  own: ReadonlySet<number>,
  counted: ReadonlyMap<string, number> | null,
): readonly StatementCheck[] {
  const { invariants, invariantsNow } = evidence.audit;
  const yours = counted ?? violationsOf(evidence, own);
  const countsOf = (result: (typeof invariants)[number], known: 'then' | 'now'): StatementCounts => ({
    checks: result.checks,
    untested: result.untested,
    violations: result.violations,
    undecided: result.undecided.reduce((sum, one) => sum + one.count, 0),
    yours: result.id === MAY_BE_SECRET ? null : (yours.get(`${result.id} ${known}`) ?? 0),
  });
  return invariants.map((result) => {
    const { id, sentence, title } = result;
    const now = invariantsNow.find((one) => one.id === id);
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
  if (list.visit !== NO_ENTRIES.visit) evidence.ledger.forEach(list.visit);
  list.finish();
  return counts;
}

export function nearMissesOf(
  { names, nearMisses }: Evidence,
  own: ReadonlySet<number>,
): readonly StatementNearMisses[] {
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
