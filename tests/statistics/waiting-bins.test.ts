import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { QuantileHistogram } from '../../src/statistics/quantile-histogram.ts';
import { WaitingBins, waitingBinBounds } from '../../src/statistics/waiting-bins.ts';
import { tinyScenario } from './tiny-scenario.ts';

describe('waitingBinBounds', () => {
  it('ascend, contain every acceptable waiting time, and end at the horizon', () => {
    const scenario = tinyScenario({
      horizonMs: 5 * HOUR_MS,
      serviceLevels: [{ channel: 'phone', severity: 'A', withinMs: 17_000, target: 0.8 }],
    });
    const bounds = waitingBinBounds(scenario);
    expect([...bounds].sort((left, right) => left - right)).toEqual(bounds);
    expect(new Set(bounds).size).toBe(bounds.length);
    expect(bounds).toContain(17_000);
    expect(bounds.at(-1)).toBe(5 * HOUR_MS);
  });
});

describe('WaitingBins', () => {
  it('counts a wait in the first bin whose bound it does not exceed, and longer waits in the last bin', () => {
    const scenario = tinyScenario({
      serviceLevels: [
        { channel: 'phone', severity: 'A', withinMs: 17_001, target: 0.8 },
        { channel: 'phone', severity: 'B', withinMs: 17_002, target: 0.8 },
      ],
    });
    const bounds = waitingBinBounds(scenario);
    const waits = fc.oneof(
      fc.integer({ min: 0, max: 9 * 24 * HOUR_MS }),
      fc.constantFrom(...bounds.flatMap((bound) => [Math.max(0, bound - 1), bound, bound + 1])),
    );
    fc.assert(
      fc.property(fc.array(waits, { maxLength: 100 }), (list) => {
        const bins = new WaitingBins(scenario);
        const histogram = new QuantileHistogram();
        const expected = bounds.map(() => 0);
        for (const waitMs of list) {
          bins.count(1, waitMs, histogram.record(waitMs));
          const bin = bounds.findIndex((bound) => waitMs <= bound);
          const counted = bin === -1 ? bounds.length - 1 : bin;
          expected[counted] = (expected[counted] as number) + 1;
        }
        expect(bins.countsOf(1, [histogram])).toEqual(expected);
        expect(bins.countsOf(0, [])).toEqual(bounds.map(() => 0));
      }),
    );
  });
});
