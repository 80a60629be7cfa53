import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expandSteps,
  expandWeeklyHours,
  intersectWindows,
  isTimeZone,
  LocalClock,
  mergeWindows,
  readZoneClock,
  subtractWindows,
  type Window,
} from '#domain';

const HOUR = 3_600_000;
const NONE: ReadonlySet<string> = new Set();
const YEAR_START = Date.parse('2014-01-01T00:00:00Z');

/** The clock of a zone throughout 2014. */
function clockOf(timeZone: string): LocalClock {
  return new LocalClock(readZoneClock(timeZone, YEAR_START, 365 * 24 * HOUR), YEAR_START);
}

describe('expandWeeklyHours(hours, zone, start, horizon, without)', () => {
  it('opens on the local clock, an hour earlier in UTC after clocks go forward', () => {
    const start = Date.parse('2014-03-28T00:00:00Z');
    const windows = expandWeeklyHours(
      [{ days: [4, 0], fromMinute: 540, toMinute: 1020 }],
      clockOf('Europe/Berlin'),
      start,
      4 * 24 * HOUR,
      NONE,
    );
    const text = windows.map(({ fromMs }) => new Date(start + fromMs).toISOString());
    // Friday 28 March in winter time, Monday 31 March in summer time.
    expect(text).toEqual(['2014-03-28T08:00:00.000Z', '2014-03-31T07:00:00.000Z']);
  });

  it('lets a night shift that is under way at the start begin before the start', () => {
    const start = Date.parse('2014-11-03T00:00:00Z');
    const [first] = expandWeeklyHours(
      [{ days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 22 * 60, toMinute: 30 * 60 }],
      clockOf('UTC'),
      start,
      24 * HOUR,
      NONE,
    );
    expect(first).toEqual({ fromMs: -2 * HOUR, toMs: 6 * HOUR });
  });

  it('keeps the night shift on the night of the change, as long as the clock makes it', () => {
    const start = Date.parse('2014-10-25T00:00:00Z');
    const [window] = expandWeeklyHours(
      [{ days: [5], fromMinute: 22 * 60, toMinute: 30 * 60 }],
      clockOf('Europe/Dublin'),
      start,
      72 * HOUR,
      NONE,
    );
    expect(((window?.toMs ?? 0) - (window?.fromMs ?? 0)) / HOUR).toBe(9);
  });

  it('leaves out holidays by the date on which a window begins', () => {
    const start = Date.parse('2014-11-10T00:00:00Z');
    const windows = expandWeeklyHours(
      [{ days: [0, 1, 2], fromMinute: 480, toMinute: 960 }],
      clockOf('UTC'),
      start,
      72 * HOUR,
      new Set(['2014-11-11']),
    );
    expect(windows.map(({ fromMs }) => fromMs / HOUR)).toEqual([8, 56]);
  });
});

describe('expandSteps(clock, steps, valueAt)', () => {
  const steps = (start: string, hours: number, stepMinutes = 60) => ({
    startEpochMs: Date.parse(start),
    horizonMs: hours * HOUR,
    stepMinutes,
  });

  it('breaks at local hours in zones with half-hour offsets', () => {
    const { fromMs } = expandSteps(
      clockOf('Asia/Kolkata'),
      steps('2014-11-03T00:00:00Z', 3),
      (minute) => minute,
    );
    expect(fromMs).toEqual([0, HOUR / 2, 1.5 * HOUR, 2.5 * HOUR]);
  });

  it('breaks at local half hours in zones whose offset is no whole half hour', () => {
    const { fromMs, values } = expandSteps(
      clockOf('Asia/Kathmandu'),
      steps('2014-11-03T18:00:00Z', 1, 30),
      (minute) => minute,
    );
    expect(fromMs.map((ms) => ms / 60_000)).toEqual([0, 15, 45]);
    expect(values).toEqual([23 * 60 + 30, 0, 30]);
  });

  it('gives each piece its minute of the local day, weekday and date', () => {
    const seen: string[] = [];
    expandSteps(
      clockOf('America/Los_Angeles'),
      steps('2014-11-03T07:00:00Z', 2, 30),
      (minute, weekday, date) => {
        seen.push(`${date} ${weekday} ${minute}`);
        return minute;
      },
    );
    expect(seen).toEqual(['2014-11-02 6 1380', '2014-11-02 6 1410', '2014-11-03 0 0', '2014-11-03 0 30']);
  });

  it('gives a doubled hour twice and a skipped hour never', () => {
    const hoursOf = (start: string) => {
      const hours: number[] = [];
      expandSteps(clockOf('Europe/Dublin'), steps(start, 4), (minute) => hours.push(minute / 60));
      return hours;
    };
    expect(hoursOf('2014-10-25T23:00:00Z')).toEqual([0, 1, 1, 2]);
    expect(hoursOf('2014-03-30T00:00:00Z')).toEqual([0, 2, 3, 4]);
  });
});

describe('window arithmetic', () => {
  const windows = fc
    .array(fc.record({ fromMs: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 1, max: 9 }) }))
    .map((list): Window[] => list.map(({ fromMs, length }) => ({ fromMs, toMs: fromMs + length })));
  const covers = (list: readonly Window[], at: number) => list.some((w) => at >= w.fromMs && at < w.toMs);

  it('unions, intersects and subtracts like sets of moments', () => {
    fc.assert(
      fc.property(windows, windows, (left, right) => {
        const a = mergeWindows(left);
        const b = mergeWindows(right);
        for (let at = 0; at < 60; at++) {
          expect(covers(a, at)).toBe(covers(left, at));
          expect(covers(intersectWindows(a, b), at)).toBe(covers(left, at) && covers(right, at));
          expect(covers(subtractWindows(a, b), at)).toBe(covers(left, at) && !covers(right, at));
        }
      }),
    );
  });
});

describe('isTimeZone(name)', () => {
  it('knows zones by their IANA names only', () => {
    expect(isTimeZone('Europe/Dublin')).toBe(true);
    expect(isTimeZone('Europe/Dubblin')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });

  it('knows every zone that the runtime lists, and old names that it accepts without listing them', () => {
    const old = 'US/Pacific Asia/Calcutta Etc/GMT+12 Etc/GMT0 UTC Zulu Cuba America/Indiana/Knox';
    const long = 'America/Argentina/ComodRivadavia America/North_Dakota/New_Salem Antarctica/DumontDUrville';
    const names = [...Intl.supportedValuesOf('timeZone'), ...old.split(' '), ...long.split(' ')];
    expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
  });

  it('refuses names that no zone can have', () => {
    for (const name of [
      'Europe/Dublin1',
      'Europe/',
      'Europe//Dublin',
      'Europe/Dublin/',
      'a/b/c/d',
      '/etc/passwd',
      'UTC 1',
    ])
      expect(isTimeZone(name), name).toBe(false);
  });
});
