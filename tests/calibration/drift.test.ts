import { describe, expect, it } from 'vitest';
import { DAY_MS, openStream } from '#base';
import { clockOf, driftSentence } from '#calibration';
import type { LoggedCase } from '#caselog';
import { datedLog } from '../../src/apps/shared/calibration/dated-log.ts';
import { steadyPart } from '../../src/apps/shared/calibration/steady-part.ts';
import { findDrift, type Openings, thinEndOf } from '../../src/calibration/arrivals/drift.ts';

const FROM_MS = Date.parse('2024-03-04T00:00:00Z');
const WEEKDAYS = [1.4, 1.2, 1.1, 1, 0.9, 0.2, 0.1];

interface Desk {
  readonly perDay: number;
  readonly weeks: number;
  /** Factor on the rate of a day. */
  readonly factor?: (day: number) => number;
  /** Gamma shape of how busy a day is; left out: as its rate says. */
  readonly shape?: number;
  /** How much of a day's busyness the next one keeps. */
  readonly memory?: number;
}

/** A log of one desk: each day has a Poisson number of cases. */
function logOf({ factor = () => 1, memory = 0, perDay, shape, weeks }: Desk, seed: number): Openings {
  const draws = openStream('drift', seed, 'openings');
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - draws.uniform())) * Math.cos(2 * Math.PI * draws.uniform());
  const openedMs: number[] = [];
  let busy = 0;
  for (let day = 0; day < 7 * weeks; day++) {
    busy = memory * busy + Math.sqrt(1 - memory ** 2) * normal();
    const own = shape === undefined ? 1 : Math.exp(busy / Math.sqrt(shape) - 1 / (2 * shape));
    const mean = perDay * (WEEKDAYS[day % 7] ?? 1) * factor(day) * own;
    const next = () => -Math.log(1 - draws.uniform()) / mean;
    for (let at = next(); at < 1; at += next()) openedMs.push(Math.floor(FROM_MS + (day + at) * DAY_MS));
  }
  const untilMs = FROM_MS + 7 * weeks * DAY_MS;
  return { openedMs, fromMs: FROM_MS, untilMs, clock: clockOf('UTC', { fromMs: FROM_MS, untilMs }) };
}

const dayOf = (found: ReturnType<typeof findDrift>) => (found === null ? null : found.day - FROM_MS / DAY_MS);

describe('a step in the arrivals of a log', () => {
  const many = Array.from({ length: 200 }, (_, seed) => seed);

  it.each<[string, Desk]>([
    ['a small desk', { perDay: 12, weeks: 8 }],
    ['a large desk', { perDay: 150, weeks: 8 }],
    ['a desk with busy days', { perDay: 60, weeks: 12, shape: 25 }],
    ['a desk whose busy days come together', { perDay: 60, weeks: 12, shape: 25, memory: 0.4 }],
    ['a desk of four weeks', { perDay: 40, weeks: 4 }],
  ])('is found in at most 5 % of 200 stationary logs: %s', (_, desk) => {
    const alarms = many.filter((seed) => findDrift(logOf(desk, seed)) !== null).length;
    expect(alarms).toBeLessThanOrEqual(10);
  });

  it.each<[string, number, Desk]>([
    ['30 % more', 1.3, { perDay: 60, weeks: 8 }],
    ['30 % fewer', 0.7, { perDay: 60, weeks: 8 }],
    ['30 % more among busy days', 1.3, { perDay: 150, weeks: 8, shape: 100 }],
  ])('is dated within three days in 90 % of logs of eight weeks: %s', (_, ratio, desk) => {
    const dated = many.filter((seed) => {
      const step = 15 + (seed % 27);
      const found = dayOf(findDrift(logOf({ ...desk, factor: (day) => (day < step ? 1 : ratio) }, seed)));
      return found !== null && Math.abs(found - step) <= 3;
    });
    expect(dated.length).toBeGreaterThanOrEqual(180);
  });

  it('comes with the change in an interval that contains it, in nine of ten logs at least', () => {
    const inside = many.slice(0, 100).filter((seed) => {
      const found = findDrift(logOf({ perDay: 60, weeks: 8, factor: (day) => (day < 28 ? 1 : 1.3) }, seed));
      return found !== null && found.ratio.low <= 1.3 && 1.3 <= found.ratio.high;
    });
    expect(inside.length).toBeGreaterThanOrEqual(90);
  });

  it('is reported with the smaller bound of the change first, whatever its digits', () => {
    const day = FROM_MS / DAY_MS;
    const sentence = (value: number, low: number, high: number) =>
      driftSentence({ day, between: [day, day], ratio: { value, low, high, n: 56 } });
    expect(sentence(1.1, 1.08, 1.12)).toContain('10.0 % more cases come than before (95 %: 8.0 % to 12.0 %)');
    expect(sentence(0.9, 0.88, 0.92)).toContain(
      '10.0 % fewer cases come than before (95 %: 8.0 % to 12.0 %)',
    );
  });

  it('is the last one if there are several', () => {
    const factor = (day: number) => (day < 35 ? 1 : day < 70 ? 1.5 : 1);
    const found = dayOf(findDrift(logOf({ perDay: 80, weeks: 15, factor }, 1))) ?? 0;
    expect(Math.abs(found - 70)).toBeLessThanOrEqual(3);
  });

  it('is not found where cases grow from week to week', () => {
    const grown = many
      .slice(0, 50)
      .filter((seed) =>
        findDrift(logOf({ perDay: 60, weeks: 8, factor: (day) => Math.exp(0.008 * day) }, seed)),
      );
    expect(grown.length).toBeLessThanOrEqual(10);
  });
});

describe('the end of a log', () => {
  it('is thin if it lacks cases, and says since when', () => {
    const cut = logOf({ perDay: 60, weeks: 8, factor: (day) => (day < 52 ? 1 : 0.1) }, 2);
    const found = thinEndOf(cut);
    expect(found?.fromMs).toBe(FROM_MS + 52 * DAY_MS);
    expect(found?.usual).toBeGreaterThan(4 * (found?.count ?? 0));
    expect(findDrift(cut)).toBeNull();
  });

  it('is not thin by chance', () => {
    const thin = Array.from({ length: 200 }, (_, seed) => thinEndOf(logOf({ perDay: 12, weeks: 8 }, seed)));
    expect(thin.filter((one) => one !== null)).toEqual([]);
  });
});

describe('the part of a log to calibrate from', () => {
  const words = {
    log: 'log',
    of: {
      from: '--from',
      until: '--until',
      timeZone: '--time-zone',
      country: '--country',
      channel: '--channel',
    },
  };
  /** `minutes`: until a case is resolved; null: it never is. */
  const casesOf = ({ openedMs }: Openings, minutes: (openedMs: number) => number | null) =>
    openedMs.map((atMs, number): LoggedCase => {
      const common = { group: null, centre: null, agent: null, tier: null, place: null, row: number + 2 };
      const length = minutes(atMs);
      const resolved =
        length === null ? [] : [{ ...common, atMs: atMs + length * 60_000, activity: 'resolved' }];
      return {
        ...{ id: `c${number}`, customer: null, segment: null, country: null, language: null },
        ...{ product: null, severity: null, channel: null, endedAtMs: null },
        events: [{ ...common, atMs, activity: 'opened' }, ...resolved],
      };
    });
  const partOf = (cases: readonly LoggedCase[], asked: { from?: string; until?: string } = {}) => {
    const choices = { ...asked, zones: new Map<string, string>() };
    return steadyPart(datedLog({ name: 'log', timeZone: 'UTC', cases }, choices, words), choices, words);
  };
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const step = (day: number) => (day < 28 ? 1 : 1.5);

  it('is what follows a step, unless another part is asked for; both say so', () => {
    const cases = casesOf(logOf({ perDay: 100, weeks: 8, factor: step }, 3), () => 10);
    const part = partOf(cases);
    expect(Math.abs(part.fromMs - (FROM_MS + 28 * DAY_MS))).toBeLessThanOrEqual(3 * DAY_MS);
    const [sentence = ''] = part.found ?? [];
    expect(sentence).toMatch(
      /^From 2024-0[34]-\d\d on.* more cases come than before \(95 %: \d\d\.\d % to \d\d\.\d %\)\./,
    );
    expect(sentence).toContain('calibrated from what follows; --from asks for another part');
    const asked = partOf(cases, { from: '2024-03-04' });
    expect(dateOf(asked.fromMs)).toBe('2024-03-04');
    expect(asked.found?.[0]).toContain('would calibrate from what follows');
  });

  it('leaves out an end that lacks cases', () => {
    const cases = casesOf(
      logOf({ perDay: 60, weeks: 8, factor: (day) => (day < 52 ? 1 : 0.1) }, 2),
      () => 10,
    );
    const { found, untilMs } = partOf(cases);
    expect(dateOf(untilMs)).toBe(dateOf(FROM_MS + 52 * DAY_MS));
    expect(found).toEqual([expect.stringContaining('From 2024-04-25 on, 1')]);
  });

  it('is said to hold finished cases only, or cases by their opening, if it does', () => {
    const log = logOf({ perDay: 60, weeks: 8 }, 4);
    const slow = (openedMs: number) => (openedMs % 14) * 24 * 60;
    const endMs = log.untilMs;
    const all = casesOf(log, slow);
    const closed = all.filter(({ events }) => (events.at(-1)?.atMs ?? 0) < endMs);
    expect(partOf(closed).found?.join(' ')).toContain('the log holds finished cases only');
    const later = partOf(all).found ?? [];
    expect(later.join(' ')).toContain('it holds cases by the time of their opening');
    expect(later.join(' ')).not.toContain('finished cases only');
    const cut = casesOf(log, (openedMs) =>
      openedMs + slow(openedMs) * 60_000 < endMs ? slow(openedMs) : null,
    );
    expect(partOf(cut).found).toEqual([]);
  });
});
