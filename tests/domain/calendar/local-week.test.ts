import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import {
  foldIntoWeek,
  LocalClock,
  minutesIn,
  readZoneClock,
  shiftInWeek,
  subtractInWeek,
  WEEK_MINUTES,
  WHOLE_WEEK,
} from '#domain';

/** A Monday, six days before clocks go back in Berlin. */
const START = Date.parse('2014-10-20T00:00:00Z');
const HORIZON = 21 * 24 * HOUR_MS;
const berlin = new LocalClock(readZoneClock('Europe/Berlin', START, HORIZON), START);

/** A window between two instants. */
const window = (from: string, to: string) => ({
  fromMs: Date.parse(from) - START,
  toMs: Date.parse(to) - START,
});
const minute = (day: number, hour: number) => (24 * day + hour) * 60;

describe('folding windows into a local week', () => {
  it('gives the same hours in summer and in winter time', () => {
    const summer = window('2014-10-21T06:00Z', '2014-10-21T15:00Z');
    const winter = window('2014-11-04T07:00Z', '2014-11-04T16:00Z');
    const expected = [{ fromMinute: minute(1, 8), toMinute: minute(1, 17) }];
    expect(foldIntoWeek([summer], berlin, START)).toEqual(expected);
    expect(foldIntoWeek([summer, winter], berlin, START)).toEqual(expected);
  });

  it('gives a night in which clocks go back its wall times, not its length', () => {
    const night = window('2014-10-25T20:00Z', '2014-10-26T05:00Z');
    expect(foldIntoWeek([night], berlin, START)).toEqual([
      { fromMinute: minute(5, 22), toMinute: minute(6, 6) },
    ]);
  });

  it('splits a window at the end of the week', () => {
    const night = window('2014-11-09T21:00Z', '2014-11-10T05:00Z');
    expect(foldIntoWeek([night], berlin, START)).toEqual([
      { fromMinute: 0, toMinute: minute(0, 6) },
      { fromMinute: minute(6, 22), toMinute: WEEK_MINUTES },
    ]);
  });

  it('turns a window of a week or longer into a whole week', () => {
    expect(foldIntoWeek([{ fromMs: -HOUR_MS, toMs: HORIZON }], berlin, START)).toEqual(WHOLE_WEEK);
  });

  it('does not count a skipped hour as covered by a window that ends where the hour begins', () => {
    const start = Date.parse('2015-03-23T00:00:00Z');
    const clock = new LocalClock(readZoneClock('Europe/Berlin', start, HORIZON), start);
    const toSkipped = {
      fromMs: Date.parse('2015-03-28T21:00Z') - start,
      toMs: Date.parse('2015-03-29T01:00Z') - start,
    };
    expect(foldIntoWeek([toSkipped], clock, start)).toEqual([
      { fromMinute: minute(5, 22), toMinute: minute(6, 2) },
    ]);
  });
});

describe('spans of a week', () => {
  it('move across the end of the week and back', () => {
    const spans = [{ fromMinute: minute(6, 20), toMinute: WEEK_MINUTES }];
    const moved = shiftInWeek(spans, 7 * 60);
    expect(moved).toEqual([{ fromMinute: minute(0, 3), toMinute: minute(0, 7) }]);
    expect(shiftInWeek(moved, -7 * 60)).toEqual(spans);
  });

  it('leave the rest of the week when subtracted', () => {
    const rest = subtractInWeek(WHOLE_WEEK, [{ fromMinute: minute(2, 0), toMinute: minute(3, 0) }]);
    expect(minutesIn(rest)).toBe(6 * 24 * 60);
    expect(rest[0]).toEqual({ fromMinute: 0, toMinute: minute(2, 0) });
  });
});
