import { beforeAll, describe, expect, it } from 'vitest';
import { loadScenario, sha256 } from '../running.ts';
import { killTable, type MutantVerdict } from './mutants/kill-table.ts';
import { SURVIVORS } from './mutants/survivors.ts';

/**
 * The gate tries the mutants of policy and law, those requested below, and one twelfth of the others. LONG=1 and `npm run validate:mutants` try
 * all.
 */
const WHOLE = process.env.LONG === '1';
const IN_GATE =
  /^(breach|law:|stale)|eraseCopies|purgeWorkingCopy|endView|storeWorkingCopy|contact-manila relies/;

describe('mutants of policy, life cycle and tables', () => {
  let verdicts: readonly MutantVerdict[] = [];
  beforeAll(() => {
    let count = 0;
    const isWanted = (name: string) => WHOLE || IN_GATE.test(name) || count++ % 12 === 0;
    verdicts = [...killTable(loadScenario('proving-ground'), sha256, 'test', isWanted)];
  }, 900_000);

  it('are generated from every part of the policy, the life cycle and the tables', () => {
    expect(verdicts.length).toBeGreaterThan(WHOLE ? 120 : 45);
    for (const kind of ['policy', 'life cycle', 'law', 'tables']) {
      expect(verdicts.filter((verdict) => verdict.kind === kind).length, kind).toBeGreaterThan(
        WHOLE ? 15 : 2,
      );
    }
    expect(new Set(verdicts.map(({ name }) => name)).size).toBe(verdicts.length);
  });

  it('are detected by proof or audit, or stop the program; every survivor has an explanation', () => {
    expect(verdicts.filter(({ isKilled }) => isKilled).length).toBeGreaterThan(WHOLE ? 80 : 40);
    const unexplained = verdicts.filter(({ explanation, isKilled }) => !isKilled && explanation === null);
    expect(unexplained.map(({ name }) => name)).toEqual([]);
  });

  it('are stopped by checks of the program, not by accident', () => {
    expect(verdicts.filter(({ program }) => program === 'breaks off').map(({ name }) => name)).toEqual([]);
    expect(verdicts.filter(({ program }) => program === 'stops').length).toBeGreaterThan(WHOLE ? 5 : 0);
  });

  it.skipIf(!WHOLE)('have no unused explanations', () => {
    const given = new Set(verdicts.map(({ explanation }) => explanation));
    expect(SURVIVORS.filter(({ why }) => !given.has(why))).toEqual([]);
  });

  it('of the policy are all detected, most by both proof and audit', () => {
    const policy = verdicts.filter(({ kind }) => kind === 'policy');
    expect(policy.filter(({ isKilled }) => !isKilled)).toEqual([]);
    const byProofAlone = policy.filter(({ audit, proof }) => proof.length > 0 && audit.length === 0);
    expect(byProofAlone).toEqual([]);
    expect(policy.filter(({ audit, proof }) => proof.length > 0 && audit.length > 0).length).toBeGreaterThan(
      12,
    );
  });

  it("of the law's interpretation are all detected by the audit, which has its own implementation", () => {
    const law = verdicts.filter(({ kind }) => kind === 'law');
    expect(law.filter(({ audit }) => audit.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('that move data wrongly are detected by the proof', () => {
    const proofOf = (name: string) => verdicts.find((verdict) => verdict.name === name)?.proof;
    expect(proofOf('action eraseCopies is left out')).toContain('R15.erased-whole');
    expect(proofOf('action purgeWorkingCopy is left out')).toContain('R16');
    expect(proofOf('action endView is left out')).toContain('R18.views-recorded');
    expect(proofOf('action storeWorkingCopy is left out')).toContain('R18.copies-exist');
    expect(proofOf('breach store-outside')).toContain('R1');
    expect(proofOf('breach view-from-anywhere')).toContain('R4');
    expect(proofOf('breach no-basis')).toContain('R7');
    expect(proofOf('stale tables')).toContain('R7');
    expect(proofOf('entity contact-manila relies on instruments of vendor')).toContain('R7');
  });
});
