import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { DayEndPolicy, Scenario, TransferRule } from '#domain';
import { createCaseMoves } from '#engine';
import { openLedger } from '#ledger';
import { createNullMeter } from '#statistics';
import { loadScenario, ROOT, runInMemory, sha256 } from '../running.ts';
import { stepsOffThePath } from './simulated-paths.ts';

const names = readdirSync(join(ROOT, 'scenarios'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('bench-'))
  .map(({ name }) => name);
/** Large ones are cut short, to the hours in which a case of each kind comes. */
const HOURS: Readonly<Record<string, number>> = {
  'css-2014': 3,
  'css-2014-drill': 3,
  'css-2014-unrestricted': 3,
};

describe('the exploration over-approximates the simulator', () => {
  it.each(names)('every case of a run of %s goes a way that was explored', (name) => {
    const whole = loadScenario(name);
    const horizonMs = Math.min(whole.horizonMs, (HOURS[name] ?? 24 * 6) * HOUR_MS);
    expectExplored({ ...whole, horizonMs });
  });

  it.each<[string, TransferRule, DayEndPolicy]>([
    ['lost, or cleared', { way: 'no wait', otherwise: 'lost' }, 'clear'],
    ['gone on with, or served out', { way: 'no wait', otherwise: 'go on', speed: 0.5 }, 'serve out'],
    ['given over warm', { way: 'warm', handOverMs: 60_000, atMostMs: HOUR_MS }, 'carry over'],
  ])('and every case that may be %s', (_, rule, policy) => {
    const base = loadScenario('css-2014-drill');
    const everywhere = <Value>(value: Value) => ({ phone: value, 'e-mail': value, web: value });
    const work = { ...base.work, transfer: everywhere(rule), dayEnd: everywhere(policy) };
    expectExplored({ ...base, horizonMs: 3 * HOUR_MS, work });
  });

  function expectExplored(scenario: Scenario): void {
    const opened = openLedger(runInMemory(scenario).ledger, sha256);
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(opened.value.entryCount).toBeGreaterThan(100);
    expect(stepsOffThePath(opened.value, createCaseMoves(scenario, { meter: createNullMeter() }))).toEqual(
      [],
    );
  }
});
