import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, explain, openCases, readScenario, simulate, verify } from '../../../src/index.ts';
import { successOf } from '../../running.ts';
import { newFolder } from '../cli/cli.ts';

const scenario = { ...successOf(readScenario('scenarios/german-night')), horizonMs: 6 * 3_600_000 };
const run = simulate(scenario, { seed: 'monday' });
const { privateKey } = generateKeyPairSync('ed25519');
const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));

describe('bundle', () => {
  it('writes what verifiers find sound, and replaces an earlier bundle', async () => {
    const folder = join(newFolder(), 'night.bundle');
    const written = successOf(await bundle(run, folder, { key }));
    expect(written.checkpoint).toContain('\n');
    const { audit, firstDifference } = successOf(await verify(folder));
    expect([firstDifference, audit?.root]).toEqual([null, run.root]);
    const fewer = successOf(await bundle(run, folder, { key, formats: ['csv'], compress: true }));
    expect(fewer.files).toBeLessThan(written.files);
    expect(successOf(await verify(folder)).firstDifference).toBe(null);
    expect(await verify(folder, { signal: AbortSignal.abort() })).toEqual({
      ok: false,
      problem: 'the signal was aborted; verify the bundle again',
    });
  });

  it('says all that is wrong, and writes nothing', async () => {
    const folder = join(newFolder(), 'nothing');
    const without = simulate(scenario, { ledger: false });
    const wrong = await bundle(without, folder, { key: 'none', formats: ['doc' as never] });
    expect(wrong.ok ? [] : wrong.problem.map((text) => text.slice(0, 20))).toEqual([
      'there is no format d',
      'key is not a private',
      'the run has no ledge',
    ]);
    const aborted = await bundle(run, folder, { key, signal: AbortSignal.abort() });
    expect(aborted).toEqual({ ok: false, problem: ['the signal was aborted'] });
    expect(existsSync(folder)).toBe(false);
    const other = newFolder();
    writeFileSync(join(other, 'mine.txt'), 'mine');
    expect((await bundle(run, other, { key })).ok).toBe(false);
    expect(readdirSync(other)).toEqual(['mine.txt']);
  });
});

describe('a run', () => {
  it('explains its decisions about a case', () => {
    const why = successOf(explain(scenario, 0, { seed: 'monday' }));
    expect(why.decisions.every(({ caseNumber }) => caseNumber === 0)).toBe(true);
    expect(why.decisions.length).toBeGreaterThan(0);
    expect(why.lines.length).toBeGreaterThan(why.decisions.length);
    expect(why.answer).not.toBe('');
    expect(explain(scenario, 1e6, { seed: 'monday' }).ok).toBe(false);
    expect(() => explain(scenario, -1)).toThrow(/caseNumber/);
  });

  it('hands over the cases that are open', () => {
    const bytes = run.ledger ?? new Uint8Array();
    const [columns = '', ...rows] = successOf(openCases(bytes, scenario)).trim().split('\n');
    expect(columns).toContain('segment');
    expect(rows.length).toBeGreaterThan(0);
    expect(openCases(bytes, scenario, 1e12).ok).toBe(false);
  });
});
