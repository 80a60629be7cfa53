import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#base';
import {
  expandSteps,
  expandWeeklyHours,
  intersectWindows,
  LocalClock,
  multiplyPieces,
  readZoneClock,
  type Scenario,
  subtractWindows,
  type Window,
} from '#domain';
import { keptScenarioJson, parseScenarioJson, scenarioJson } from '#scenario';
import { GOOD_FOLDER, parseFile, scenarioOf } from '../parsing.ts';

const { scenario: rich } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`));

/**
 * Zones and starts around which clocks change by an hour, by half an hour, at midnight, by a whole day, twice a year, four times, or never.
 */
const PLACES: readonly (readonly [timeZone: string, start: string])[] = [
  ['Europe/Dublin', '2014-03-24T00:00:00Z'],
  ['Europe/Dublin', '2014-10-20T13:30:00Z'],
  ['America/Los_Angeles', '2014-10-27T00:00:00Z'],
  ['America/Sao_Paulo', '2014-10-13T00:00:00Z'],
  ['Asia/Kolkata', '2014-11-03T00:00:00Z'],
  ['Australia/Lord_Howe', '2014-03-31T06:00:00Z'],
  ['Africa/Casablanca', '2014-06-23T00:00:00Z'],
  ['Pacific/Apia', '2011-12-19T00:00:00Z'],
  ['America/St_Johns', '2006-10-23T00:00:00Z'],
  ['+05:45', '2014-11-03T00:00:00Z'],
];

const time = fc.oneof(
  fc.integer({ min: 0, max: 23 }).map((hour) => 60 * hour),
  fc.integer({ min: 0, max: 1439 }),
);
const hours = fc.array(
  fc.record({
    days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
    fromMinute: time,
    lasts: fc.integer({ min: 1, max: 1440 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const calendar = fc.record({
  place: fc.constantFrom(...PLACES),
  other: fc.constantFrom(...PLACES),
  horizonHours: fc.integer({ min: 1, max: 10 * 7 * 24 }),
  opening: hours,
  shift: hours,
  target: hours,
  holidays: fc.array(fc.integer({ min: -1, max: 70 }), { maxLength: 4 }),
  closures: fc.array(fc.record({ from: fc.integer({ min: -2000, max: 90_000 }), lasts: time }), {
    maxLength: 3,
  }),
  stepMinutes: fc.constantFrom(15, 30, 60),
  weights: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 24, maxLength: 24 }),
  surges: fc.array(
    fc.record({ from: fc.integer({ min: 1, max: 90_000 }), lasts: fc.integer({ min: 1, max: 9000 }) }),
    {
      maxLength: 2,
    },
  ),
  cut: fc.constantFrom(1, 0.5, 0.01),
});
type Drawn = typeof calendar extends fc.Arbitrary<infer Value> ? Value : never;

/** A scenario whose calendars are expanded as the reader of scenario files does. */
function scenarioWith(drawn: Drawn): Scenario {
  const [timeZone, start] = drawn.place;
  const startEpochMs = Date.parse(start);
  const horizonMs = drawn.horizonHours * HOUR_MS;
  const zones = [
    ...new Set([...rich.clocks.map((clock) => clock.timeZone), timeZone, drawn.other[0]]),
  ].sort();
  const clocks = zones.map((zone) => readZoneClock(zone, startEpochMs, horizonMs));
  const clockOf = (zone: string) =>
    new LocalClock(
      clocks.find((clock) => clock.timeZone === zone) as Scenario['clocks'][number],
      startEpochMs,
    );
  const dates = new Set(
    drawn.holidays.map((day) => new Date(startEpochMs + day * DAY_MS).toISOString().slice(0, 10)),
  );
  const expand = (zone: string, of: Drawn['opening'], without: ReadonlySet<string>) =>
    expandWeeklyHours(
      of.map(({ days, fromMinute, lasts }) => ({ days, fromMinute, toMinute: fromMinute + lasts })),
      clockOf(zone),
      startEpochMs,
      horizonMs,
      without,
    );
  const touching = (windows: readonly Window[]) =>
    windows.filter(({ fromMs, toMs }) => toMs > 0 && fromMs < horizonMs);
  const minutes = (of: readonly { readonly from: number; readonly lasts: number }[]) =>
    of.map(({ from, lasts }) => ({ fromMs: from * MINUTE_MS, toMs: (from + lasts) * MINUTE_MS }));
  const open = touching(subtractWindows(expand(timeZone, drawn.opening, dates), minutes(drawn.closures)));
  const duty = touching(intersectWindows(expand(timeZone, drawn.shift, new Set()), open));
  const rate = minutes(drawn.surges).reduce(
    (pieces, { fromMs, toMs }) => multiplyPieces(pieces, { fromMs: [0, fromMs, toMs], values: [1, 1.7, 1] }),
    expandSteps(
      clockOf(timeZone),
      { startEpochMs, horizonMs, stepMinutes: drawn.stepMinutes },
      (minute, weekday, date) =>
        dates.has(date)
          ? 0
          : (drawn.weights[(minute / drawn.stepMinutes) % 24] as number) * (weekday > 4 ? 0.1 : 1) * 1e-7,
    ),
  );
  return {
    ...rich,
    startEpochMs,
    clocks,
    horizonMs: Math.ceil(horizonMs * drawn.cut),
    centres: rich.centres.map((centre) => ({ ...centre, timeZone, open })),
    groups: rich.groups.map((group) => ({
      ...group,
      shifts: group.shifts.map((shift) => ({ ...shift, duty })),
    })),
    streams: rich.streams.map((stream) => ({
      ...stream,
      timeZone,
      rate: { fromMs: rate.fromMs, perMs: rate.values },
    })),
    targets: [
      {
        id: 'answer',
        of: 'answer',
        channels: ['phone'],
        severities: ['A'],
        withinMs: 1000,
        target: 0.8,
        pauses: [],
        hours: expand(drawn.other[0], drawn.target, dates),
      },
    ],
  };
}

describe('a scenario with calendars by the week', () => {
  it('is read back as the same scenario, byte for byte in its canonical form', () => {
    let [inWeeks, all] = [0, 0];
    fc.assert(
      fc.property(calendar, (drawn) => {
        const scenario = scenarioWith(drawn);
        const text = keptScenarioJson(scenario);
        const read = parseScenarioJson(text);
        expect(read.ok ? scenarioJson(read.value) : read.problem).toBe(scenarioJson(scenario));
        expect(read.ok ? keptScenarioJson(read.value) : '').toBe(text);
        all++;
        if (text.includes('"format":3')) inWeeks++;
      }),
      { numRuns: 120 },
    );
    expect(inWeeks / all).toBeGreaterThan(0.5);
  });

  it('adds only exceptional dates for a longer horizon', () => {
    const lengthOf = (weeks: number) => {
      const drawn: Drawn = {
        place: PLACES[0] as Drawn['place'],
        other: PLACES[2] as Drawn['place'],
        horizonHours: weeks * 7 * 24,
        opening: [{ days: [0, 1, 2, 3, 4], fromMinute: 540, lasts: 480 }],
        shift: [{ days: [0, 1, 2, 3, 4, 5], fromMinute: 1320, lasts: 480 }],
        target: [{ days: [0, 1, 2, 3, 4], fromMinute: 600, lasts: 60 }],
        holidays: [3, 10],
        closures: [],
        surges: [],
        cut: 1,
        stepMinutes: 60,
        weights: Array.from({ length: 24 }, (_, hour) => hour % 5),
      };
      return keptScenarioJson(scenarioWith(drawn)).length;
    };
    // One more year contains the changes of two clocks.
    expect(lengthOf(112) - lengthOf(60)).toBeLessThan(200);
  });
});
