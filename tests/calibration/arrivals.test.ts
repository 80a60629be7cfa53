import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, openStream, quantileOf } from '#base';
import { estimateArrivals } from '../../src/calibration/arrivals/arrivals.ts';
import { busynessOf } from '../../src/calibration/arrivals/busyness.ts';
import { countArrivals } from '../../src/calibration/arrivals/day-counts.ts';
import type { SettledStory } from '../../src/calibration/stories/settled.ts';

const MONDAY = Date.parse('2024-03-04T00:00:00Z');
const WEEKS = 8;
const DAYS = [1.5, 1.3, 1.2, 1.2, 1.3, 0.3, 0.2];
/** Cases come from 08 to 18, twice as many in the morning. */
const hourWeight = (hour: number) => (hour < 8 || hour >= 18 ? 0 : hour < 13 ? 2 / 15 : 1 / 15);

function story(openedMs: number, segment: string, country: string): SettledStory {
  return {
    openedMs,
    segment,
    country,
    language: 'en',
    product: 'p',
    severity: 'B',
    channel: 'phone',
    spells: [],
    resolvedMs: null,
    ending: null,
    endedMs: null,
  };
}

interface Demand {
  readonly segment: string;
  readonly country: string;
  readonly perWeek: number;
  /** Shape of the factors of days; none: every day as its weight says. */
  readonly shape?: number;
  readonly holiday?: number;
  /** From week to week. */
  readonly growth?: number;
}

/** Cases by the clock of UTC. */
function demand({ country, growth = 0, holiday, perWeek, segment, shape }: Demand): readonly SettledStory[] {
  const stream = openStream('arrivals', 0, `${segment} ${country} ${shape}`);
  return Array.from({ length: WEEKS * 7 }, (_, day) => {
    const factor = shape === undefined ? 1 : quantileOf({ kind: 'gamma', mean: 1, shape }, stream.uniform());
    const weight = day === holiday ? 0.1 : (DAYS[day % 7] ?? 0);
    return Array.from({ length: 24 }, (_h, hour) => {
      const stories: SettledStory[] = [];
      const rate = (perWeek / 7) * weight * factor * hourWeight(hour) * (1 + growth) ** (day / 7);
      let at = -Math.log(stream.uniform()) / rate;
      for (; at < 1; at += -Math.log(stream.uniform()) / rate) {
        stories.push(story(MONDAY + day * DAY_MS + (hour + at) * HOUR_MS, segment, country));
      }
      return stories;
    }).flat();
  }).flat();
}

const SPAN = { fromMs: MONDAY, untilMs: MONDAY + WEEKS * 7 * DAY_MS };
const arrivalsOf = (stories: readonly SettledStory[]) =>
  estimateArrivals(
    countArrivals(stories, SPAN, (country) => (country === 'US' ? 'America/New_York' : 'UTC')),
  );

describe('cases that become many times as many', () => {
  const stories = demand({ segment: 'a', country: 'IE', perWeek: 200, growth: 0.5 });
  const { profiles, segments, trend } = arrivalsOf(stories);

  it('have no trend in the scenario, but no busy days for its sake either, and the weekdays of a steady desk', () => {
    expect(trend?.written).toBeNull();
    expect(segments[0]?.busyness.shape).toBeNull();
    profiles[0]?.days?.forEach((day, k) => {
      expect(day.value, `day ${k}`).toBeCloseTo(DAYS[k] ?? 0, 0.8);
    });
  });

  it('come about as often as on average, the first days apart, which look like holidays', () => {
    const { value = 0 } = segments[0]?.customers[0]?.perWeek ?? {};
    expect(Math.abs(value / (stories.length / WEEKS) - 1)).toBeLessThan(0.1);
  });
});

describe('arrivals', () => {
  const plain = arrivalsOf([
    ...demand({ segment: 'a', country: 'IE', perWeek: 900 }),
    ...demand({ segment: 'a', country: 'GB', perWeek: 400, holiday: 16 }),
    ...demand({ segment: 'b', country: 'IE', perWeek: 200 }),
  ]);

  it('give back rates within their intervals, although one country had a holiday', () => {
    const rates = plain.segments.flatMap(({ customers, id }) =>
      customers.map(({ country, perWeek }) => [id, country, perWeek] as const),
    );
    const truth: Readonly<Record<string, number>> = { 'a IE': 900, 'a GB': 400, 'b IE': 200 };
    expect(rates).toHaveLength(3);
    for (const [id, country, { high, low }] of rates) {
      expect(low).toBeLessThan(truth[`${id} ${country}`] ?? 0);
      expect(high).toBeGreaterThan(truth[`${id} ${country}`] ?? 0);
    }
  });

  it('find the holiday and its weight', () => {
    expect([...plain.holidays].map(([country, days]) => [country, days.map(({ date }) => date)])).toEqual([
      ['GB', ['2024-03-20']],
    ]);
    const holiday = plain.profiles[0]?.holiday;
    expect(holiday?.low).toBeLessThan(0.1);
    expect(holiday?.high).toBeGreaterThan(0.1);
  });

  it('give back the weights of hours and days', () => {
    const [{ days, hours } = { days: null, hours: [] }] = plain.profiles;
    const inside = [
      ...hours.map(({ high, low }, k) => low <= hourWeight(k) && hourWeight(k) <= high),
      ...(days ?? []).map(({ high, low }, k) => low <= (DAYS[k] ?? 0) && (DAYS[k] ?? 0) <= high),
    ];
    expect(inside).toHaveLength(31);
    expect(inside.filter((one) => one).length).toBeGreaterThanOrEqual(28);
  });

  it('see no busy days where there are none, and no trend', () => {
    expect(plain.segments.map(({ busyness }) => busyness.shape)).toEqual([null, null]);
    expect(plain.trend?.low).toBeLessThan(0);
    expect(plain.trend?.high).toBeGreaterThan(0);
  });

  it('give back the shape of busy days', () => {
    const [segment] = arrivalsOf(demand({ segment: 'a', country: 'IE', perWeek: 3000, shape: 20 })).segments;
    const { high = 0, low = 0 } = segment?.busyness.shape ?? {};
    expect(low).toBeLessThan(20);
    expect(high).toBeGreaterThan(20);
    expect(low).toBeGreaterThan(5);
  });

  it('count by the clock of the customers', () => {
    const one = [story(Date.parse('2024-03-05T02:30:00Z'), 'a', 'US')];
    const [stream] = countArrivals(one, SPAN, () => 'America/New_York');
    // The first whole day in New York is 4 March, and it was 21:30 there.
    expect(stream?.hourly.indexOf(1)).toBe(21);
  });

  it('cover the shape of busy days in about 95 of 100 samples', () => {
    let covered = 0;
    for (let k = 0; k < 100; k++) {
      const stream = openStream('arrivals', k, 'busy');
      const days = Array.from({ length: 60 }, () => {
        const mean = 400 * quantileOf({ kind: 'gamma', mean: 1, shape: 15 }, stream.uniform());
        const z = quantileOf({ kind: 'lognormal', mean: Math.exp(0.5), sigma: 1 }, stream.uniform());
        return { count: mean + Math.sqrt(mean) * Math.log(z), expected: 400 };
      });
      const { high = 0, low = 0 } = busynessOf(days, 0).shape ?? {};
      if (low <= 15 && 15 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(88);
  });
});

describe('the weekdays of two weeks', () => {
  /** Workdays of 1,000 cases each, but for busy ones and quiet ones by chance, and Saturdays of 100. */
  const totals = [1200, 900, 1000, 1100, 800, 100, 0, 900, 1100, 1000, 800, 1200, 100, 0];
  const casesFrom = (fromMs: number) =>
    totals.flatMap((count, day) =>
      Array.from({ length: count }, (_, k) =>
        story(fromMs + day * DAY_MS + ((k + 0.5) / count) * DAY_MS, 'all', 'IE'),
      ),
    );
  const profileFrom = (firstMs: number) => {
    const streams = countArrivals(
      casesFrom(MONDAY),
      { fromMs: firstMs, untilMs: MONDAY + 14 * DAY_MS },
      () => 'UTC',
    );
    return { streams, profile: estimateArrivals(streams).profiles[0] };
  };

  it('are drawn to each other as far as chance explains their differences, but not to a Saturday', () => {
    const { profile } = profileFrom(MONDAY);
    const [monday = 0, , , , friday = 0, saturday = 0] = (profile?.days ?? []).map(({ value }) => value);
    // Days differ as much within a weekday as between them.
    expect(monday / friday).toBeCloseTo(1, 2);
    expect(saturday / friday).toBeCloseTo(0.1, 2);
  });

  it('have intervals that hold the weight of each hour, also of one that had an odd count by chance', () => {
    // Four or six cases an hour, and fifteen in one hour of each weekday.
    const cases = Array.from({ length: 14 * 24 }, (_, k) => {
      const [weekday, hour] = [Math.floor(k / 24) % 7, k % 24];
      const count = weekday === hour ? 15 : 4 + 2 * ((weekday + hour) % 2);
      return Array.from({ length: count }, (_, n) =>
        story(MONDAY + (k + (n + 0.5) / count) * HOUR_MS, 'all', 'IE'),
      );
    }).flat();
    const span = { fromMs: MONDAY, untilMs: MONDAY + 14 * DAY_MS };
    const hours = estimateArrivals(countArrivals(cases, span, () => 'UTC')).profiles[0]?.hours ?? [];
    expect(hours).toHaveLength(168);
    expect(hours.filter(({ high, low, value }) => value < low || value > high)).toEqual([]);
  });

  it('have the first day, although its first case comes minutes after midnight, but none that is half over', () => {
    expect(profileFrom(MONDAY + HOUR_MS / 5).streams[0]?.dayCount).toBe(14);
    expect(profileFrom(MONDAY + 12 * HOUR_MS).streams[0]?.dayCount).toBe(13);
  });
});
