import { describe, expect, it } from 'vitest';
import {
  backtest,
  type DailySeries,
  forecastSeries,
  seriesOfCounts,
  seriesWithin,
  splitVariance,
} from '#calibration';
import { countQuantile } from '../../src/calibration/forecast/forecast.ts';
import { FIRST_DAY, madeCounts, seriesWith, WEEK } from './made-series.ts';

const NONE = new Map<string, ReadonlySet<string>>();
const forecastOf = (all: readonly DailySeries[], ahead = 14, named: typeof NONE = NONE) =>
  forecastSeries(all, { ahead, named, widening: [] });
const firstOf = (...given: Parameters<typeof forecastOf>) => {
  const [series] = forecastOf(...given).series;
  if (series === undefined) throw new Error('no series');
  return series;
};
const steady = { seed: 's', days: 140, level: 200, drift: 0, busy: 0.05 };

describe('a forecast', () => {
  it('finds the level and the weekdays of counts', () => {
    const { days, weights } = firstOf([seriesWith(madeCounts(steady).counts)]);
    expect(days.map(({ date }) => date).slice(0, 2)).toEqual(['2015-05-25', '2015-05-26']);
    WEEK.forEach((weight, k) => {
      expect(Math.abs((weights[k] ?? 0) / weight - 1), String(k)).toBeLessThan(0.06);
      expect(Math.abs((days[k]?.cases ?? 0) / (200 * weight) - 1), String(k)).toBeLessThan(0.08);
    });
  });

  it('has an error that grows with the days if the level drifts, and little if it does not', () => {
    const still = firstOf([seriesWith(madeCounts(steady).counts)]);
    const moving = firstOf([seriesWith(madeCounts({ ...steady, drift: 0.04 }).counts)]);
    const errors = ({ days }: typeof still) => [days[0]?.error ?? 0, days.at(-1)?.error ?? 0] as const;
    expect(errors(moving)[1]).toBeGreaterThan(1.4 * errors(moving)[0]);
    expect(errors(moving)[1]).toBeGreaterThan(2 * errors(still)[1]);
    for (const { days } of [still, moving]) {
      days.forEach(({ error }, k) => expect(error).toBeGreaterThanOrEqual((days[k - 1]?.error ?? 0) - 1e-12));
    }
  });

  it('goes on with a growth that has lasted for weeks', () => {
    const growing = madeCounts({ ...steady, level: 100, growth: 0.01, busy: 0.02 });
    const { days, weekGrowth } = firstOf([seriesWith(growing.counts)]);
    expect(weekGrowth).toBeGreaterThan(0.04);
    expect(weekGrowth).toBeLessThan(0.09);
    const [start, end] = [days[0]?.cases ?? 0, days[7]?.cases ?? 0];
    expect(end).toBeGreaterThan(start);
  });

  it('is not moved by a holiday, and expects few cases on one that is named', () => {
    const { counts } = madeCounts(steady);
    const silent = counts.map((count, day) => (day === 100 ? 3 : count));
    const [without, found] = [firstOf([seriesWith(counts)]), firstOf([seriesWith(silent)])];
    expect((found.days[0]?.cases ?? 0) / (without.days[0]?.cases ?? 1)).toBeCloseTo(1, 1);
    const named = forecastOf([seriesWith(silent)], 14, new Map([['IE', new Set(['2015-05-25'])]]));
    expect(named.onHoliday).toBeLessThan(0.05);
    expect(named.series[0]?.days[0]?.cases).toBeLessThan(20);
    expect(named.series[0]?.days[1]?.cases).toBeGreaterThan(200);
  });

  it('expects nobody on weekdays without any row, which are no holidays', () => {
    const { counts } = madeCounts(steady);
    const { days, weights } = firstOf([seriesWith(counts.map((count, day) => (day % 7 > 4 ? null : count)))]);
    expect(days.map(({ cases }) => cases > 0).slice(0, 7)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(days[5]).toMatchObject({ cases: 0, low: 0, high: 0 });
    expect(weights.slice(5)).toEqual([0, 0]);
  });

  it('lacks the hour that the clock skips in spring, and has twice the one that it repeats in autumn', () => {
    // All cases between one and two at night: in Dublin the clock skips it on 29 March 2015, and repeats it on 25 October.
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 1 ? 1 : 0));
    const at = (firstDay: number) => {
      const counts = new Array<number>(82).fill(100);
      const customers = [{ country: 'IE', timeZone: 'Europe/Dublin', counts }];
      return firstOf([seriesWith(counts, { firstDay, hours, customers })], 3).days.map(({ cases }) => cases);
    };
    const spring = at(16_523 - 83);
    const autumn = at(16_733 - 83);
    expect(spring[1]).toBe(0);
    expect(spring[2]).toBeCloseTo(100, -1);
    expect((autumn[1] ?? 0) / (autumn[2] ?? 1)).toBeCloseTo(2, 3);
  });

  it('depends on nothing but the days', () => {
    const series = [seriesWith(madeCounts(steady).counts)];
    expect(forecastOf(series)).toEqual(forecastOf(series));
  });

  it('of several series adds up their cases, and widens the sum by what their levels have in common', () => {
    const one = seriesWith(madeCounts({ ...steady, drift: 0.03 }).counts);
    const same = { ...one, channel: 'web' as const };
    const { correlation, series, total } = forecastOf([one, same]);
    expect(correlation).toBeCloseTo(1, 6);
    const [first, second] = series.map((each) => each.total);
    expect(total.cases).toBeCloseTo((first?.cases ?? 0) + (second?.cases ?? 0), 6);
    expect(total.ofLevels).toBeCloseTo(4 * (first?.ofLevels ?? 0), 3);
  });
});

describe('the quantile of a count', () => {
  it('is that of a Poisson number without further variance', () => {
    // P(N ≤ 0) = 0.6065, P(N ≤ 1) = 0.9098 for mean 0.5.
    expect([0.6, 0.61, 0.9, 0.92].map((share) => countQuantile(0.5, 0.5, share))).toEqual([0, 1, 1, 2]);
  });

  it('is that of a negative binomial number with more', () => {
    // Mean 1 and shape 1 is geometric: P(N ≤ n) = 1 − 2^−(n + 1).
    expect([0.49, 0.74, 0.76, 0.9].map((share) => countQuantile(1, 2, share))).toEqual([0, 1, 2, 3]);
  });

  it('goes on smoothly where counts are taken as numbers', () => {
    const [below, above] = [299.9, 300.1].map((mean) => countQuantile(mean, 2 * mean, 0.95));
    expect(Math.abs((above ?? 0) - (below ?? 0))).toBeLessThan(2);
    expect(countQuantile(0, 0, 0.95)).toBe(0);
  });
});

describe('a backtest', () => {
  const series = seriesWith(madeCounts(steady).counts);
  const settings = { ahead: 7, named: NONE, origins: 26 };

  it('knows at each origin only the days before it', () => {
    const tested = backtest([series], settings);
    const { ahead = 0, before = 0, step = 0 } = tested ?? {};
    expect(before + 25 * step + ahead).toBe(140);
    // What comes after the first day of the last forecast cannot change the others.
    const counts = (series.customers[0]?.counts ?? []).map((count, day) => (day >= 133 ? 10_000 : count));
    const other = backtest([seriesWith(counts)], { ...settings, origins: 26 });
    const [one, changed] = [tested?.all, other?.all];
    expect(changed?.days).toBe(one?.days);
    expect((one?.covered ?? 0) - (changed?.covered ?? 0)).toBeLessThanOrEqual(7 * Math.ceil(7 / step));
  });

  it('computes WAPE by hand', () => {
    const flat = seriesWith(new Array<number>(60).fill(50).map((count, day) => (day === 59 ? 60 : count)));
    const tested = backtest([flat], { ahead: 1, named: NONE, origins: 10 });
    // Nine days are met, and one misses by 10.
    expect(tested?.all.naive).toBeCloseTo(10 / (9 * 50 + 60), 9);
    expect(tested?.all.ofFour).toBeCloseTo(10 / 510, 9);
    expect(tested?.all.wape).toBeCloseTo(10 / 510, 2);
  });

  it('takes fewer origins if there is no room for all, and none if there are too few', () => {
    expect(backtest([seriesWith(new Array<number>(37).fill(50))], settings)?.origins).toBe(10);
    expect(backtest([seriesWith(new Array<number>(31).fill(50))], settings)).toBeNull();
  });

  it('leaves out silent days that nobody named, and counts those that were named', () => {
    const counts = (series.customers[0]?.counts ?? []).map((count, day) => (day === 135 ? 2 : count));
    const unnamed = backtest([seriesWith(counts)], settings);
    expect(unnamed?.leftOut).toBeGreaterThan(0);
    const named = new Map([
      ['IE', new Set([new Date((FIRST_DAY + 135) * 864e5).toISOString().slice(0, 10)])],
    ]);
    expect(backtest([seriesWith(counts)], { ...settings, named })?.leftOut).toBe(0);
  });
});

describe('the split of a variance', () => {
  const names = { id: 'x', title: 'X', unit: 's' };
  const chance = Array.from({ length: 40 }, (_, k) => ((k * 17) % 40) / 40);

  it('is 1 − the ratio of the two variances', () => {
    const split = splitVariance({ ...names, drawn: chance.map((value) => 2 * value), fixed: chance });
    expect(split?.forecastShare).toBeCloseTo(0.75, 9);
    expect(split?.drawn[1]).toBeCloseTo(2 * (split?.fixed[1] ?? 0), 9);
    expect(split?.low).toBeLessThanOrEqual(0.75);
    expect(split?.high).toBeGreaterThanOrEqual(0.75);
  });

  it('is nothing if certain rates vary as much, and unknown with few runs or without any variance', () => {
    expect(
      splitVariance({ ...names, drawn: chance, fixed: chance.map((value) => -value) })?.forecastShare,
    ).toBe(0);
    expect(splitVariance({ ...names, drawn: chance.slice(0, 9), fixed: chance.slice(0, 9) })).toBeNull();
    expect(splitVariance({ ...names, drawn: chance.map(() => 1), fixed: chance })).toBeNull();
  });
});

describe('a table of counts as series', () => {
  const defaults = { segment: 'all', channel: 'phone', country: 'IE', timeZone: 'UTC' } as const;
  const cell = (day: number, count: number, segment: string | null, hour: number | null = null) => ({
    day,
    count,
    segment,
    hour,
    channel: null,
  });

  it('adds up a day, takes a missing row of one series as 0, and a date without rows as unknown', () => {
    const all = seriesOfCounts(
      [cell(10, 2, 'Gold', 8), cell(10, 3, 'Gold', 9), cell(10, 4, 'Iron'), cell(12, 5, 'Iron')],
      defaults,
    );
    expect(all.map(({ customers, segment }) => [segment, customers[0]?.counts])).toEqual([
      ['gold', [5, null, 0]],
      ['iron', [4, null, 5]],
    ]);
    expect(all[0]?.hours.slice(8, 10)).toEqual([0.4, 0.6]);
  });

  it('can be cut to the days before an origin', () => {
    const all = seriesOfCounts([cell(10, 1, null), cell(14, 2, null)], defaults);
    expect(seriesWithin(all, 0, 12)?.[0]).toMatchObject({ firstDay: 10, dayCount: 2 });
    expect(seriesWithin(all, 0, 10)).toBeNull();
  });
});
