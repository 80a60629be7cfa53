import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import { type ArrivalStream, expectedRate, type Scenario, trendFactor, trendWithin } from '#domain';
import { keptScenarioJson, parseScenarioJson, scenarioJson } from '#scenario';
import { factorsOf, rateOf } from '../../src/engine/demand/busy-days.ts';
import { casesByRates } from '../../src/experiment/replications/cases-by-rates.ts';
import { growsWithin } from '../../src/experiment/replications/long-run.ts';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';

function parse(yaml: string): Scenario {
  const { scenario } = scenarioOf(parseOverMinimal(yaml));
  expect(parseScenarioJson(scenarioJson(scenario))).toEqual({ ok: true, value: scenario });
  return scenario;
}

const warningsOf = (yaml: string) =>
  scenarioOf(parseOverMinimal(yaml)).warnings.map(({ code, path }) => `${code} ${path}`);

const streamOf = (scenario: Scenario, k = 0) => scenario.streams[k] as ArrivalStream;

/** Expected cases of each day of UTC. */
function casesByDay(scenario: Scenario, k = 0): readonly number[] {
  const { fromMs, perMs } = expectedRate(scenario, streamOf(scenario, k));
  const days = new Array<number>(Math.ceil(scenario.horizonMs / DAY_MS)).fill(0);
  perMs.forEach((rate, piece) => {
    const end = fromMs[piece + 1] ?? scenario.horizonMs;
    for (let at = fromMs[piece] ?? 0; at < end; ) {
      const day = Math.floor(at / DAY_MS);
      const next = Math.min(end, (day + 1) * DAY_MS);
      days[day] = (days[day] ?? 0) + rate * (next - at);
      at = next;
    }
  });
  return days;
}

/** In the minimal scenario, 24 cases come each day. */
const grown = (perWeek: number, days: number) => 24 * (1 + perWeek) ** (days / 7);

describe('a trend', () => {
  it('multiplies the cases of each date by 1 + the change, to the power of the weeks since the date of the rates', () => {
    const days = casesByDay(parse('trend: { perWeek: 0.1, asOf: 2014-11-06 }\n'));
    expect(days).toHaveLength(14);
    days.forEach((cases, day) => expect(cases).toBeCloseTo(grown(0.1, day - 3), 9));
    expect((days[10] ?? 0) / (days[3] ?? 1)).toBeCloseTo(1.1, 12);
  });

  it('may be a decline', () => {
    casesByDay(parse('trend: { perWeek: -0.2 }\n')).forEach((cases, day) =>
      expect(cases).toBeCloseTo(grown(-0.2, day), 9),
    );
  });

  it('counts from the date on which it begins, or else on which the run starts, if no other date is given', () => {
    expect(streamOf(parse('trend: { perWeek: 0.1 }\n')).trend).toEqual({ perWeek: 0.1, asOfDay: 16_377 });
    expect(streamOf(parse('trend: { perWeek: 0.1, from: 2014-11-05 }\n')).trend).toEqual({
      perWeek: 0.1,
      asOfDay: 16_379,
      fromDay: 16_379,
    });
  });

  it('leaves the level before its first date and after its last as it is there', () => {
    const days = casesByDay(
      parse('trend: { perWeek: 0.1, asOf: 2014-11-07, from: 2014-11-05, until: 2014-11-12 }\n'),
    );
    days.forEach((cases, day) => expect(cases).toBeCloseTo(grown(0.1, Math.min(9, Math.max(2, day)) - 4), 9));
  });

  it('goes by the date on the clock of the customers, also where the clock is changed', () => {
    const scenario = parse(`
start: 2014-10-24T00:00:00Z
horizon: 4 days
trend: { perWeek: 1, asOf: 2014-10-26 }
segments:
  irish:
    customers:
      - { country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 168/week }
      - { country: US, region: emea, timeZone: America/New_York, languages: { en: 1 }, rate: 168/week }
`);
    const [irish, american] = [0, 1].map((k) => expectedRate(scenario, streamOf(scenario, k)));
    // Summer time ends in Dublin on 26 October, in New York a week later.
    expect(irish?.fromMs).toEqual([0, 23, 47, 72].map((hour) => hour * HOUR_MS));
    expect(american?.fromMs).toEqual([0, 4, 28, 52, 76].map((hour) => hour * HOUR_MS));
    [-2, -1, 0, 1].forEach((days, k) =>
      expect((irish?.perMs[k] ?? 0) * HOUR_MS).toBeCloseTo(2 ** (days / 7), 12),
    );
    [-3, -2, -1, 0, 1].forEach((days, k) =>
      expect((american?.perMs[k] ?? 0) * HOUR_MS).toBeCloseTo(2 ** (days / 7), 12),
    );
  });

  it('of a segment replaces that of all, and a change of 0 switches it off', () => {
    const own = (trend: string) =>
      streamOf(parse(`trend: { perWeek: 0.1 }\nsegments: { irish: { trend: ${trend} } }\n`)).trend;
    expect(own('{ perWeek: -0.1, until: 2014-11-10 }')).toEqual({
      perWeek: -0.1,
      asOfDay: 16_377,
      untilDay: 16_384,
    });
    expect(own('{ perWeek: 0 }')).toBeUndefined();
  });

  it('leaves dates with a forecast as they are forecast', () => {
    const scenario = parse(`
trend: { perWeek: 0.5 }
profiles: { phone: { hours: [0,0,0,0,0,0,0,0,1,2,3,3,3,2,1,1,1,0,0,0,0,0,0,0] } }
segments: { irish: { forecast: { phone: { 2014-11-04: { cases: 90 }, 2014-11-14: { cases: 0 } } } } }
`);
    const days = casesByDay(scenario);
    expect(days[1]).toBeCloseTo(90, 9);
    expect(days[11]).toBe(0);
    expect(days[12]).toBeCloseTo(grown(0.5, 12), 9);
  });

  it('is multiplied by surges and by busy days', () => {
    const scenario = parse(`
trend: { perWeek: 0.1 }
busyness: { weather: { shape: 5 } }
surges: [{ from: 2014-11-10, to: 2014-11-11, factor: 3 }]
segments: { irish: { busyness: weather } }
`);
    expect(casesByDay(scenario)[7]).toBeCloseTo(3 * grown(0.1, 7), 9);
    const busy = factorsOf({ id: 'weather', shape: 5 }, 's', 0);
    const { fromMs, perMs } = rateOf(scenario, streamOf(scenario), 's', 0);
    fromMs.forEach((atMs, k) => {
      const day = atMs / DAY_MS;
      const expected = (grown(0.1, day) / 24) * (day === 7 ? 3 : 1) * busy(16_377 + day);
      expect((perMs[k] ?? 0) * HOUR_MS).toBeCloseTo(expected, 9);
    });
    expect(fromMs).toHaveLength(14);
  });

  it('is no part of a scenario whose rates do not change, whose rate the engine takes as it is', () => {
    const scenario = parse('trend: { perWeek: 0 }\n');
    expect(streamOf(scenario).trend).toBeUndefined();
    expect(rateOf(scenario, streamOf(scenario), 's', 0)).toBe(streamOf(scenario).rate);
    expect(growsWithin(scenario)).toBe(false);
  });

  it('in per cent is told from what is no number, for a decline as for a growth', () => {
    for (const percent of ['2 %', '-2 %'])
      expect(JSON.stringify(parseOverMinimal(`trend: { perWeek: ${percent} }\n`))).toContain(
        '"message":"a percentage"',
      );
  });

  it('that begins after the run is pointed out, and what it reaches is said of a date of the run', () => {
    const notUsed = (from: string) => warningsOf(`trend: { perWeek: 0.1, from: ${from} }\n`);
    // The run is from 3 to 16 November; on some clocks, it ends on the 17th.
    expect(notUsed('2014-11-17')).not.toContain('not-used trend.from');
    expect(notUsed('2014-11-18')).toContain('not-used trend.from');
    const { warnings } = scenarioOf(parseOverMinimal('trend: { perWeek: 2 }\n'));
    expect(warnings.find(({ code }) => code === 'trend-goes-far')?.message).toContain('on 2014-11-17');
  });

  it('that is over before the run is a level, and no growth', () => {
    const scenario = parse('trend: { perWeek: 0.1, asOf: 2014-10-01, until: 2014-10-15 }\n');
    expect(casesByDay(scenario)[0]).toBeCloseTo(grown(0.1, 14), 9);
    expect(trendWithin(scenario, streamOf(scenario))).toBeNull();
    expect(growsWithin(scenario)).toBe(false);
    expect(growsWithin(parse('trend: { perWeek: 0.1 }\n'))).toBe(true);
  });

  it('counts in the cases that rates make expect', () => {
    const scenario = parse('trend: { perWeek: 0.1 }\n');
    const expected = casesByDay(scenario).reduce((sum, cases) => sum + cases, 0);
    expect(expected).toBeGreaterThan(24 * 14 * 1.05);
    expect(casesByRates(scenario)).toBeCloseTo(expected, 9);
  });

  it('is kept beside calendars by the week, so that scenario.json does not grow with the run', () => {
    const of = (horizon: string) =>
      parse(`
horizon: ${horizon}
trend: { perWeek: 0.002 }
profiles: { phone: { hours: [0,0,0,0,0,0,0,0,1,2,3,3,3,2,1,1,1,0,0,0,0,0,0,0], days: { tue: 2 } } }
`);
    const [month, decade] = [of('4 weeks'), of('520 weeks')];
    const text = keptScenarioJson(decade);
    // The clock of Dublin has two changes a year more.
    expect(text.length).toBeLessThan(keptScenarioJson(month).length + 20 * 40);
    const read = parseScenarioJson(text);
    expect(read.ok && scenarioJson(read.value)).toBe(scenarioJson(decade));
    const { trend } = streamOf(decade);
    if (trend === undefined) throw new Error('no trend');
    expect(trendFactor(trend, trend.asOfDay + 7 * 520)).toBeCloseTo(1.002 ** 520, 9);
  });
});

describe('warnings about a trend', () => {
  it('point out one that goes far and has no end', () => {
    expect(warningsOf('horizon: 52 weeks\ntrend: { perWeek: 0.05 }\n')).toEqual([
      'trend-goes-far trend.perWeek',
    ]);
    expect(warningsOf('horizon: 52 weeks\ntrend: { perWeek: -0.05 }\n')).toEqual([
      'trend-goes-far trend.perWeek',
    ]);
    expect(warningsOf('horizon: 52 weeks\ntrend: { perWeek: 0.05, until: 2015-06-30 }\n')).toEqual([]);
    expect(warningsOf('horizon: 52 weeks\ntrend: { perWeek: 0.02 }\n')).toEqual([]);
  });

  it('point out one that concerns nobody', () => {
    expect(
      warningsOf('trend: { perWeek: 0.05 }\nsegments: { irish: { trend: { perWeek: 0.1 } } }\n'),
    ).toEqual(['not-used trend']);
  });

  it('count it in rates that are likely a slip', () => {
    const rate = (perHour: string, trend: string) =>
      warningsOf(
        `${trend}segments: { irish: { customers: [{ country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: ${perHour} }] } }\n`,
      );
    expect(rate('90000/h', '')).toEqual([]);
    expect(rate('90000/h', 'trend: { perWeek: 0.2 }\n')).toEqual([
      'very-many-cases segments.irish.customers[0].rate',
    ]);
  });
});

describe('a change of demand', () => {
  it('multiplies all cases from the start of the run to its end', () => {
    expect(casesByDay(parse('demand: 1.15\n'))).toEqual(
      casesByDay(parse('')).map((cases) => expect.closeTo(1.15 * cases, 9)),
    );
  });

  it('multiplies those of its dates and segment, like a surge of the same dates, and surges beside it', () => {
    const plain = casesByDay(parse(''));
    const days = casesByDay(
      parse(`
demand:
  - { factor: 2, segment: irish, from: 2014-11-05, to: 2014-11-06 }
  - { factor: 1.5, from: 2014-11-12 }
surges: [{ from: 2014-11-05, to: 2014-11-07, factor: 3 }]
`),
    );
    const factors = days.map((cases, day) => cases / (plain[day] ?? 0));
    expect(factors).toEqual(
      Array.from({ length: 14 }, (_, day) =>
        expect.closeTo(day === 2 ? 6 : day === 3 ? 3 : day >= 9 ? 1.5 : 1, 9),
      ),
    );
  });

  it('leaves the scenario as it is if its factor is 1', () => {
    expect(parse('demand: 1\n')).toEqual(parse(''));
    expect(parse('demand: []\n')).toEqual(parse(''));
  });

  it('is no event, and equals the surge that says the same', () => {
    const { events, scenario } = scenarioOf(
      parseOverMinimal('demand: [{ from: 2014-11-05, to: 2014-11-06, factor: 2 }]\n'),
    );
    expect(events).toEqual([]);
    expect(scenario).toEqual(parse('surges: [{ from: 2014-11-05, to: 2014-11-06, factor: 2 }]\n'));
  });

  it('is warned of where it multiplies nothing', () => {
    expect(warningsOf('demand: [{ factor: 2, from: 2015-11-05 }]\n')).toEqual([
      'outside-horizon demand[0].from',
    ]);
    expect(warningsOf('demand: 2\nsegments: { irish: { trace: ../traces/calls.csv } }\n')).toContain(
      'not-used demand',
    );
  });
});
