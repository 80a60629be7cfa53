import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { BREACHES } from '#engine';
import { loadScenario } from '../../running.ts';
import { checkedRun } from './recounting.ts';

/** `golden/scenarios.test.ts` checks that the summary of each scenario follows from its ledger, on the runs that it makes anyway. */

function drillOf(breach: string): Scenario {
  const { drill = 'css-2014-drill' } = BREACHES.find(({ name }) => name === breach) ?? {};
  const scenario = loadScenario(drill);
  return drill === 'css-2014-drill' ? { ...scenario, horizonMs: 6 * HOUR_MS } : scenario;
}

describe('a ledger that differs from what was done', () => {
  /** Breaches in which something that is counted was not recorded, or recorded as something else. */
  const lies = ['unrecorded-exception', 'false-reason', 'false-cause', 'silent-wait'];

  it.each(lies)('does not give the figures of its run: %s', (breach) => {
    const scenario = drillOf(breach);
    expect(checkedRun(scenario).difference).toBeNull();
    expect(checkedRun(scenario, { breach }).difference).toMatch(/exceptions|escalations|waitingCauses/);
  });

  it('gives the figures if only other things were wrong', () => {
    for (const breach of ['anonymous-access', 'unrecorded-view', 'restored-case']) {
      expect(
        checkedRun({ ...drillOf(breach), horizonMs: 3 * HOUR_MS }, { breach }).difference,
        breach,
      ).toBeNull();
    }
  });
});
