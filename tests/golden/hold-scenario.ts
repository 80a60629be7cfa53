import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type AuditReport, resultsNow } from '#audit';
import { checked, followingLeavesOf, WORK } from '../bundle/recount/recounting.ts';
import { auditInMemory, loadScenario, ROOT, type RunInMemory, runInMemory } from '../running.ts';
import { holdKept, keptAudit, keptSummary } from './kept-results.ts';

/**
 * Every scenario has results that somebody reviewed when they were kept. `npm run keep` rewrites them; a change of them is listed in
 * CHANGELOG.md under "Results that change".
 */

/** What the table of scenarios says that each breaks: then, and by the law as it is known now. A scenario without a row breaks nothing. */
const BROKEN = new Map(
  readFileSync(join(ROOT, 'scenarios/README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [names = [], then = [], now = []] = line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.split(' · '));
      return names.map((name, i) => {
        const before = brokenIn(then[i] ?? then[0]);
        const today = now[i] ?? now[0];
        return [name.replaceAll('`', ''), [before, today === 'the same' ? before : brokenIn(today)]] as const;
      });
    }),
);

function brokenIn(cell = ''): readonly string[] {
  return cell.startsWith('R') ? cell.split(', ') : [];
}

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

  it('has a summary that follows from its ledger: every value is recomputed, but for the work that was drawn', () => {
    const { compared, difference, notInLedger } = checked(run.summary, loadScenario(name), run.ledger);
    expect(difference).toBeNull();
    const { judgedOverTime } = run.summary;
    expect(notInLedger.map(({ path }) => path)).toEqual(judgedOverTime?.work === undefined ? [] : [WORK]);
    // Counted here, and not by the code that compares them: no value is left out.
    expect(compared).toBe(followingLeavesOf(run.summary).length);
  });

  it('gives the kept audit, and with it the kept ledger root', () => {
    expect(audit.root).toBe(run.root);
    holdKept(join(folder, 'expected.audit.json'), keptAudit(audit), audit.seed);
  });

  it('keeps every promise except those that it is made to break', () => {
    const violated = audit.invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
    expect(violated).toEqual(BROKEN.get(name)?.[0] ?? []);
  });

  it('breaks, by the law as known today, what relied on something struck down since', () => {
    const violated = resultsNow(audit)
      .filter(({ violations }) => violations > 0)
      .map(({ id }) => id);
    expect(violated).toEqual(BROKEN.get(name)?.[1] ?? []);
  });
}
