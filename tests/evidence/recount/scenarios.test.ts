import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { BREACHES } from '#engine';
import { loadScenario, scenarioNames } from '../../running.ts';
import { checkedRun, leavesOf } from './recounting.ts';

/** Of scenarios with hundreds of thousands of cases the beginning. */
function shortened(name: string): Scenario {
  const scenario = loadScenario(name);
  const mostMs = /^(css-2014|bench-)/.test(name) ? 8 * HOUR_MS : scenario.horizonMs;
  return { ...scenario, horizonMs: Math.min(scenario.horizonMs, mostMs) };
}

describe.each(scenarioNames())('the summary of %s', (name) => {
  it('says what the ledger gives: every value is recomputed, or listed as not in the ledger', () => {
    const { compared, difference, notInLedger, summary } = checkedRun(shortened(name));
    expect(difference).toBeNull();
    expect(notInLedger).toEqual([]);
    // Counted here, and not by what compares them: no value is left out.
    expect(compared).toBe(leavesOf(summary).length);
    expect(compared).toBeGreaterThan(500);
  });
});

describe('a ledger that says another thing than was done', () => {
  /** Breaches in which something that is counted was not recorded, or recorded as something else. */
  const LIES = ['unrecorded-exception', 'false-reason', 'false-cause', 'silent-wait'];

  it.each(LIES)('does not give the figures of its run: %s', (breach) => {
    const { drill = 'css-2014-drill' } = BREACHES.find(({ name }) => name === breach) ?? {};
    const scenario = shortened(drill);
    expect(checkedRun(scenario).difference).toBeNull();
    expect(checkedRun(scenario, { breach }).difference).toMatch(/exceptions|escalations|waitingCauses/);
  });

  it('gives them where only other things were recorded wrongly, or done', () => {
    const scenario = { ...loadScenario('css-2014-drill'), horizonMs: 3 * HOUR_MS };
    for (const breach of ['backdated-entry', 'anonymous-access', 'unrecorded-view', 'restored-case']) {
      expect(checkedRun(scenario, { breach }).difference, breach).toBeNull();
    }
  });
});
