import { describe, expect, it } from 'vitest';
import { loadCurve } from '../../../src/experiment/rosters/required-cover.ts';
import { headcountsOf } from '../../../src/experiment/staffing/headcounts.ts';
import { modelOf, summaryOf } from '../../demand/model.ts';

describe('the work of each half hour', () => {
  // 20 cases an hour of 6 min: 2 agents are busy. A quarter of them then takes 12 min at tier 2: 1 agent is busy.
  const scenario = modelOf(`
horizon: 30 days
centres:
  home:
    groups:
      servers: { shifts: { always: { agents: 10 } } }
      experts: { tier: 2, languages: [en], products: all, shifts: { always: { agents: 30, from: "00:00", to: "24:00" } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work:
  handle: { tier1: { web: exponential 6 min }, tier2: { web: exponential 12 min } }
  escalation: { tier1: 0.25 }
`);

  it('is that of the group, not its share of the centre’s', () => {
    const curve = loadCurve(scenario, headcountsOf(scenario), summaryOf(scenario));
    const means = curve.map((loads) => loads.reduce((sum, load) => sum + load, 0) / loads.length);
    // 14,400 cases: 4 standard errors are 4 %, of the experts 8 %.
    expect(means[0]).toBeGreaterThan(2 * 0.96);
    expect(means[0]).toBeLessThan(2 * 1.04);
    expect(means[1]).toBeGreaterThan(1 * 0.92);
    expect(means[1]).toBeLessThan(1 * 1.08);
  });
});
