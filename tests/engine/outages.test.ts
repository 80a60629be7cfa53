import { describe, expect, it } from 'vitest';
import { expandOutages, passing } from '../../src/engine/residency/outages.ts';

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

describe('passing(windows)', () => {
  const windows = [
    { fromMs: 2, toMs: 4 },
    { fromMs: 5, toMs: 6 },
    { fromMs: 9, toMs: 10 },
  ];

  it('says of ascending times whether they lie in a window, whose end does not', () => {
    const isIn = passing(windows);
    const times = [0, 2, 2, 3, 4, 5, 6, 9, 10, 11];
    expect(times.filter((timeMs) => isIn(timeMs))).toEqual([2, 2, 3, 5, 9]);
    expect(passing(windows)(9)).toBe(true);
    expect(passing([])(1)).toBe(false);
  });

  it.each([1_000, 4_000])(
    'reads each of %i windows a few times while their starts and ends pass',
    (count) => {
      let reads = 0;
      const counted = Array.from({ length: count }, (_, i) => ({
        fromMs: 10 * i,
        get toMs() {
          reads++;
          return 10 * i + 5;
        },
      }));
      const isIn = passing(counted);
      const answers = counted.flatMap(({ fromMs }) => [isIn(fromMs), isIn(fromMs + 5)]);
      expect(answers.filter((one) => one).length).toBe(count);
      expect(reads).toBeLessThan(4 * count);
    },
  );
});
