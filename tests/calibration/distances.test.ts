import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '#base';
import { clockOf, validate } from '#calibration';
import { hourlyBehaviour } from '../../src/calibration/distances/behaviour.ts';
import {
  distancesBetween,
  frequencyDistance,
  traitsOf,
  transportDistance,
} from '../../src/calibration/distances/log-distances.ts';
import { replayInto, validationSentences } from '../../src/calibration/distances/validation.ts';
import type { SettledStory } from '../../src/calibration/stories/settled.ts';

const MONDAY = Date.parse('2024-03-04T00:00:00Z');
const WINDOW = {
  fromMs: MONDAY,
  untilMs: MONDAY + WEEK_MS,
  clock: clockOf('UTC', { fromMs: MONDAY, untilMs: MONDAY + WEEK_MS }),
};

/** A case that waits some minutes, is worked some minutes, and is resolved. */
function story(openedMs: number, waitMin: number, workMin: number, tier = 1): SettledStory {
  const workedMs = openedMs + waitMin * MINUTE_MS;
  const resolvedMs = workedMs + workMin * MINUTE_MS;
  const who = { group: 'desk', centre: 'desk', agent: 'ann' };
  return {
    openedMs,
    segment: 'all',
    country: 'IE',
    language: 'en',
    product: 'p',
    severity: 'B',
    channel: 'phone',
    spells: [
      { state: 'queued', fromMs: openedMs, toMs: workedMs, tier, ...who },
      { state: 'working', fromMs: workedMs, toMs: resolvedMs, tier, ...who },
      { state: 'resolved', fromMs: resolvedMs, toMs: null, tier, ...who },
    ],
    resolvedMs,
    ending: null,
    endedMs: null,
  };
}

const of = (stories: readonly SettledStory[]) => traitsOf(stories, WINDOW);
const everyHour = (shiftMs: number, waitMin: number, workMin: number, tier = 1) =>
  Array.from({ length: 7 * 20 }, (_, k) =>
    story(MONDAY + Math.floor(k / 20) * DAY_MS + (k % 20) * HOUR_MS + shiftMs, waitMin, workMin, tier),
  );

describe('the earth mover', () => {
  it('moves samples of different size as far as they are apart', () => {
    expect(transportDistance(Float64Array.of(0, 1), Float64Array.of(2, 3))).toBe(2);
    expect(transportDistance(Float64Array.of(0, 0, 4, 4), Float64Array.of(0, 4))).toBe(0);
    expect(transportDistance(Float64Array.of(0), Float64Array.of(0, 6))).toBe(3);
    expect(transportDistance(Float64Array.of(), Float64Array.of(1))).toBeNull();
  });

  it('calls frequencies without anything in common 1 apart', () => {
    expect(frequencyDistance(new Map([['a', 2]]), new Map([['b', 5]]))).toBe(1);
    expect(
      frequencyDistance(
        new Map([
          ['a', 1],
          ['b', 1],
        ]),
        new Map([['a', 4]]),
      ),
    ).toBe(0.5);
  });
});

describe('the distances between logs', () => {
  const base = everyHour(0, 5, 10);

  it('are 0 between a log and itself', () => {
    expect(Object.values(distancesBetween(of(base), of(base)))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('see two hours more until everything happens', () => {
    const later = distancesBetween(of(base), of(everyHour(2 * HOUR_MS, 5, 10)));
    expect(later['case arrivals']).toBeCloseTo(2);
    expect(later['absolute events']).toBeCloseTo(2);
    expect(later['circadian events']).toBeCloseTo(2);
    expect(later['relative events']).toBe(0);
    expect(later['n-grams']).toBe(0);
  });

  it('see longer work in cycle times, and longer waits in waits', () => {
    const slow = distancesBetween(of(base), of(everyHour(0, 5, 190)));
    expect(slow['cycle times']).toBeCloseTo(3);
    expect(slow.waits).toBe(0);
    expect(distancesBetween(of(base), of(everyHour(0, 25, 10))).waits).toBeCloseTo(20);
  });

  it('see another tier in the sequences alone', () => {
    const { 'n-grams': grams, ...others } = distancesBetween(of(base), of(everyHour(0, 5, 10, 2)));
    expect(grams).toBeGreaterThan(0.5);
    expect(Object.values(others)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('do not see a queue that a case only passes through', () => {
    expect(distancesBetween(of(everyHour(0, 0, 10)), of(everyHour(0, 0.1, 10)))['n-grams']).toBe(0);
  });
});

describe('a replay', () => {
  it('repeats the last whole weeks until the window is full', () => {
    const history = [0, 1, 2].map((week) => story(MONDAY + week * WEEK_MS + 5 * HOUR_MS, 1, 1));
    const fromMs = MONDAY + 3 * WEEK_MS;
    const replayed = replayInto(history, { historyFromMs: MONDAY, fromMs, untilMs: fromMs + 4 * WEEK_MS });
    expect(replayed?.map(({ openedMs }) => (openedMs - 5 * HOUR_MS - fromMs) / WEEK_MS)).toEqual([
      0, 1, 2, 3,
    ]);
    expect(replayed?.[0]?.spells[1]?.fromMs).toBe(fromMs + 5 * HOUR_MS + MINUTE_MS);
  });

  it('needs a whole week', () => {
    expect(
      replayInto([], { historyFromMs: MONDAY, fromMs: MONDAY + 3 * DAY_MS, untilMs: MONDAY + WEEK_MS }),
    ).toBeNull();
  });
});

describe('a validation', () => {
  const before = everyHour(-WEEK_MS, 5, 10);
  const history = [...before, ...everyHour(0, 5, 10)];
  const closed = new Map();
  const compared = (model: readonly SettledStory[]) =>
    validate(
      { closed, history, historyFromMs: MONDAY - WEEK_MS, isHeldOut: true, runs: [model, model] },
      WINDOW,
    );

  it('names the weakest part, and how it shows', () => {
    const [usable, closeness, weakest] = validationSentences(compared(everyHour(0, 25, 10)));
    expect(usable).toBe(
      'Usable for arrivals and hand-overs; not usable for staffing, waits and time to resolution.',
    );
    expect(closeness).toMatch(
      /^140 cases in history, 140 in the model\. Replaying the weeks before is closer to history than the model by 1 of 9 distances, and the model by none\. Means of 2 runs\.$/,
    );
    expect(weakest).toMatch(/^Weakest part: /);
  });

  it('is usable for all where the model is history, and judges nothing that the model was calibrated from', () => {
    const same = compared(everyHour(0, 5, 10));
    expect(same.questions?.map(({ usability }) => usability)).toEqual(new Array(5).fill('usable'));
    const known = validate(
      { closed, history, historyFromMs: MONDAY - WEEK_MS, isHeldOut: false, runs: [history] },
      WINDOW,
    );
    expect(known.questions).toBeNull();
    expect(validationSentences(known)[0]).toMatch(/^Not judged: /);
  });

  it('sees cases that are missing, and work that is a little longer', () => {
    const fifth = everyHour(0, 5, 10).filter((_, k) => k % 5 === 0);
    const of = (model: readonly SettledStory[]) =>
      new Map(compared(model).questions?.map(({ question, usability }) => [question, usability]));
    expect(of(fifth).get('arrivals')).toBe('not usable');
    expect(of(everyHour(0, 5, 15)).get('time to resolution')).toBe('with care');
    expect(of(everyHour(0, 5, 15)).get('waits')).toBe('usable');
  });

  it('judges neither waits nor staffing by a log in which every case begins with its first contact, which cannot show a wait', () => {
    const alone = history.map((one) => ({ ...one, spells: one.spells.slice(1) }));
    const runs = [everyHour(0, 0, 10)];
    const found = validate(
      { closed, history: alone, historyFromMs: MONDAY - WEEK_MS, isHeldOut: true, runs },
      WINDOW,
    );
    expect(found.distances.find(({ name }) => name === 'waits')?.model).toBeNull();
    expect(found.rows[0]?.history.waitMedian).toBeNull();
    expect(validationSentences(found)[0]).toMatch(
      /; not judged for staffing and waits, as the log does not show what to compare\.$/,
    );
  });

  it('gives the figures of planners for history and model', () => {
    const [all] = compared(everyHour(0, 25, 10)).rows;
    expect([all?.history.waitMedian, all?.model.waitMedian]).toEqual([5 * MINUTE_MS, 25 * MINUTE_MS]);
    expect([all?.history.resolutionMedian, all?.model.resolutionMedian]).toEqual([
      15 * MINUTE_MS,
      35 * MINUTE_MS,
    ]);
  });
});

describe('arrivals by hour of the week', () => {
  it('are means over the times that the hour came, and missing where it did not', () => {
    const days = 10;
    const untilMs = MONDAY + days * DAY_MS - 30 * MINUTE_MS;
    const stories = Array.from({ length: 24 * days }, (_, k) => story(MONDAY + k * HOUR_MS, 0, 5));
    const { arrivals } = hourlyBehaviour(stories, { ...WINDOW, untilMs }, 1);
    expect(new Set(arrivals.slice(0, 3 * 24 - 1))).toEqual(new Set([1]));
    // The last hour of the third day came one and a half times, with two cases.
    expect(arrivals[3 * 24 - 1]).toBeCloseTo(2 / 1.5);
    expect(new Set(arrivals.slice(3 * 24))).toEqual(new Set([1]));
    const short = hourlyBehaviour(stories.slice(0, 24), { ...WINDOW, untilMs: MONDAY + DAY_MS }, 1);
    expect(new Set(short.arrivals.slice(24))).toEqual(new Set([null]));
  });
});
