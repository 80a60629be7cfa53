import { describe, expect, it } from 'vitest';
import { actKind } from '#domain';
import { batchMeans, overQueue, runObserved, scoreOf } from './observed-run.ts';

const ASSIGN = actKind('assign');

/**
 * M/M/1, a customer every 100 s, service of 80 s. The order in which a single server takes exponential customers changes
 * nothing of the mean wait, which is 320 s, but all of its spread.
 */
const SPREADS = [
  { order: 'first in first out', standardDeviationS: 391.92 },
  { order: 'last in first out', standardDeviationS: 1085.17 },
  { order: 'random', standardDeviationS: 569.44 },
] as const;
const MEAN_S = 320;

function waitsOf(order: string): number[] {
  const scenario = overQueue(`
horizon: 1400 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 36/h }]
work: { handle: { tier1: { web: exponential 80 s } } }
routing: { order: ${order} }
`);
  const waits: number[] = [];
  runObserved(scenario, (_time, kind, _aux, _case, _a, _b, _c, d) => {
    if (kind === ASSIGN) waits.push(d / 1000);
  });
  return waits.slice(5000);
}

describe.each(SPREADS)('M/M/1 served $order', ({ order, standardDeviationS }) => {
  const waits = waitsOf(order);

  it('has the mean wait of any order', () => {
    expect(Math.abs(scoreOf(batchMeans(waits), MEAN_S))).toBeLessThan(4);
  });

  it(`has a standard deviation of ${standardDeviationS} s`, () => {
    const secondMoment = batchMeans(waits.map((wait) => wait ** 2));
    expect(Math.abs(scoreOf(secondMoment, standardDeviationS ** 2 + MEAN_S ** 2))).toBeLessThan(4);
  });
});
