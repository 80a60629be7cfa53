import { describe, expect, it } from 'vitest';
import {
  formatDay,
  formatHourOfWeek,
  formatMinute,
  formatMinuteOfWeek,
  formatOffset,
  weekdayName,
  weekdayOf,
} from '../../src/base/dates.ts';

describe('dates', () => {
  it('counts weekdays from Monday, also before 1970', () => {
    expect(weekdayOf(Date.UTC(2014, 10, 3))).toBe(0);
    expect(weekdayOf(Date.UTC(2014, 10, 9, 23, 59))).toBe(6);
    expect(weekdayOf(Date.UTC(1969, 11, 31))).toBe(2);
    expect(weekdayName(6)).toBe('Sun');
  });

  it('writes days and minutes in UTC', () => {
    const instant = Date.UTC(2020, 11, 31, 23, 5);
    expect([formatDay(instant), formatMinute(instant)]).toEqual(['31 Dec', '31 Dec 2020 23:05']);
  });

  it('writes hours of the week, starting on Monday', () => {
    expect([0, 38, 167].map(formatHourOfWeek)).toEqual(['Monday 00:00', 'Tuesday 14:00', 'Sunday 23:00']);
  });

  it('writes minutes of the week, also of the week before and after', () => {
    expect([2310, -30, 7 * 24 * 60 + 5].map(formatMinuteOfWeek)).toEqual([
      'Tuesday 14:30',
      'Sunday 23:30',
      'Monday 00:05',
    ]);
  });

  it('writes offsets with minutes if they have any', () => {
    expect([0, 3_600_000, -8 * 3_600_000, 19_800_000].map(formatOffset)).toEqual([
      'UTC+0',
      'UTC+1',
      'UTC−8',
      'UTC+5:30',
    ]);
  });
});
