import { describe, expect, it } from 'vitest';
import { handlesOf, relaxationMs, waitingShare } from '#domain';
import { relaxationsWanted } from '../../src/experiment/replications/wanted-length.ts';
import { relaxationTime } from '../validation/theory.ts';

const MINUTE = 60_000;
const queue = (servers: number, occupancy: number, patienceMs: number | null = null) => ({
  servers,
  occupancy,
  patienceMs,
  handleMs: MINUTE,
  handleVariation: 1,
});

describe('the relaxation time of a queue', () => {
  it('is that of M/M/c, and at least a handle time', () => {
    for (const [c, load] of [
      [1, 0.8],
      [4, 0.95],
      [10, 0.98],
    ] as const) {
      const known = relaxationTime({ c, lambda: load * c, mu: 1 });
      expect(relaxationMs(queue(c, load)) / MINUTE).toBeCloseTo(known, 9);
    }
    expect(relaxationMs(queue(100, 0.5))).toBe(MINUTE);
    expect(relaxationMs({ ...queue(1, 0.8), handleVariation: 0 })).toBeCloseTo(
      relaxationMs(queue(1, 0.8)) / 2,
      6,
    );
  });

  it('is at most the patience of those who leave, and endless if nobody leaves and agents are always busy', () => {
    expect(relaxationMs(queue(10, 0.95, 5 * MINUTE))).toBe(5 * MINUTE);
    expect(relaxationMs(queue(10, 1.02, 5 * MINUTE))).toBe(5 * MINUTE);
    expect(relaxationMs(queue(10, 1))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is wanted more often for quantiles than for means and shares, and where few cases wait', () => {
    expect(relaxationsWanted(queue(1, 0.9), 'quantiles')).toBe(90);
    expect(relaxationsWanted(queue(1, 0.9), 'means')).toBe(17);
    expect(relaxationsWanted(queue(1, 0.9), 'shares')).toBe(5);
    // Agents are busy whether cases wait or not.
    // One agent forgets within 12 handle times, ten within 1.2.
    expect(relaxationsWanted(queue(1, 0.5), 'occupancy')).toBe(5);
    expect(relaxationsWanted(queue(10, 0.5), 'occupancy')).toBeCloseTo(250 * (1 - Math.sqrt(0.5)) ** 2, 9);
    expect(relaxationsWanted(queue(20, 0.1), 'occupancy')).toBe(25);
    const waits = waitingShare(10, 5);
    // Erlang C of 10 agents with 5 Erlangs, from tables.
    expect(waits).toBeCloseTo(0.0361, 4);
    expect(relaxationsWanted(queue(10, 0.5), 'means')).toBeCloseTo(8 / waits, 9);
    expect(waitingShare(2, 2)).toBe(1);
  });

  it('comes from the mean and the variation of all handle times', () => {
    const rows = [
      { ended: 1, handleMeanS: 60, handleDeviationS: 0 },
      { ended: 3, handleMeanS: 20, handleDeviationS: 20 },
      { ended: 0, handleMeanS: null, handleDeviationS: null },
    ];
    // Mean (60 + 3 · 20) ÷ 4 = 30; mean square (3600 + 3 · 800) ÷ 4 = 1500, so that the variance is 600.
    const handles = handlesOf(rows);
    expect(handles).toEqual({ ended: 4, handleMs: 30_000, handleVariation: expect.closeTo(600 / 900, 12) });
    expect(handlesOf([])).toEqual({ ended: 0, handleMs: 0, handleVariation: 0 });
  });
});
