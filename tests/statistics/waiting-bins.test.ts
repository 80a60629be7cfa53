import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { binOf, waitingBinBounds } from '../../src/statistics/waiting-bins.ts';
import { tinyScenario } from './tiny-scenario.ts';

describe('waitingBinBounds', () => {
  it('ascends, contains every acceptable waiting time, and ends at the horizon', () => {
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

describe('binOf', () => {
  it('is the first bin whose bound the wait does not exceed', () => {
    const bounds = Float64Array.from(waitingBinBounds(tinyScenario()));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 * 24 * HOUR_MS }), (waitMs) => {
        const expected = bounds.findIndex((bound) => waitMs <= bound);
        expect(binOf(bounds, waitMs)).toBe(expected === -1 ? bounds.length - 1 : expected);
      }),
    );
  });

  it('counts a wait of exactly a bound as within it', () => {
    const bounds = Float64Array.of(10, 20, 30);
    expect([0, 10, 11, 20, 30, 31].map((wait) => binOf(bounds, wait))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
