import { describe, expect, it } from 'vitest';
import type { ArrivalStream } from '#domain';
import { GOOD_FOLDER, parseFile, parseOverMinimal, scenarioOf } from '../parsing.ts';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;

/** Expected number of cases in [fromMs, toMs). */
function casesIn({ rate }: ArrivalStream, fromMs: number, toMs: number): number {
  return rate.fromMs.reduce((sum, pieceFrom, k) => {
    const pieceTo = rate.fromMs[k + 1] ?? Number.POSITIVE_INFINITY;
    const overlap = Math.max(0, Math.min(pieceTo, toMs) - Math.max(pieceFrom, fromMs));
    return sum + overlap * (rate.perMs[k] ?? 0);
  }, 0);
}

function streamOver(yaml: string): ArrivalStream {
  const [stream] = scenarioOf(parseOverMinimal(yaml)).scenario.streams;
  if (stream === undefined) throw new Error('no stream');
  return stream;
}

const OFFICE = `
profiles:
  phone:
    hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 3, 2, 3, 3, 2, 2, 0, 0, 0, 0, 0, 0, 0]
    days: { mon: 1.2, sat: 0.5, sun: 0.1, holiday: 0.2 }
`;

describe('arrival rates', () => {
  it('are flat without a profile: 168 a week are one an hour', () => {
    const stream = streamOver('');
    expect(stream.rate).toEqual({ fromMs: [0], perMs: [1 / HOUR] });
  });

  it('of a normal week add up to the weekly rate, whatever the weights are', () => {
    const stream = streamOver(OFFICE);
    expect(casesIn(stream, 0, WEEK)).toBeCloseTo(168, 9);
    expect(casesIn(stream, WEEK, 2 * WEEK)).toBeCloseTo(168, 9);
  });

  it('follow hours and days in proportion to their weights, on the local clock', () => {
    const stream = streamOver(OFFICE);
    const at = (day: number, hour: number) =>
      casesIn(stream, day * 24 * HOUR + hour * HOUR, day * 24 * HOUR + (hour + 1) * HOUR);
    // In winter Dublin's clock is UTC. Hours add up to 20, days to 1.2 + 4 + 0.5 + 0.1 = 5.8.
    expect(at(1, 9)).toBeCloseTo((168 * 2) / (20 * 5.8), 9);
    expect(at(0, 10)).toBeCloseTo((168 * 3 * 1.2) / (20 * 5.8), 9);
    expect(at(5, 10)).toBeCloseTo((168 * 3 * 0.5) / (20 * 5.8), 9);
    expect(at(1, 8)).toBe(0);
  });

  it('have the weight of a holiday on holidays of the country, by default that of a Sunday', () => {
    const holidays = 'holidays: { IE: [2014-11-05], FR: [2014-11-06] }\n';
    const wednesday = (stream: ArrivalStream) => casesIn(stream, 48 * HOUR, 72 * HOUR);
    const thursday = (stream: ArrivalStream) => casesIn(stream, 72 * HOUR, 96 * HOUR);
    const named = streamOver(OFFICE + holidays);
    expect(wednesday(named)).toBeCloseTo((168 * 0.2) / 5.8, 9);
    expect(thursday(named)).toBeCloseTo(168 / 5.8, 9);
    const unnamed = streamOver(OFFICE.replace(', holiday: 0.2', '') + holidays);
    expect(wednesday(unnamed)).toBeCloseTo((168 * 0.1) / 5.8, 9);
  });

  it('follow each hour of the week if 168 are given, and the hours of Sunday on holidays', () => {
    // From 1 on Monday to 7 on Sunday in the hour that begins at noon plus the number of the day; 28 in total.
    const hours = Array.from({ length: 168 }, (_, k) =>
      k % 24 === 12 + Math.floor(k / 24) ? 1 + Math.floor(k / 24) : 0,
    );
    const profile = `profiles: { phone: { hours: [${hours.join(', ')}] } }\n`;
    const at = (stream: ArrivalStream, day: number, hour: number) =>
      casesIn(stream, (day * 24 + hour) * HOUR, (day * 24 + hour + 1) * HOUR);
    const stream = streamOver(profile);
    expect(casesIn(stream, 0, WEEK)).toBeCloseTo(168, 9);
    for (let day = 0; day < 7; day++) expect(at(stream, day, 12 + day)).toBeCloseTo(6 * (1 + day), 9);
    expect(at(stream, 0, 13)).toBe(0);
    const onHoliday = streamOver(`${profile}holidays: { IE: [2014-11-05] }\n`);
    expect([at(onHoliday, 2, 14), at(onHoliday, 2, 18)]).toEqual([0, 42]);
  });

  it('shift in UTC with daylight saving: 09:00 in Dublin is 08:00 UTC until 26 October 2014', () => {
    const stream = streamOver(`start: 2014-10-24T00:00:00Z\n${OFFICE}`);
    const firstAfter = (fromMs: number) =>
      stream.rate.fromMs.find((at, k) => at >= fromMs && (stream.rate.perMs[k] ?? 0) > 0);
    expect(firstAfter(0)).toBe(8 * HOUR);
    expect(firstAfter(72 * HOUR)).toBe(72 * HOUR + 9 * HOUR);
  });

  it('lack the skipped hour of spring, and have the doubled hour of autumn twice', () => {
    const flatSunday = 'horizon: 1 day\nprofiles: { phone: { days: { sun: 2 } } }\n';
    const perHour = (168 * 2) / (24 * 8);
    const autumn = streamOver(`start: 2014-10-25T23:00:00Z\n${flatSunday}`.replace('1 day', '25 h'));
    expect(casesIn(autumn, 0, 25 * HOUR)).toBeCloseTo(25 * perHour, 9);
    const spring = streamOver(`start: 2015-03-29T00:00:00Z\n${flatSunday}`.replace('1 day', '23 h'));
    expect(casesIn(spring, 0, 23 * HOUR)).toBeCloseTo(23 * perHour, 9);
  });

  it('are divided among channels, each with its own profile, and `written` for e-mail and web', () => {
    const { scenario } = scenarioOf(
      parseOverMinimal(`${OFFICE}  written: { days: { sun: 0 } }
segments: { irish: { channels: { phone: 0.5, e-mail: 0.25, web: 0.25 } } }
`),
    );
    expect(scenario.streams.map(({ id, channel }) => [id, channel])).toEqual([
      ['irish/IE/phone', 'phone'],
      ['irish/IE/e-mail', 'e-mail'],
      ['irish/IE/web', 'web'],
    ]);
    expect(scenario.streams.map((stream) => Math.round(1e6 * casesIn(stream, 0, WEEK)) / 1e6)).toEqual([
      84, 42, 42,
    ]);
    const [phone, eMail, web] = scenario.streams.map((stream) => casesIn(stream, 6 * 24 * HOUR, WEEK));
    expect(phone).toBeCloseTo((84 * 0.1) / 5.8, 9);
    expect([eMail, web]).toEqual([0, 0]);
  });

  it('make one stream per segment and channel with a share, named by the zone if a country has two', () => {
    const { scenario } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`));
    expect(scenario.streams.map(({ id }) => id)).toEqual([
      'standard/US/America/New_York/phone',
      'standard/US/America/New_York/web',
      'standard/US/America/Los_Angeles/phone',
      'standard/US/America/Los_Angeles/web',
      'premier/IE/e-mail',
    ]);
    const [newYork, , losAngeles, , premier] = scenario.streams;
    // 96 a day, half of them by phone; also 1 an hour. The first Monday is incomplete in both zones, so take week 2.
    const secondWeek = 7 * 24 * HOUR + 12 * HOUR;
    expect(
      casesIn(newYork as ArrivalStream, secondWeek - WEEK + 12 * HOUR, secondWeek + 12 * HOUR),
    ).toBeCloseTo(336, 6);
    expect(
      casesIn(losAngeles as ArrivalStream, secondWeek - WEEK + 12 * HOUR, secondWeek + 12 * HOUR),
    ).toBeCloseTo(84, 6);
    // The segment chose the profile `flat` over `written`.
    expect(premier?.rate).toEqual({ fromMs: [0], perMs: [1 / HOUR] });
    expect(premier?.languageShares).toEqual([0, 0.5, 0.5]);
  });

  it('make no stream without demand', () => {
    const { scenario } = scenarioOf(
      parseOverMinimal(
        'segments: { irish: { customers: [{ country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 0/week }] } }\n',
      ),
    );
    expect(scenario.streams).toEqual([]);
  });
});

describe('arrival rates by parts of an hour and by date', () => {
  const QUARTER = HOUR / 4;
  const list = (count: number, valueAt: (k: number) => number) =>
    `[${Array.from({ length: count }, (_, k) => valueAt(k)).join(', ')}]`;

  it('are the same by half hours and quarters as by hours where each part has the weight of its hour', () => {
    const days = 'days: { sat: 0.5, sun: 0.1 }';
    const profile = (key: string, perHour: number, perDay: number) =>
      streamOver(
        `profiles: { phone: { ${key}: ${list(perDay, (k) => 1 + ((Math.floor(k / perHour) % 24) % 5))}, ${days} } }\n`,
      );
    const hourly = profile('hours', 1, 24);
    for (const other of [
      profile('halfHours', 2, 48),
      profile('quarterHours', 4, 96),
      profile('quarterHours', 4, 672),
    ]) {
      expect(other.rate.fromMs).toEqual(hourly.rate.fromMs);
      other.rate.perMs.forEach((rate, k) => expect(rate).toBeCloseTo(hourly.rate.perMs[k] as number, 18));
    }
  });

  it('change within the hour', () => {
    const stream = streamOver(`profiles: { phone: { quarterHours: ${list(96, (k) => k % 4)} } }\n`);
    expect(casesIn(stream, 0, WEEK)).toBeCloseTo(168, 9);
    const quarters = [0, 1, 2, 3].map((k) =>
      casesIn(stream, 9 * HOUR + k * QUARTER, 9 * HOUR + (k + 1) * QUARTER),
    );
    quarters.forEach((cases, k) => expect(cases).toBeCloseTo(k / 6, 9));
  });

  it('follow a sine: the mean at its quarter turns, the highest at its peak', () => {
    const stream = streamOver('profiles: { phone: { sine: { amplitude: 0.5, peak: "15:00" } } }\n');
    const dayOf = (fromMs: number) => casesIn(stream, fromMs, fromMs + 24 * HOUR);
    expect(dayOf(0)).toBeCloseTo(24, 6);
    const exact = (from: number, to: number) => {
      const turn = (hour: number) => (2 * Math.PI * (hour - 15)) / 24;
      return to - from + (0.5 * 24 * (Math.sin(turn(to)) - Math.sin(turn(from)))) / (2 * Math.PI);
    };
    for (let hour = 0; hour < 24; hour++) {
      expect(casesIn(stream, hour * HOUR, (hour + 1) * HOUR)).toBeCloseTo(exact(hour, hour + 1), 6);
    }
  });

  it('of single dates have their own weight, and their own list in any length of interval', () => {
    const stream = streamOver(`
profiles:
  phone:
    hours: ${list(24, (k) => (k < 12 ? 0 : 2))}
    days: { tue: 3 }
    dates:
      2014-11-04: { weight: 0.5 }
      2014-11-05: { halfHours: ${list(48, (k) => (k === 1 ? 8 : 0))} }
`);
    const perWeight = 168 / (24 * 9);
    const ofDay = (day: number) => casesIn(stream, day * 24 * HOUR, (day + 1) * 24 * HOUR);
    expect(ofDay(0)).toBeCloseTo(24 * perWeight, 9);
    expect(ofDay(1)).toBeCloseTo(12 * perWeight, 9);
    expect(ofDay(2)).toBeCloseTo(4 * perWeight, 9);
    expect(casesIn(stream, 48 * HOUR + HOUR / 2, 49 * HOUR)).toBeCloseTo(4 * perWeight, 9);
    expect(ofDay(8)).toBeCloseTo(72 * perWeight, 9);
  });
});
