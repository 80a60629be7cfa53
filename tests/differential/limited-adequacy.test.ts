import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { verdictOf } from '#report';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { coreBundle, verifyCore, writeFiles } from './verifiers/core-bundle.ts';
import { disagreement, secondVerdicts } from './verifiers/second-verifier.ts';

/** A limited adequacy decision in whole runs: scenarios/toronto, with a company that says yes, then no, and one of which nothing is said. */

const folder = mkdtempSync(join(tmpdir(), 'meridian-adequacy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = loadScenario('toronto');

/** What auditor and second verifier find; `isFollowed`: the vendor acts by the scope of the decision. */
function judged(name: string, scenario: Scenario, isFollowed: boolean) {
  const { ledger } = runInMemory(scenario, isFollowed ? {} : { breach: 'any-recipient' });
  const files = coreBundle(scenario, ledger);
  writeFiles(join(folder, name), files);
  const [second] = secondVerdicts([{ bundle: join(folder, name), core: true }]);
  if (second === undefined) throw new Error('no answer');
  const audit = auditInMemory(ledger, scenario);
  const ofAudit = (id: string) => audit.invariants.find((one) => one.id === id);
  return {
    audit,
    second,
    r7: ofAudit('R7'),
    r8: ofAudit('R8'),
    difference: disagreement(verifyCore(files), second),
  };
}

describe('a vendor who follows the scope of a decision', () => {
  const { audit, difference, r7, r8, second } = judged('followed', whole, true);

  it('breaks nothing, and what is silent is counted as not judged, by both verifiers', () => {
    expect(difference).toBeNull();
    expect([r7?.violations, r8?.violations]).toEqual([0, 0]);
    const open = r7?.undecided.reduce((sum, { count }) => sum + count, 0) ?? 0;
    expect(open).toBeGreaterThan(100);
    expect(r7?.undecided.map(({ reason }) => reason)).toEqual([
      'ADEQUACY_CA is limited (recipients under Canadian PIPEDA), and the scenario does not say whether partner in CA is within it',
    ]);
    expect(second.judged?.R7).toMatchObject({ violations: 0, undecided: open });
    expect(verdictOf(audit).headline).toBe(`${open} acts not judged: Basis (R7)`);
  });
});

describe('a vendor who relies on it regardless', () => {
  const { audit, difference, r7, r8, second } = judged('regardless', whole, false);

  it('breaks R7 at each such transfer, by both verifiers, and R8 by what is left when the basis has ended', () => {
    expect(difference).toBeNull();
    expect(r7?.violations).toBeGreaterThan(100);
    expect(second.judged?.R7).toMatchObject({ violations: r7?.violations });
    expect(r7?.counterexample?.message).toContain('canada is said not to be within it');
    expect(r8?.violations).toBeGreaterThan(100);
    const changesMs = Date.parse('2014-11-06T05:00:00Z') - whole.startEpochMs;
    expect(r7?.counterexample?.timeMs).toBeGreaterThanOrEqual(changesMs);
    expect(r8?.counterexample?.timeMs).toBe(changesMs + 86_400_000);
  });

  it('is told first, with what is not judged', () => {
    expect(verdictOf(audit).headline).toMatch(
      /^Broken: Basis \(R7\), .+; [\d,]+ acts not judged: Basis \(R7\)$/,
    );
  });
});
