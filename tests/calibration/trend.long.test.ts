import { describe, expect, it } from 'vitest';
import { DAY_MS, openStream, quantileOf } from '#base';
import { estimateArrivals } from '../../src/calibration/arrivals/arrivals.ts';
import type { StreamCounts } from '../../src/calibration/arrivals/day-counts.ts';

interface Sample {
  readonly perWeek: number;
  readonly days: number;
  /** Shape of busy days. */
  readonly shape?: number;
  /** Correlation of the logarithms of neighbouring days' factors. */
  readonly correlation?: number;
}

const WEIGHTS = [1.5, 1.3, 1.2, 1.2, 1.3, 0.3, 0.2];

/** Counts of a stream, all in one hour of each day. */
function countsOf({ correlation = 0, days, perWeek, shape }: Sample, number: number): StreamCounts {
  const draws = openStream('trend', number, JSON.stringify([days, shape, correlation]));
  const normal = () => quantileOf({ kind: 'lognormal', mean: Math.exp(0.5), sigma: 1 }, draws.uniform());
  const hourly = new Int32Array(days * 24);
  const sigma = shape === undefined ? 0 : Math.sqrt(1 / shape);
  let state = Math.log(normal());
  for (let day = 0; day < days; day++) {
    const busy = Math.exp(sigma * state);
    state = correlation * state + Math.sqrt(1 - correlation ** 2) * Math.log(normal());
    const mean = 80 * (WEIGHTS[day % 7] ?? 0) * (1 + perWeek) ** (day / 7) * busy;
    let at = -Math.log(draws.uniform());
    while (at < mean) {
      hourly[24 * day + 9] = (hourly[24 * day + 9] ?? 0) + 1;
      at += -Math.log(draws.uniform());
    }
  }
  const total = hourly.reduce((sum, count) => sum + count, 0);
  const names = { segment: 'all', country: 'IE', channel: 'phone', timeZone: 'UTC' } as const;
  return {
    ...names,
    firstDay: Date.parse('2024-03-04') / DAY_MS,
    dayCount: days,
    hourly,
    secondHalves: new Int32Array(24),
    total,
  };
}

const SAMPLES = 300;

function tried(sample: Sample) {
  const found = Array.from({ length: SAMPLES }, (_, k) => estimateArrivals([countsOf(sample, k)]).trend);
  const holds = found.filter(
    (one) => one !== null && one.low <= sample.perWeek && sample.perWeek <= one.high,
  );
  return {
    covered: holds.length / SAMPLES,
    written: found.filter((one) => one !== null && one.written !== null).length / SAMPLES,
  };
}

describe('the interval of a trend', () => {
  // 300 samples have a standard error of 1.3 points at 95 %.
  it.each<Sample & { readonly low: number; readonly high: number }>([
    { perWeek: 0, days: 56, low: 0.92, high: 0.99 },
    { perWeek: 0, days: 21, low: 0.92, high: 1 },
    { perWeek: 0, days: 56, shape: 20, low: 0.92, high: 0.99 },
    { perWeek: 0, days: 28, shape: 20, low: 0.92, high: 0.99 },
    { perWeek: 0.05, days: 56, low: 0.92, high: 0.99 },
    { perWeek: -0.05, days: 56, shape: 20, low: 0.92, high: 0.99 },
    // Days that hang together are noticed, but the correlation itself is estimated from few.
    { perWeek: 0, days: 84, shape: 20, correlation: 0.5, low: 0.88, high: 0.99 },
  ])(
    'contains $perWeek a week in about 95 of 100 samples of $days days (shape $shape, correlation $correlation)',
    (sample) => {
      const { covered, written } = tried(sample);
      expect(covered).toBeGreaterThanOrEqual(sample.low);
      expect(covered).toBeLessThanOrEqual(sample.high);
      if (sample.perWeek === 0) expect(written).toBeCloseTo(1 - covered, 12);
      else expect(written).toBeGreaterThan(0.75);
    },
  );
});

describe('a log whose cases become many times as many', () => {
  it('is taken to lack cases: its trend is measured, and not written', () => {
    const { trend } = estimateArrivals([countsOf({ perWeek: 0.5, days: 35 }, 0)]);
    expect(trend?.low).toBeGreaterThan(0.3);
    expect(trend?.overall).toBeGreaterThan(4);
    expect(trend?.written).toBeNull();
  });
});
