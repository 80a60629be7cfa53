import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type AuditReport, resultsNow } from '#audit';
import { checked, leavesOf } from '../bundle/recount/recounting.ts';
import { auditInMemory, loadScenario, ROOT, type RunInMemory, runInMemory } from '../running.ts';
import { holdKept, keptAudit, keptSummary } from './kept-results.ts';

/**
 * Every scenario has results that somebody reviewed when they were kept. `npm run keep` rewrites them; a change of them is listed in
 * CHANGELOG.md under "Results that change".
 */

/** Scenarios made to show a broken promise, and the invariants that report it. */
const VIOLATED: Readonly<Record<string, readonly string[]>> = {
  'london-2020': ['R1', 'R22'],
  'iso-2005-claim': ['R1'],
};

/** Scenarios that were clean as the law was known then, and are not as it is known now: they relied on what was later struck down. */
const VIOLATED_NOW: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      'css-2014',
      'css-2014-drill',
      'css-2014-unrestricted',
      'failover',
      'first-steps',
      'follow-the-sun',
      'german-night',
      'break-glass',
      'second-opinion',
      'under-escort',
      'by-approval',
      'safe-harbor-2015',
      'crash-dump',
      'css-2014-union-only',
      'unsigned',
      'lent-experts',
      'out-of-scope',
    ].map((name) => [name, ['R7']]),
  ),
  'iso-2005-claim': ['R1', 'R7'],
};

/** Those that take half of a minute: css-2014 and its variants, and the benchmarks. */
export const isLarge = (name: string): boolean => /^(css-2014|bench-)/.test(name);

/** A month of css-2014 and its audit, on a slow or busy machine. */
const MONTH_MS = 600_000;

/** Holds the run of a scenario to its kept results. */
export function holdScenario(name: string): void {
  const folder = join(ROOT, 'scenarios', name);
  let run: RunInMemory;
  let audit: AuditReport;

  beforeAll(() => {
    const scenario = loadScenario(name);
    run = runInMemory(scenario);
    audit = auditInMemory(run.ledger, scenario);
  }, MONTH_MS);

  it('gives the kept summary', () => {
    holdKept(join(folder, 'expected.summary.json'), keptSummary(run.summary), run.summary.seed);
  });

  it('has a summary that follows from its ledger: every value is recomputed, or listed as not in the ledger', () => {
    const { compared, difference, notInLedger } = checked(run.summary, loadScenario(name), run.ledger);
    expect(difference).toBeNull();
    expect(notInLedger).toEqual([]);
    // Counted here, and not by the code that compares them: no value is left out.
    expect(compared).toBe(leavesOf(JSON.parse(JSON.stringify(run.summary))).length);
  });

  it('gives the kept audit, and with it the kept ledger root', () => {
    expect(audit.root).toBe(run.root);
    holdKept(join(folder, 'expected.audit.json'), keptAudit(audit), audit.seed);
  });

  it('keeps every promise except those that it is made to break', () => {
    const violated = audit.invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
    expect(violated).toEqual(VIOLATED[name] ?? []);
  });

  it('breaks, by the law as known today, what relied on something struck down since', () => {
    const violated = resultsNow(audit)
      .filter(({ violations }) => violations > 0)
      .map(({ id }) => id);
    expect(violated).toEqual(VIOLATED_NOW[name] ?? VIOLATED[name] ?? []);
  });
}
