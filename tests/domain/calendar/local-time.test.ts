import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { civilDateOf, LocalClock, weekdayOf } from '#domain';

const DAY_MS = 86_400_000;
/** Half hours, the other hemisphere, a day that never was (Apia, 30 December 2011), and a change of half an hour. */
const ZONES = [
  ...['UTC', 'Europe/Dublin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'Pacific/Apia'],
  ...['Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Tehran', 'Etc/GMT+6'],
];

describe('LocalClock', () => {
  it('tells the instant of a wall time as Temporal does, skipped and doubled times included', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2009, 0, 1) / DAY_MS, max: Date.UTC(2027, 0, 1) / DAY_MS }),
        fc.integer({ min: 0, max: 2880 }),
        (zone, day, minute) => {
          const clock = LocalClock.of(zone, day * DAY_MS - 3 * DAY_MS, day * DAY_MS + 3 * DAY_MS);
          const wall = Temporal.PlainDate.from(civilDateOf(day))
            .toPlainDateTime()
            .add({ minutes: minute })
            .toZonedDateTime(zone, { disambiguation: 'compatible' });
          const epochMs = clock.instantOf(day, minute);
          expect(new Date(epochMs).toISOString()).toBe(new Date(wall.epochMilliseconds).toISOString());
          const back = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
          expect(clock.offsetAt(epochMs)).toBe(back.offsetNanoseconds / 1e6);
          expect(civilDateOf(clock.dayAt(epochMs))).toBe(back.toPlainDate().toString());
          expect(weekdayOf(clock.dayAt(epochMs))).toBe(back.dayOfWeek - 1);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('counts minutes beyond midnight into the next day', () => {
    const day = Date.UTC(2014, 10, 3) / DAY_MS;
    const clock = LocalClock.of('Asia/Tokyo', day * DAY_MS, (day + 2) * DAY_MS);
    expect(new Date(clock.instantOf(day, 1500)).toISOString()).toBe('2014-11-03T16:00:00.000Z');
  });
});
