import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#audit';
import { canonicalJson, hexOf, utf8Of } from '#base';
import {
  auditInMemory,
  loadScenario,
  ROOT,
  type RunInMemory,
  runInMemory,
  scenarioNames,
  sha256,
} from '../running.ts';

/**
 * Every scenario has the results that were looked at when they were kept. `npm run keep` writes them anew; a change of
 * them is told in CHANGELOG.md under "Results that change".
 */

/** Kept results are for people to compare: long series are kept as their length, sum and hash. */
function abridged(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length > 40 && value.every((member) => typeof member === 'number')) {
      const sum = (value as number[]).reduce((total, member) => total + member, 0);
      return {
        count: value.length,
        sum: Number(sum.toPrecision(6)),
        sha256: hexOf(sha256(utf8Of(canonicalJson(value)))),
      };
    }
    return value.map(abridged);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, abridged(member)]));
  }
  return value;
}

function hold(path: string, value: unknown): void {
  const text = `${JSON.stringify(abridged(value), null, 1)}\n`;
  if (process.env.KEEP_RESULTS === '1') {
    if (process.env.CI !== undefined) throw new Error('results are kept by people who have looked at them');
    writeFileSync(path, text);
  }
  expect(text, `${path} has changed: seed ${(value as { seed: string }).seed}`).toBe(
    readFileSync(path, 'utf8'),
  );
}

/** Scenarios made to show a promise that is broken, and the invariants that say so. */
const VIOLATED: Readonly<Record<string, readonly string[]>> = {
  'london-2020': ['R1', 'R22'],
  'iso-2005-claim': ['R1'],
};

/** Those that were clean as the law was known then, and are not as it is known now: they relied on what was struck down later. */
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
      'safe-harbor-2015',
      'crash-dump',
      'css-2014-union-only',
    ].map((name) => [name, ['R7']]),
  ),
  'iso-2005-claim': ['R1', 'R7'],
};

describe.each(scenarioNames())('scenario %s', (name) => {
  const folder = join(ROOT, 'scenarios', name);
  let run: RunInMemory;
  let audit: AuditReport;

  beforeAll(() => {
    const scenario = loadScenario(name);
    run = runInMemory(scenario);
    audit = auditInMemory(run.ledger, scenario);
  });

  it('gives the kept summary', () => {
    hold(join(folder, 'expected.summary.json'), run.summary);
  });

  it('gives the kept audit, and with it the kept ledger root', () => {
    expect(audit.root).toBe(run.root);
    hold(join(folder, 'expected.audit.json'), audit);
  });

  it('keeps every promise but those that it is made to break', () => {
    const violated = audit.invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
    expect(violated).toEqual(VIOLATED[name] ?? []);
  });

  it('gives the kept audit by the law as it is known now, where that is another', () => {
    const now = auditInMemory(run.ledger, loadScenario(name), 'now');
    const isOther = JSON.stringify({ ...now, law: 'then' }) !== JSON.stringify(audit);
    const path = join(folder, 'expected.audit-now.json');
    expect(isOther || !existsSync(path), `${path} says what the other audit says`).toBe(true);
    if (isOther) hold(path, now);
    const violated = now.invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
    expect(violated).toEqual(VIOLATED_NOW[name] ?? VIOLATED[name] ?? []);
  });
});
