import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { openLedger } from '#ledger';
import type { GroupWork } from '#planning';
import { serviceIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { modelOf } from '../../demand/model.ts';
import { loadScenario, type RunInMemory, runInMemory, sha256, successOf } from '../../running.ts';

const scenario = loadScenario('three-centres');
const run = runInMemory(scenario);
const work = workIn(run, scenario);

function workIn({ ledger }: RunInMemory, of: Scenario): readonly GroupWork[] {
  return serviceIn(successOf(openLedger(ledger, sha256)), of).work;
}

const sumOf = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);

describe('the work of groups', () => {
  it('counts the contacts and handle times of the summary', () => {
    for (const [c, centre] of run.summary.centres.entries()) {
      const own = work.filter((_, g) => scenario.groups[g]?.centre === c);
      const contacts = own.reduce((sum, one) => sum + one.contacts, 0);
      expect(contacts).toBe(centre.contacts);
      const workMs = own.reduce((sum, one) => sum + one.workMs, 0);
      // The summary divides by the contacts that have ended; a few go on at the end of the run.
      expect(workMs / contacts / 1000 / (centre.handleMeanS ?? 0)).toBeCloseTo(1, 2);
    }
  });

  it('offers every contact, and everybody who gave up, to some group', () => {
    const offered = work.reduce((sum, one) => sum + sumOf(one.offered), 0);
    const contacts = work.reduce((sum, one) => sum + one.contacts, 0);
    expect(offered).toBeCloseTo(contacts + run.summary.total.abandoned + run.summary.total.balked, 6);
  });

  it('offers German customers who gave up to Dublin, which alone answers them', () => {
    const german = run.summary.segments.find(({ id }) => id === 'germany');
    const dublin = work.filter((_, g) => scenario.groups[g]?.id.startsWith('dublin/'));
    const more = dublin.reduce((sum, one) => sum + sumOf(one.offered) - one.contacts, 0);
    expect(german?.abandoned).toBeGreaterThan(0);
    expect(more).toBeGreaterThanOrEqual(german?.abandoned ?? 0);
  });

  it('counts the work of agents with several contacts in hand as if they had one at a time', () => {
    const several = modelOf(`
horizon: 4 days
centres:
  home: { groups: { servers: { concurrency: { web: 3, slowdown: [0.75, 0.55] }, shifts: { always: { agents: 2 } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 120/h }]
work:
  handle: { tier1: { web: fixed 1 min } }
  afterContact: { tier1: { web: fixed 15 s } }`);
    const [own] = workIn(runInMemory(several), several);
    expect(own?.contacts).toBeGreaterThan(10_000);
    expect((own?.workMs ?? 0) / (own?.contacts ?? 1)).toBeCloseTo(75_000, -2);
  });

  it('knows which targets the first answers of a group come under', () => {
    const g = scenario.groups.findIndex(({ id }) => id === 'dublin/first-line');
    const byTime = new Map(work[g]?.wanted.map(({ cases, withinMs }) => [withinMs / 1000, cases]));
    const ofPhone = run.summary.cells
      .filter(({ id }) => id.startsWith('germany/phone'))
      .reduce((sum, { answered }) => sum + answered, 0);
    // German calls, and the calls of others that Dublin took.
    expect(byTime.get(20)).toBeGreaterThanOrEqual(ofPhone);
    expect([...byTime.keys()].sort((one, other) => one - other)).toEqual([20, 3600, 14_400]);
  });
});
