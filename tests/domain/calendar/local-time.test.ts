import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  civilDateOf,
  isTimeZone,
  LocalClock,
  localClockOf,
  readZoneClock,
  weekdayOf,
  type ZoneClock,
} from '#domain';

const DAY_MS = 86_400_000;
/** Half-hour offsets, the other hemisphere, a skipped day (Apia, 30 December 2011), and a change of half an hour. */
const ZONES = [
  ...['UTC', 'Europe/Dublin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'Pacific/Apia'],
  ...['Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Tehran', 'Etc/GMT+6'],
];

function clockAround(zone: string, day: number, days: number): LocalClock {
  return new LocalClock(readZoneClock(zone, day * DAY_MS, days * DAY_MS), day * DAY_MS);
}

/** The offsets of a zone and from when they hold, as Temporal finds them. */
function clockByTemporal(timeZone: string, start: number, horizonMs: number): ZoneClock {
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const from = [start - 2 * DAY_MS];
  for (let zoned = at(start - 2 * DAY_MS); ; ) {
    const next = zoned.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= start + horizonMs + 2 * DAY_MS) break;
    from.push(next.epochMilliseconds);
    zoned = next;
  }
  return {
    timeZone,
    fromMs: from.map((ms) => ms - start),
    offsetMs: from.map((ms) => at(ms).offsetNanoseconds / 1e6),
  };
}

describe('readZoneClock', () => {
  it('finds the changes that Temporal finds, in every zone and in fifty years', () => {
    for (const zone of [...Intl.supportedValuesOf('timeZone'), '+01:00', '-03:30', 'UTC']) {
      const start = Date.UTC(2026, 0, 15);
      expect(readZoneClock(zone, start, 400 * DAY_MS)).toEqual(clockByTemporal(zone, start, 400 * DAY_MS));
    }
    // Apia skipped a day; Casablanca and Cairo change their clocks for Ramadan, too.
    for (const zone of [...ZONES, 'Africa/Casablanca', 'Africa/Cairo', 'Africa/Monrovia', 'Asia/Gaza']) {
      const [start, horizonMs] = [Date.UTC(1970, 0, 5), 50 * 366 * DAY_MS];
      expect(readZoneClock(zone, start, horizonMs)).toEqual(clockByTemporal(zone, start, horizonMs));
    }
  });
});

describe('isTimeZone', () => {
  it('knows names of the IANA database and fixed offsets, and none of ICU', () => {
    const names = [
      'Europe/Dublin',
      'europe/dublin',
      'EST5EDT',
      'EST',
      '+14:60',
      '+24:00',
      '-03:30',
      'ACT',
      'PST',
    ];
    expect(names.filter(isTimeZone)).toEqual(['Europe/Dublin', 'europe/dublin', 'EST', '-03:30']);
  });
});

describe('LocalClock', () => {
  it('finds the instant of a wall time as Temporal does, including skipped and doubled times', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2009, 0, 1) / DAY_MS, max: Date.UTC(2027, 0, 1) / DAY_MS }),
        fc.integer({ min: 0, max: 2880 }),
        (zone, day, minute) => {
          const clock = clockAround(zone, day - 3, 6);
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

  it('finds no instant of a skipped time and both of a doubled one', () => {
    const day = Date.UTC(2024, 2, 30) / DAY_MS;
    const clock = clockAround('Europe/Dublin', day, 240);
    const isoOf = (wall: string) =>
      clock.instantsAt(Date.parse(`${wall}Z`)).map((epochMs) => new Date(epochMs).toISOString());
    expect(isoOf('2024-03-31T01:30:00')).toEqual([]);
    expect(isoOf('2024-03-31T02:00:00')).toEqual(['2024-03-31T01:00:00.000Z']);
    expect(isoOf('2024-10-27T01:30:00')).toEqual(['2024-10-27T00:30:00.000Z', '2024-10-27T01:30:00.000Z']);
    expect(isoOf('2024-10-27T02:00:00')).toEqual(['2024-10-27T02:00:00.000Z']);
  });

  it('counts minutes beyond midnight into the next day', () => {
    const day = Date.UTC(2014, 10, 3) / DAY_MS;
    const clock = clockAround('Asia/Tokyo', day, 2);
    expect(new Date(clock.instantOf(day, 1500)).toISOString()).toBe('2014-11-03T16:00:00.000Z');
  });

  it('finds the next start of a day as Temporal does, even where clocks skip midnight', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2027, 0, 1) }),
        (zone, epochMs) => {
          const day = Math.floor(epochMs / DAY_MS);
          const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
          const tomorrow = at.toPlainDate().add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
          const began = at.startOfDay().epochMilliseconds;
          expect(clockAround(zone, day - 1, 3).midnightFrom(epochMs)).toBe(
            began === epochMs ? began : tomorrow,
          );
        },
      ),
      { numRuns: 1_000 },
    );
    // São Paulo put its clocks forward from 00:00 to 01:00 on 19 October 2014: that day begins at 01:00, the next at 00:00.
    const eve = Date.UTC(2014, 9, 18) / DAY_MS;
    const clock = clockAround('America/Sao_Paulo', eve, 4);
    const begins = clock.midnightFrom(Date.parse('2014-10-18T12:00:00Z'));
    expect(new Date(begins).toISOString()).toBe('2014-10-19T03:00:00.000Z');
    expect(new Date(clock.midnightFrom(begins + 1)).toISOString()).toBe('2014-10-20T02:00:00.000Z');
  });

  it('is plain data: an offset, and the instants in simulated time at which it changes', () => {
    const startEpochMs = Date.parse('2014-10-25T00:00:00Z');
    const clocks = [readZoneClock('Europe/Dublin', startEpochMs, 3 * DAY_MS)];
    expect(clocks).toEqual([
      { timeZone: 'Europe/Dublin', fromMs: [-2 * DAY_MS, 25 * 3_600_000], offsetMs: [3_600_000, 0] },
    ]);
    const clock = localClockOf({ clocks, startEpochMs }, 'Europe/Dublin');
    expect(clock.offsetAt(startEpochMs)).toBe(3_600_000);
    expect(clock.changesBetween(startEpochMs, startEpochMs + 3 * DAY_MS)).toEqual([
      startEpochMs + 25 * 3_600_000,
    ]);
    expect(() => localClockOf({ clocks, startEpochMs }, 'Europe/Berlin')).toThrow(
      'no clock of Europe/Berlin',
    );
  });
});
