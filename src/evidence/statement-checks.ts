import { startViolationList, type Violation } from '#audit';
import type { Evidence } from './evidence.ts';

/** What the audit of the whole run found, and what of it is about the cases of one customer. */

/** The counts of the row itself are by the law as it was known at each moment. */
export interface StatementCheck extends StatementCounts {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** By the law as it is known today; null where the invariant does not depend on it. */
  readonly today: StatementCounts | null;
}

export interface StatementCounts {
  readonly checks: number;
  /** Why nothing put it to the test, a clause that completes "not tested, since"; null where something did. */
  readonly untested: string | null;
  readonly violations: number;
  /** Acts that can be judged neither way. */
  readonly undecided: number;
  /** Violations about this customer; null where a statement may not say so. */
  readonly yours: number | null;
}

export interface StatementNearMisses {
  readonly id: string;
  readonly definition: string;
  readonly looked: number;
  readonly near: number;
  readonly yours: readonly { readonly caseNumber: number; readonly at: string; readonly message: string }[];
}

/** Whether an authority was given data may be a secret, and so may a violation of the rule about it. */
const MAY_BE_SECRET = 'R26';

export function checksOf(
  { audit, ledger, scenario }: Evidence,
  own: ReadonlySet<number>,
): readonly StatementCheck[] {
  const { invariants, invariantsNow } = audit;
  const yours = new Map<string, number>();
  const count = ({ caseNumber, id, known }: Violation) => {
    if (caseNumber === null || !own.has(caseNumber)) return;
    yours.set(`${id} ${known}`, (yours.get(`${id} ${known}`) ?? 0) + 1);
  };
  if ([...invariants, ...invariantsNow].some(({ violations }) => violations > 0)) {
    const list = startViolationList(ledger, scenario, count);
    ledger.forEach(list.visit);
    list.finish();
  }
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

export function nearMissesOf(
  { names, nearMisses }: Evidence,
  own: ReadonlySet<number>,
): readonly StatementNearMisses[] {
  return nearMisses.map(({ closest, definition, id, looked, near }) => ({
    ...{ id, definition, looked, near },
    yours: closest
      .filter(({ caseNumber }) => own.has(caseNumber))
      .map(({ caseNumber, message, timeMs }) => ({ caseNumber, at: names.instant(timeMs), message })),
  }));
}
