import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { loadScenario } from '../../running.ts';
import { checkedRun } from './recounting.ts';

/** What only scenarios with a feature have in their summaries is recounted, with and without a beginning that figures leave out. */

describe.each([
  ['one-cause', 'incidents', 14],
  ['ai-first-line', 'software', 30],
] as const)('%s', (name, rows, hours) => {
  const whole = loadScenario(name);
  const short = { ...whole, horizonMs: Math.min(whole.horizonMs, 3 * 24 * HOUR_MS) };

  it.each<[string, Scenario]>([
    ['whole', short],
    ['after a warm-up', { ...short, warmUp: { forMs: hours * HOUR_MS } }],
  ])(`has the ${rows} that its ledger gives, %s`, (_, scenario) => {
    const { difference, summary } = checkedRun(scenario);
    expect(difference).toBeNull();
    expect(summary[rows]?.some((row) => Object.values(row).some((value) => Number(value) > 0))).toBe(true);
  });
});
