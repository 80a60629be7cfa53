import { describe, expect, it } from 'vitest';
import { breakPlacings, daySets, type ShiftShape, tourCount, tourHours, toursOf } from '#domain';

const SHAPE: ShiftShape = {
  id: 'day',
  lengthsMinutes: [480],
  startMinutes: [480],
  breaks: [],
  days: [0, 1, 2, 3, 4, 5, 6],
  daysPerWeek: 5,
  pattern: 'consecutive',
  least: 0,
  most: null,
  wageFactor: 1,
  perShift: 0,
};

const pause = (lengthMinutes: number, fromMinute: number, toMinute: number, everyMinutes = 30) => ({
  lengthMinutes,
  fromMinute,
  toMinute,
  everyMinutes,
});

describe('the days of a shift shape', () => {
  it('are runs that may pass Sunday if they are consecutive', () => {
    expect(daySets(SHAPE)).toHaveLength(7);
    expect(daySets(SHAPE)).toContainEqual([0, 1, 4, 5, 6]);
    expect(daySets({ ...SHAPE, days: [0, 1, 2, 3, 4] })).toEqual([[0, 1, 2, 3, 4]]);
    expect(daySets({ ...SHAPE, daysPerWeek: 7 })).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
    expect(daySets({ ...SHAPE, days: [0, 2, 4], daysPerWeek: 2 })).toEqual([]);
  });

  it('are all choices if any days will do', () => {
    expect(daySets({ ...SHAPE, pattern: 'any' })).toHaveLength(21);
    expect(daySets({ ...SHAPE, days: [0, 2, 4], daysPerWeek: 2, pattern: 'any' })).toEqual([
      [0, 2],
      [0, 4],
      [2, 4],
    ]);
  });
});

describe('the breaks of a shift shape', () => {
  it('start on their grid and end within their window', () => {
    expect(breakPlacings({ breaks: [pause(30, 180, 300)] }, 480)).toEqual([[180], [210], [240], [270]]);
    expect(breakPlacings({ breaks: [pause(30, 180, 300)] }, 240)).toEqual([[180], [210]]);
  });

  it('do not overlap, in either order', () => {
    const both = [pause(30, 60, 120), pause(30, 60, 120)];
    expect(breakPlacings({ breaks: both }, 480)).toEqual([
      [60, 90],
      [90, 60],
    ]);
  });
});

describe('the tours of a roster', () => {
  it('are every length, start, placing of breaks and set of days', () => {
    const shape = {
      ...SHAPE,
      lengthsMinutes: [480, 360],
      startMinutes: [480, 510, 540],
      breaks: [pause(30, 180, 240)],
    };
    const tours = toursOf({ shapes: [shape] });
    expect(tours).toHaveLength(2 * 3 * 2 * 7);
    expect(tourCount(shape)).toBe(tours.length);
    expect(new Set(tours.map((tour) => JSON.stringify(tour))).size).toBe(tours.length);
  });

  it('lie within the opening hours', () => {
    const open = [{ days: [0, 1, 2, 3, 4], fromMinute: 540, toMinute: 1080 }];
    const shape = { ...SHAPE, startMinutes: [480, 540, 600, 660] };
    const found = toursOf({ shapes: [shape], open });
    expect(found.map(({ startMinute }) => startMinute)).toEqual([540, 600]);
    expect(found.map(({ days }) => days)).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
  });

  it('may pass midnight, where a break is on the next day', () => {
    const shape = {
      ...SHAPE,
      startMinutes: [1320],
      breaks: [pause(30, 180, 210)],
      pattern: 'any' as const,
      daysPerWeek: 1,
    };
    const [first] = toursOf({ shapes: [shape] });
    if (first === undefined) throw new Error('there is a tour');
    expect(tourHours(first, shape)).toEqual({
      hours: { days: [0], fromMinute: 1320, toMinute: 1800 },
      breaks: [{ days: [1], fromMinute: 60, toMinute: 90 }],
    });
    const open = [{ days: [0], fromMinute: 1320, toMinute: 1800 }];
    expect(toursOf({ shapes: [shape], open })).toHaveLength(1);
  });
});

describe('the hours and the rest of a shift shape', () => {
  it('leave out what is longer than its hours per week, without breaks', () => {
    const shape = {
      ...SHAPE,
      lengthsMinutes: [480, 540],
      breaks: [pause(30, 180, 240)],
      weekMinutes: 40 * 60,
    };
    expect(new Set(toursOf({ shapes: [shape] }).map(({ lengthMinutes }) => lengthMinutes))).toEqual(
      new Set([480]),
    );
    expect(toursOf({ shapes: [{ ...shape, weekMinutes: 37 * 60 }] })).toEqual([]);
  });

  it('leave out shifts on two days running with less rest between them than eleven hours, or than is written', () => {
    const shape = { ...SHAPE, lengthsMinutes: [780, 781], daysPerWeek: 2 };
    expect(toursOf({ shapes: [shape] }).every(({ lengthMinutes }) => lengthMinutes === 780)).toBe(true);
    expect(toursOf({ shapes: [{ ...shape, restMinutes: 12 * 60 }] })).toEqual([]);
    const apart = toursOf({ shapes: [{ ...shape, restMinutes: 12 * 60, pattern: 'any' as const }] });
    expect(apart).toHaveLength(2 * 14);
    for (const { days } of apart) expect([1, 6]).not.toContain(((days[1] ?? 0) - (days[0] ?? 0)) % 7);
  });
});
