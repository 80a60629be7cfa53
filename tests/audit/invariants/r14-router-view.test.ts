import { describe, expect, it, vi } from 'vitest';
import type { Scenario } from '#domain';
import { CaseState, SUBMITTED, QUEUED as WAITING, WORKING } from '../../../src/audit/facts/case-state.ts';
import { makeFacts } from '../../../src/audit/facts/facts.ts';
import { Tally } from '../../../src/audit/facts/tally.ts';
import { RouterView } from '../../../src/audit/invariants/r14-router-view.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { type CaseOptions, LedgerBuilder, openingOf, QUEUED, resultOf, violated } from '../ledger-builder.ts';

const BUSY = 'no agent free';

/** Agents 0 and 1 of Dublin are busy when cases 2 and 3 come, a minute apart. Agent 0 takes `taken` next. */
function queueOfTwo(
  taken: 2 | 3,
  { second = {}, meanwhile }: { second?: CaseOptions; meanwhile?: (ledger: LedgerBuilder) => void } = {},
  scenario: Scenario = tinyScenario(),
): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1);
  for (const n of [0, 1]) ledger.intake(n).dublinTakes(n, n);
  ledger.at(1.1).intake(2).wait(2, BUSY).at(1.2).intake(3, second).wait(3, BUSY);
  meanwhile?.(ledger);
  ledger.at(1.5).dublinSolves(0, 0).dublinTakes(taken, 0);
  return ledger;
}

const last = (order: 'last in first out' | 'random'): Scenario => {
  const base = tinyScenario();
  return { ...base, routing: { ...base.routing, order } };
};

describe('R14 router view', () => {
  it('accepts and counts a choice that takes the older of two similar cases', () => {
    expect(resultOf(queueOfTwo(2), 'R14')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports a case that is taken before an older similar one', () => {
    const ledger = queueOfTwo(3);
    expect(violated(ledger)).toContain('R14');
    const { counterexample, violations } = resultOf(ledger, 'R14');
    expect(violations).toBe(1);
    expect(counterexample).toMatchObject({ caseNumber: 3 });
    expect(counterexample?.message).toContain('before case 2');
  });

  it('considers what routing may know, not what turns out later', () => {
    expect(resultOf(queueOfTwo(3, { second: { solvedAtTier: 2, trueProduct: 1 } }), 'R14').violations).toBe(
      1,
    );
  });

  it.each<[string, CaseOptions]>([
    ['severity', { severity: 'A' }],
    ['product', { product: 1 }],
    ['language', { language: 1 }],
  ])('does not compare cases of another %s', (_, second) => {
    expect(resultOf(queueOfTwo(3, { second }), 'R14')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('skips a case whose data cannot be read', () => {
    const meanwhile = (ledger: LedgerBuilder) => ledger.at(1.3).dataCentre(false, 0).dataCentre(false, 1);
    expect(resultOf(queueOfTwo(3, { meanwhile }), 'R14').violations).toBe(0);
  });

  it('lets a case whose severity was raised keep its place, and does not compare it', () => {
    const raise = (ledger: LedgerBuilder, n: number) =>
      ledger.at(1.3).severity(n, 'A').move(n, 'severity', QUEUED, QUEUED).wait(n, BUSY, 1, 0, 'A');
    expect(
      resultOf(queueOfTwo(3, { meanwhile: (ledger) => raise(raise(ledger, 2), 3) }), 'R14'),
    ).toMatchObject({
      checks: 0,
      violations: 0,
    });
  });

  it.each(['last in first out', 'random'] as const)('is not judged if the scenario serves %s', (order) => {
    expect(resultOf(queueOfTwo(3, {}, last(order)), 'R14')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('does about as much work per case in a long queue as in a short one', () => {
    const effort = (waiting: number): number => {
      const facts = makeFacts(tinyScenario());
      const view = new RouterView(facts, new Tally('R14', facts.moment));
      const lookedUp = vi.spyOn(facts.cases, 'get');
      const moved = vi.spyOn(Array.prototype, 'copyWithin');
      try {
        const line = Array.from({ length: waiting }, (_, number) => {
          const one = new CaseState(number, 0, facts.cases.noCopies, openingOf());
          one.joining = number + 1;
          one.state = WAITING;
          return one;
        });
        for (const one of line) {
          facts.cases.add(one);
          view.joined(one, SUBMITTED, false);
        }
        for (const one of line) {
          view.assigned(one, 0);
          one.state = WORKING;
        }
        const moves = moved.mock.calls.reduce((sum, [, from, end = 0]) => sum + end - from, 0);
        return (lookedUp.mock.calls.length + moves) / waiting;
      } finally {
        moved.mockRestore();
      }
    };
    expect(effort(8000)).toBeLessThan(1.5 * effort(2000));
  });
});
