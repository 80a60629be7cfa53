import { describe, expect, it } from 'vitest';
import { backtest, forecastSeries } from '#calibration';
import { madeCounts, seriesWith } from './made-series.ts';

const NONE = new Map<string, ReadonlySet<string>>();
const AHEAD = 28;
const PAST = 182;
const SERIES = 12;

const KINDS = [
  { name: 'a steady level of 200', level: 200, drift: 0, busy: 0.08 },
  { name: 'a drifting level of 200', level: 200, drift: 0.015, busy: 0.08 },
  { name: 'a steady level of 5', level: 5, drift: 0, busy: 0 },
];

describe.each(KINDS)('made counts with $name', ({ busy, drift, level }) => {
  const made = Array.from({ length: SERIES }, (_, k) =>
    madeCounts({ seed: `series ${k}`, days: PAST + AHEAD, level, drift, busy }),
  );

  it('are forecast better than by the last week, over 26 origins, with intervals that hold about 90 %', () => {
    let [wape, naive, ofFour, expected, covered, totals, totalsCovered] = [0, 0, 0, 0, 0, 0, 0];
    for (const { counts } of made) {
      const tested = backtest([seriesWith(counts.slice(0, PAST))], {
        ahead: AHEAD,
        named: NONE,
        origins: 26,
      });
      expect(tested?.origins).toBe(26);
      if (tested === null) return;
      wape += tested.all.wape ?? 0;
      naive += tested.all.naive ?? 0;
      ofFour += tested.all.ofFour ?? 0;
      expected += tested.all.expected;
      covered += tested.all.covered;
      totals += tested.all.totals;
      totalsCovered += tested.all.totalsCovered;
    }
    expect(wape).toBeLessThan(0.9 * naive);
    expect(wape).toBeLessThan(ofFour);
    // Intervals of small counts hold more, since counts are whole numbers.
    expect(covered / expected).toBeGreaterThan(0.87);
    expect(covered / expected).toBeLessThan(0.98);
    expect(totalsCovered / totals).toBeGreaterThan(0.7);
  });

  it('have expected cases that lie within the error of the forecast as often as it says', () => {
    let [within, days] = [0, 0];
    for (const { counts, rates } of made) {
      const { series } = forecastSeries([seriesWith(counts.slice(0, PAST))], {
        ahead: AHEAD,
        named: NONE,
        widening: [],
      });
      series[0]?.days.forEach(({ cases, error }, k) => {
        days++;
        // Two standard errors and what the weight of the weekday may be off.
        if (Math.abs(cases / (rates[PAST + k] ?? 0) - 1) <= 2 * Math.hypot(error, 0.04)) within++;
      });
    }
    expect(days).toBe(SERIES * AHEAD);
    expect(within / days).toBeGreaterThan(0.8);
  });
});
