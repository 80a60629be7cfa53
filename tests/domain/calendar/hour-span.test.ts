import { describe, expect, it } from 'vitest';
import { minutesIn, readHourSpan } from '#domain';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Spans as `[from, to]` in hours since Monday 00:00. */
function hoursOf(text: string): readonly (readonly [number, number])[] | undefined {
  return readHourSpan(text)?.spans.map(({ fromMinute, toMinute }) => [fromMinute / HOUR, toMinute / HOUR]);
}

describe('hours of the week as they are written', () => {
  it.each([
    ['mon 08:00-18:00', [[8, 18]]],
    [
      'mon-tue 08:00-18:00',
      [
        [8, 18],
        [32, 42],
      ],
    ],
    ['sun', [[144, 168]]],
    ['daily 00:00-24:00', [[0, 168]]],
    ['fri 18:00-08:00', [[114, 128]]],
    [
      'sat-mon 12:00-13:00',
      [
        [12, 13],
        [132, 133],
        [156, 157],
      ],
    ],
  ])('%s covers %j', (text, hours) => {
    expect(hoursOf(text)).toEqual(hours);
  });

  it('pass midnight, and from Sunday into Monday', () => {
    expect(hoursOf('sun 22:00-06:00')).toEqual([
      [0, 6],
      [166, 168],
    ]);
    const nights = readHourSpan('mon-fri 18:00-08:00')?.spans ?? [];
    expect(minutesIn(nights)).toBe(5 * 14 * HOUR);
    // Monday before 08:00 is Sunday's night, and Saturday before 08:00 Friday's.
    expect(nights[0]).toEqual({ fromMinute: 18 * HOUR, toMinute: 32 * HOUR });
    expect(nights.at(-1)).toEqual({ fromMinute: 4 * DAY + 18 * HOUR, toMinute: 5 * DAY + 8 * HOUR });
  });

  it.each([
    [' Mon - ', null],
    ['MON-FRI 8:00 - 18:00', 'mon-fri 08:00-18:00'],
    ['daily 22:00-06:00', '22:00-06:00'],
    ['mon-sun 22:00-06:00', '22:00-06:00'],
    ['sat-sun', 'sat-sun 00:00-24:00'],
    ['wed-wed', 'wed 00:00-24:00'],
    ['', null],
    ['daily-mon', null],
    ['mon,tue', null],
    ['08:60-09:00', null],
    ['24:00-08:00', null],
    ['08:00-24:01', null],
    ['12:00-12:00', null],
  ])('%j is always written as %j', (text, canonical) => {
    expect(readHourSpan(text)?.text ?? null).toBe(canonical);
    if (canonical !== null) expect(readHourSpan(canonical)).toEqual(readHourSpan(text));
  });
});
