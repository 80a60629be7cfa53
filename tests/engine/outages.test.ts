import { describe, expect, it } from 'vitest';
import { expandOutages } from '../../src/engine/residency/outages.ts';

const HOUR = 3_600_000;

describe('expandOutages(planned, random, horizon, …)', () => {
  it('clips planned windows at the start, joins adjacent ones, and leaves out those outside the run', () => {
    const planned = [
      { fromMs: -2 * HOUR, toMs: HOUR },
      { fromMs: HOUR, toMs: 2 * HOUR },
      { fromMs: -5 * HOUR, toMs: -4 * HOUR },
      { fromMs: 30 * HOUR, toMs: 31 * HOUR },
    ];
    expect(expandOutages(planned, [], 24 * HOUR, 's', 0)).toEqual([{ fromMs: 0, toMs: 2 * HOUR }]);
  });

  it('is down for the share of time that the means imply', () => {
    const horizon = 2_000_000 * HOUR;
    const windows = expandOutages(
      [],
      [{ cause: 'x', upMeanMs: 90 * HOUR, downMeanMs: 10 * HOUR }],
      horizon,
      's',
      0,
    );
    const down = windows.reduce((sum, { fromMs, toMs }) => sum + Math.min(toMs, horizon) - fromMs, 0);
    expect(Math.abs(windows.length - 20_000)).toBeLessThan(4 * Math.sqrt(20_000));
    expect(down / horizon).toBeCloseTo(0.1, 2);
  });

  it('depends on seed, replication and name', () => {
    const draw = (seed: string, replication: number, cause: string) =>
      expandOutages([], [{ cause, upMeanMs: HOUR, downMeanMs: HOUR }], 50 * HOUR, seed, replication)[0]
        ?.fromMs;
    const first = draw('s', 0, 'x');
    expect(draw('s', 0, 'x')).toBe(first);
    expect([draw('t', 0, 'x'), draw('s', 1, 'x'), draw('s', 0, 'y')]).not.toContain(first);
  });
});
