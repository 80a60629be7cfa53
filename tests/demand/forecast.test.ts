import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import type { ArrivalStream, Scenario } from '#domain';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { errorsOf, rateOf } from '../../src/engine/demand/busy-days.ts';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';

const parse = (yaml: string): Scenario => {
  const { scenario } = scenarioOf(parseOverMinimal(yaml));
  expect(parseScenarioJson(scenarioJson(scenario))).toEqual({ ok: true, value: scenario });
  return scenario;
};

/** Cases by rate on each day of the customers' clock in Dublin, which is UTC in winter. */
function casesByDay({ horizonMs }: Scenario, { fromMs, perMs }: ArrivalStream['rate']): readonly number[] {
  const days = new Array<number>(Math.ceil(horizonMs / DAY_MS)).fill(0);
  perMs.forEach((rate, k) => {
    const end = fromMs[k + 1] ?? horizonMs;
    for (let at = fromMs[k] ?? 0; at < end; ) {
      const day = Math.floor(at / DAY_MS);
      const next = Math.min(end, (day + 1) * DAY_MS);
      days[day] = (days[day] ?? 0) + rate * (next - at);
      at = next;
    }
  });
  return days;
}

const streamOf = (scenario: Scenario, k = 0) => scenario.streams[k] as ArrivalStream;

describe('a forecast without errors', () => {
  it('replaces the cases of rate and profile on its dates, and only there', () => {
    const scenario = parse(`
horizon: 4 days
profiles: { phone: { hours: [0,0,0,0,0,0,0,0,1,2,3,3,3,2,1,1,1,0,0,0,0,0,0,0], days: { tue: 2 } } }
segments: { irish: { forecast: { phone: { 2014-11-04: { cases: 90 }, 2014-11-05: { cases: 0 } } } } }
`);
    const days = casesByDay(scenario, streamOf(scenario).rate);
    const usual = 168 / 8;
    [usual, 90, 0, usual].forEach((cases, day) => {
      expect(days[day]).toBeCloseTo(cases, 9);
    });
    expect(scenario.forecast).toBeUndefined();
    expect(rateOf(scenario, streamOf(scenario), 's', 0)).toBe(streamOf(scenario).rate);
  });

  it('is shared by the customers of all countries by their rates, each by its own clock', () => {
    const scenario = parse(`
horizon: 3 days
segments:
  irish:
    forecast: { phone: { 2014-11-04: { cases: 90 } } }
    customers:
      - { country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 14/week }
      - { country: DE, region: emea, timeZone: Europe/Berlin, languages: { en: 1 }, rate: 28/week }
`);
    const [irish, german] = [streamOf(scenario), streamOf(scenario, 1)];
    expect(irish.rate.fromMs).toEqual([0, 24 * HOUR_MS, 48 * HOUR_MS]);
    expect(german.rate.fromMs).toEqual([0, 23 * HOUR_MS, 47 * HOUR_MS]);
    expect((irish.rate.perMs[1] ?? 0) * DAY_MS).toBeCloseTo(30, 9);
    expect((german.rate.perMs[1] ?? 0) * DAY_MS).toBeCloseTo(60, 9);
  });

  it('has all its cases on a date with 25 hours, and the share of a part on a date that the run begins in', () => {
    const scenario = parse(`
start: 2014-10-25T12:00:00Z
horizon: 2 days
segments: { irish: { forecast: { phone: { 2014-10-25: { cases: 48 }, 2014-10-26: { cases: 100 } } } } }
`);
    const { fromMs, perMs } = streamOf(scenario).rate;
    // In summer, midnight in Dublin is 23:00 UTC; the night after has an hour more.
    expect(fromMs).toEqual([0, 11 * HOUR_MS, 36 * HOUR_MS]);
    expect((perMs[0] ?? 0) * HOUR_MS).toBeCloseTo(2, 9);
    expect((perMs[1] ?? 0) * HOUR_MS).toBeCloseTo(4, 9);
  });
});

const DATES = Array.from({ length: 20 }, (_, k) =>
  new Date(Date.UTC(2014, 10, 3 + k)).toISOString().slice(0, 10),
);
const uncertain = (errors: readonly number[], more = '') =>
  parse(`
horizon: 20 days
${more}
segments: { irish: { forecast: { phone: { ${errors.map((error, k) => `${DATES[k]}: { cases: 24, error: ${error} }`).join(', ')} } } } }
`);

function factorsOf(scenario: Scenario, replications: number): readonly (readonly number[])[] {
  const [error] = scenario.forecast?.errors ?? [];
  if (error === undefined) throw new Error('no error');
  return Array.from({ length: replications }, (_, replication) => {
    const of = errorsOf(scenario, error, 's', replication);
    return error.variation.map((_, k) => of(error.firstDay + k));
  });
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
function covariance(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [meanOf(one), meanOf(other)];
  return meanOf(one.map((value, k) => (value - a) * ((other[k] ?? 0) - b)));
}

describe('the error of a forecast', () => {
  const errors = [0.1, 0.1, 0.2, 0.3, 0.3, 0.15];
  const drawn = factorsOf(uncertain(errors), 20_000);
  const ofDay = (day: number) => drawn.map((factors) => factors[day] ?? 0);

  it.each(errors.map((error, day) => ({ day, error })))(
    'on day $day has mean 1 and variation $error',
    ({ day, error }) => {
      const values = ofDay(day);
      expect(Math.abs(meanOf(values) - 1)).toBeLessThan((4 * error) / Math.sqrt(20_000));
      expect(Math.abs(Math.sqrt(covariance(values, values)) / error - 1)).toBeLessThan(0.04);
    },
  );

  it('is the same on days with the same variation, and grows by what is independent of the past', () => {
    for (const [first, second] of drawn.slice(0, 100)) expect(second).toBeCloseTo(first ?? 0, 12);
    const logs = (day: number) => ofDay(day).map(Math.log);
    const growth = logs(3).map((value, k) => value - (logs0[k] ?? 0));
    const correlation =
      covariance(logs0, growth) / Math.sqrt(covariance(logs0, logs0) * covariance(growth, growth));
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(20_000));
  });
  const logs0 = ofDay(0).map(Math.log);

  it('depends on seed and replication alone, and multiplies the rates of whole local days', () => {
    const scenario = uncertain(errors);
    const [one, again, other] = [0, 0, 1].map((replication) =>
      casesByDay(scenario, rateOf(scenario, streamOf(scenario), 's', replication)),
    );
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    const [factors] = factorsOf(scenario, 1);
    errors.forEach((_, day) => {
      expect(one?.[day]).toBeCloseTo(24 * (factors?.[day] ?? 0), 9);
    });
    expect(one?.[10]).toBeCloseTo(24, 9);
  });

  it.each([0, 0.4, 1])('of two channels has the correlation %s', (correlation) => {
    const scenario = parse(`
forecastCorrelation: ${correlation}
segments:
  irish:
    channels: { phone: 0.5, web: 0.5 }
    forecast: { phone: { 2014-11-04: { cases: 24, error: 0.1 } }, web: { 2014-11-04: { cases: 9, error: 0.1 } } }
`);
    const [phone, web] = (scenario.forecast?.errors ?? []).map((error) =>
      Array.from({ length: 10_000 }, (_, replication) =>
        Math.log(errorsOf(scenario, error, 's', replication)(error.firstDay)),
      ),
    ) as [number[], number[]];
    const found = covariance(phone, web) / Math.sqrt(covariance(phone, phone) * covariance(web, web));
    expect(Math.abs(found - correlation)).toBeLessThan(0.04);
  });
});

describe('a correlation of forecasts that have no errors', () => {
  it('is reported as without effect', () => {
    const parsed = scenarioOf(parseOverMinimal('forecastCorrelation: 0.3\n'));
    expect(parsed.warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'not-used forecastCorrelation',
    ]);
  });
});
