import { describe, expect, it } from 'vitest';
import { auditLedger } from '../../../src/audit/answers/audit-ledger.ts';
import { resultsNow } from '../../../src/audit/answers/audit-report.ts';
import { lawOf } from '../../../src/audit/law/dated-law.ts';
import { ADEQUACY_DECISIONS } from '../../../src/domain/law/adequacy-decisions.ts';
import { CLAUSE_SETS } from '../../../src/domain/law/clause-sets.ts';
import { FRAMEWORKS } from '../../../src/domain/law/frameworks.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { openLedger } from '../../../src/ledger/reader.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';

const scenario = loadScenario('safe-harbor-falls');
const { law: _, ...inHistory } = scenario;
const FALLS = Date.parse('2014-06-16T00:00:00+02:00') - scenario.startEpochMs;

function ledgerOf(of: Scenario, breach?: string) {
  const { ledger } = runInMemory(of, { engine: 'table', ...(breach === undefined ? {} : { breach }) });
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
}

describe('law dated by a scenario', () => {
  it('is that of history if the scenario dates nothing', () => {
    expect(lawOf(inHistory)).toEqual({
      frameworks: FRAMEWORKS,
      clauseSets: CLAUSE_SETS,
      adequacyDecisions: ADEQUACY_DECISIONS,
    });
  });

  it.each<readonly [string, Scenario, string | undefined]>([
    ['of a vendor who follows the historical law', inHistory, undefined],
    ['of a vendor who lags behind the law', scenario, 'stale-law'],
  ])(
    'is applied to the ledger %s: relying on Safe Harbor after its fall breaks R7, in both judgements',
    (_what, of, breach) => {
      const ledger = ledgerOf(of, breach);
      const report = auditLedger(ledger, scenario);
      const found = [report.invariants, resultsNow(report)].map((results) =>
        results.find(({ id }) => id === 'R7'),
      );
      expect(found[0]?.violations).toBeGreaterThan(100);
      expect(found[1]).toEqual(found[0]);
      const { message, timeMs = 0 } = found[0]?.counterexample ?? {};
      expect(message).toContain('framework SAFE_HARBOR_EU_US, whose dates this scenario sets itself');
      expect(timeMs).toBeGreaterThanOrEqual(FALLS);
      expect(timeMs).toBeLessThan(FALLS + 3_600_000);
    },
  );

  it('lets copies stay after the end of their basis only for the grace (R8)', () => {
    const { counterexample, violations } =
      auditLedger(ledgerOf(inHistory), scenario).invariants.find(({ id }) => id === 'R8') ?? {};
    expect(violations).toBeGreaterThan(100);
    expect(counterexample?.timeMs).toBe(FALLS + 2 * 86_400_000);
  });

  it('judges a compliant run clean, both as known then and as known now', () => {
    const ledger = ledgerOf(scenario);
    const report = auditLedger(ledger, scenario);
    const violations = [report.invariants, resultsNow(report)].map((results) =>
      results.map((row) => row.violations),
    );
    expect(violations[0]?.every((count) => count === 0)).toBe(true);
    expect(violations[1]).toEqual(violations[0]);
  });
});
