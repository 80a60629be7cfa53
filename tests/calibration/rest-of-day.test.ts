import { describe, expect, it } from 'vitest';
import { definite } from '#base';
import { type CasesByHour, casesBefore, restOfDay, seriesOfCounts } from '#calibration';

/** Uniform numbers of a 32-bit generator (mulberry32), so that the test is the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HOURS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const SHARES = [0.08, 0.12, 0.14, 0.12, 0.08, 0.1, 0.12, 0.1, 0.08, 0.06];
const MEAN = 400;
const FIRST_DAY = 17_000;

/** Days with a factor of gamma with this shape on a mean of 400 cases, and Poisson counts in each hour. */
function daysWith(shape: number, dayCount: number, seed: number) {
  const next = generator(seed);
  const poisson = (mean: number) => {
    let [count, left] = [0, Math.exp(-mean)];
    for (let product = next(); product > left; product *= next()) count++;
    return count;
  };
  // A gamma number with a whole shape is a sum of exponential ones.
  const factor = () =>
    -Array.from({ length: shape }, () => Math.log(1 - next())).reduce((a, b) => a + b) / shape;
  const cells = Array.from({ length: dayCount }, (_, k) => {
    const today = factor();
    return HOURS.map((hour, h) => {
      const count = poisson(MEAN * (SHARES[h] ?? 0) * today);
      return { day: FIRST_DAY + k, hour, segment: null, channel: null, count };
    });
  }).flat();
  const defaults = { channel: 'phone', country: 'US', timeZone: 'UTC', segment: 'all' } as const;
  const hours: CasesByHour = new Map(
    Array.from({ length: dayCount }, (_, k) => {
      const day = FIRST_DAY + k;
      const own = cells.filter((cell) => cell.day === day);
      return [
        day,
        Array.from({ length: 24 }, (__, hour) => own.find((cell) => cell.hour === hour)?.count ?? 0),
      ];
    }),
  );
  return { series: definite(seriesOfCounts(cells, defaults)[0], 'one series'), hours };
}

const options = { level: 0.95, named: new Map() };

describe('the rest of a day', () => {
  const { hours, series } = daysWith(44, 150, 7);
  const day = FIRST_DAY + series.dayCount;

  it.each([
    [10, 0.2],
    [12, 0.46],
    [14, 0.64],
  ])('is expected at %i:00 as the posterior of the day’s factor says', (hour, share) => {
    for (const soFar of [0.8, 1, 1.25].map((part) => Math.round(part * MEAN * share))) {
      const found = restOfDay(series, hours, { day, minute: 60 * hour, soFar }, options);
      // The factor has shape 44; with a Poisson count the posterior is gamma as well.
      const exact = (MEAN * (1 - share) * (44 + soFar)) / (44 + MEAN * share);
      const { cases, high, low } = definite(found, 'enough days are known').rest;
      expect(Math.abs(cases / exact - 1)).toBeLessThan(0.06);
      expect([low < exact, exact < high]).toEqual([true, true]);
    }
  });

  it.each([10, 12, 14])(
    'at %i:00 holds as often as its level, with narrower intervals than the weekday’s mean',
    (hour) => {
      const found = restOfDay(series, hours, { day, minute: 60 * hour, soFar: 100 }, options);
      const { days, held, pValue, weekdayWidth, widthNeeded } = definite(
        found?.tested,
        'enough days are known',
      );
      expect(days).toBe(90);
      expect(held / days).toBeGreaterThan(0.85);
      expect(pValue).toBeGreaterThan(0.01);
      expect(widthNeeded).toBeLessThan(weekdayWidth);
    },
  );

  it('says nothing with fewer than two weeks before the day', () => {
    const few = daysWith(44, 13, 1);
    const at = { day: FIRST_DAY + 13, minute: 720, soFar: 180 };
    expect(restOfDay(few.series, few.hours, at, options)).toBeNull();
    const enough = daysWith(44, 14, 1);
    const later = restOfDay(enough.series, enough.hours, { ...at, day: FIRST_DAY + 14 }, options);
    expect([later === null, later?.tested]).toEqual([false, null]);
  });

  it('counts the part of an hour that is over in proportion', () => {
    const own = Array.from({ length: 24 }, (_, hour) => hour);
    expect([casesBefore(own, 0), casesBefore(own, 150), casesBefore(own, 1440)]).toEqual([0, 2, 276]);
    expect(casesBefore(undefined, 60)).toBeNull();
  });
});

it('tests a level by the chance of all numbers that are not more likely', async () => {
  const { binomialPValue } = await import('../../src/calibration/forecast/rest-of-day.ts');
  // If each of three days holds with a chance of 50 %, none and all three have a chance of 1/8, one and two a chance of 3/8.
  expect([0, 1, 2, 3].map((held) => Number(binomialPValue(held, 3, 0.5).toFixed(12)))).toEqual([
    0.25, 1, 1, 0.25,
  ]);
  expect(binomialPValue(95, 100, 0.95)).toBeCloseTo(1, 9);
  expect(binomialPValue(88, 100, 0.95)).toBeLessThan(0.01);
});
