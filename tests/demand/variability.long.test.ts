import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import { type ArrivalStream, multiplyPieces, type Pieces } from '#domain';
import { rateOf } from '../../src/engine/demand/busy-days.ts';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';
import { auditedRun, modelOf, summaryOf } from './model.ts';

/** Two streams of one segment and one of another, with 480 cases a day each, over 200 days. */
const days = (busyness: string, first: string, second = first) =>
  modelOf(`
horizon: 200 days
${busyness}
segments:
  customers:
    ${first}
    channels: { web: 0.5, phone: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 960/day }]
  others:
    title: Others
    ${second}
    promise: none
    placement: home
    products: { any: 1 }
    severities: { C: 1 }
    channels: { web: 1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 480/day }]
`);

/** Cases per day, by hourly counts of a run. */
function casesByDay(scenario: ReturnType<typeof days>): number[] {
  const { arrived } = summaryOf(scenario).hourly;
  return Array.from({ length: Math.floor(arrived.length / 24) }, (_, day) =>
    arrived.slice(24 * day, 24 * day + 24).reduce((sum, count) => sum + count, 0),
  );
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}

describe('busy days', () => {
  // For three streams with mean m each and a common gamma factor of shape s, the daily count has variance 3 m + (3 m)² ÷ s; with a factor
  // for two of them and another for the third, 3 m + ((2 m)² + m²) ÷ s.
  it.each([
    ['of one name are busy for every stream together', 'a', 1440 + 1440 ** 2 / 10],
    ['of two names are independent', 'b', 1440 + (960 ** 2 + 480 ** 2) / 10],
  ])('%s', (_, second, variance) => {
    const found = momentsOf(
      casesByDay(
        days('busyness: { a: { shape: 10 }, b: { shape: 10 } }', 'busyness: a', `busyness: ${second}`),
      ),
    );
    expect(Math.abs(found.mean - 1440)).toBeLessThan(4 * Math.sqrt(variance / 200));
    // The standard deviation of a variance of 200 values is about √(2 ÷ 199) of it, and more with a gamma's tail.
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(4 * Math.sqrt(2.6 / 199));
  });

  it('are Poisson days without busyness', () => {
    const found = momentsOf(casesByDay(days('', 'profiles: {}')));
    expect(Math.abs(found.mean - 1440)).toBeLessThan(4 * Math.sqrt(1440 / 200));
    expect(Math.abs(found.variance / 1440 - 1)).toBeLessThan(4 * Math.sqrt(2 / 199));
  });

  it("begin at midnight on the customers' clock, with a factor per day and replication", () => {
    const yaml = `
start: 2014-07-01T00:00:00Z
horizon: 3 days
busyness: { any: { shape: 2 } }
segments: { irish: { busyness: any } }
`;
    const { scenario } = scenarioOf(parseOverMinimal(yaml));
    const stream = scenario.streams[0] as ArrivalStream;
    const rate = rateOf(scenario, stream, 's', 0);
    expect(stream.rate.fromMs).toEqual([0]);
    // In summer, midnight in Dublin is 23:00 UTC.
    expect(rate.fromMs.map((ms) => ms / HOUR_MS)).toEqual([0, 23, 47, 71]);
    expect(new Set(rate.perMs).size).toBe(4);
    expect(rateOf(scenario, stream, 's', 1).perMs).not.toEqual(rate.perMs);
    // A run that begins a day later has the same factors on the same dates.
    const later = { ...scenario, startEpochMs: scenario.startEpochMs + DAY_MS };
    expect(rateOf(later, stream, 's', 0).perMs.slice(0, 3)).toEqual(rate.perMs.slice(1));
  });
});

describe('batches', () => {
  const scenario = modelOf(`
horizon: 4 days
segments: { customers: { arrivals: { batch: { 1: 0.7, 2: 0.2, 5: 0.1 } } } }
`);

  it('have as many cases as the rate says, and sizes with the given shares', () => {
    // Mean size 1.6, mean square 4; the number of cases in a time has variance rate × 4 ÷ 1.6.
    const { cases } = summaryOf(scenario);
    const expected = 45 * 60 * 24 * 4;
    expect(Math.abs(cases - expected)).toBeLessThan(4 * Math.sqrt((expected * 4) / 1.6));
    expect(scenario.streams[0]?.batch).toEqual({ sizes: [1, 2, 5], shares: [0.7, 0.2, 0.1] });
  });

  it('of size one are single cases', () => {
    const single = modelOf('segments: { customers: { arrivals: { batch: { 1: 1, 7: 0 } } } }');
    expect(single.streams[0]?.batch).toBeUndefined();
  });

  it('with one server: one case is answered, the rest of the batch waits, and the audit is clean', () => {
    const pairs = modelOf(`
horizon: 2 h
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    arrivals: { intervals: fixed, batch: { 2: 1 } }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 12/h }]
work: { handle: { tier1: { web: fixed 1 min } } }
`);
    const { summary, violated } = auditedRun(pairs);
    expect(violated).toEqual([]);
    // A pair every ten minutes, the first after ten. One case of each pair is answered at once, the other after a minute.
    expect(summary.total).toMatchObject({
      arrived: 22,
      answered: 22,
      answeredAtOnce: 11,
      speedOfAnswerS: 30,
    });
  });
});

describe('surges', () => {
  const base = `
horizon: 2 days
products: { mail: {}, maps: {} }
segments:
  irish: { products: { mail: 0.75, maps: 0.25 } }
  other:
    promise: default
    placement: default
    products: { mail: 1 }
    severities: { B: 1 }
    channels: { phone: 1 }
    customers: [{ country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 168/week }]
`;
  const scenarioWith = (surges: string) => scenarioOf(parseOverMinimal(`${base}surges:\n${surges}`)).scenario;
  const from = (hour: string) => `2014-11-03T${hour}:00Z`;
  const perHour = (scenario: ReturnType<typeof scenarioWith>) =>
    scenario.streams.map(({ rate }) => ({
      hours: rate.fromMs.map((ms) => ms / HOUR_MS),
      rates: rate.perMs.map((perMs) => Number((perMs * HOUR_MS).toFixed(9))),
    }));

  it('multiply all cases in their span, and each other if they overlap', () => {
    const scenario = scenarioWith(
      `  - { from: ${from('06:00')}, for: 4 h, factor: 3 }\n  - { from: ${from('08:00')}, to: ${from('12:00')}, factor: 0.5 }`,
    );
    const rates = { hours: [0, 6, 8, 10, 12], rates: [1, 3, 1.5, 0.5, 1] };
    expect(perHour(scenario)).toEqual([rates, rates]);
    expect(scenario.segments.map(({ mixes }) => mixes)).toEqual([undefined, undefined]);
  });

  it('of a product multiply only its cases: rate and mix follow', () => {
    const scenario = scenarioWith(`  - { from: ${from('06:00')}, for: 4 h, product: maps, factor: 5 }`);
    expect(perHour(scenario)).toEqual([
      { hours: [0, 6, 10], rates: [1, 2, 1] },
      { hours: [0], rates: [1] },
    ]);
    expect(scenario.segments[0]?.mixes).toEqual([
      { fromMs: 6 * HOUR_MS, shares: [0.375, 0.625] },
      { fromMs: 10 * HOUR_MS, shares: [0.75, 0.25] },
    ]);
    expect(scenario.segments[1]?.mixes).toBeUndefined();
  });

  it('of a segment leave the others alone, and one that began before the run is in force from the start', () => {
    const scenario = scenarioWith(
      '  - { from: 2014-11-02T12:00:00Z, for: 1 day, segment: other, factor: 2 }',
    );
    expect(perHour(scenario)).toEqual([
      { hours: [0], rates: [1] },
      { hours: [0, 12], rates: [2, 1] },
    ]);
  });

  it('add the expected number of cases of the product', () => {
    const model = modelOf(`
horizon: 4 h
products: { any: {}, other: {} }
segments: { customers: { products: { any: 0.9, other: 0.1 } } }
work: { handle: { tier1: { web: fixed 1 s } }, productFactors: { other: 10 } }
surges: [{ from: "2014-11-03T01:00:00Z", for: 2 h, product: other, factor: 11 }]
`);
    const { summary, violated } = auditedRun(model);
    expect(violated).toEqual([]);
    // 2,700 an hour, of which 270 of the other product; 2,970 of it within the surge.
    const [before = 0, during = 0, again = 0, after = 0] = summary.hourly.arrived;
    for (const [found, expected] of [
      [before + after, 2 * 2700],
      [during + again, 2 * 5400],
    ] as const) {
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
    }
    const handled = (summary.centres[0]?.handleMeanS ?? 0) * summary.total.answered;
    const expected = 4 * 2430 + 10 * (2 * 270 + 2 * 2970);
    expect(Math.abs(handled / expected - 1)).toBeLessThan(4 / Math.sqrt(6480));
  });
});

describe('piecewise constant functions', () => {
  const pieces = fc
    .uniqueArray(fc.tuple(fc.nat({ max: DAY_MS }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 8,
      selector: ([at]) => at,
    })
    .map((points): Pieces => {
      const sorted = points.sort(([left], [right]) => left - right);
      return {
        fromMs: sorted.map(([at], k) => (k === 0 ? 0 : at)),
        values: sorted.map(([, value]) => value),
      };
    });
  const at = ({ fromMs, values }: Pieces, ms: number) => values[fromMs.findLastIndex((from) => from <= ms)];

  it('multiply at every point', () => {
    fc.assert(
      fc.property(pieces, pieces, fc.nat({ max: DAY_MS }), (left, right, ms) => {
        const product = multiplyPieces(left, right);
        expect(at(product, ms)).toBe((at(left, ms) ?? 0) * (at(right, ms) ?? 0));
        expect(product.fromMs).toEqual([...new Set(product.fromMs)].sort((a, b) => a - b));
      }),
      { seed: 20141103 },
    );
  });
});
