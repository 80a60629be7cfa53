import { describe, expect, it } from 'vitest';
import { MINUTE_MS, quantileOf } from '#base';
import type { ArrivalStream } from '#domain';
import { ArrivalSource } from '../../src/engine/demand/arrivals.ts';
import { squaredVariationOf } from '../base/variates/squared-variation.ts';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';
import { estimate, expectNear, modelOf } from './model.ts';

const streamOf = (intervals: string): ArrivalStream => {
  const yaml = `segments: { irish: { arrivals: { intervals: ${intervals} } } }`;
  const [stream] = scenarioOf(parseOverMinimal(yaml)).scenario.streams;
  if (stream === undefined) throw new Error('no stream');
  return stream;
};

/** One server, service exponential with mean 1 min. */
const oneServer = (rate: string, intervals: string) =>
  modelOf(`
horizon: 10 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    arrivals: { intervals: ${intervals} }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
`);
const meanWait = (scenario: ReturnType<typeof oneServer>) =>
  estimate(scenario, 20, ({ total }) => ({ minutes: (total.speedOfAnswerS ?? Number.NaN) / 60 })).minutes;

describe('times between arrivals', () => {
  it.each([
    ['fixed', 0],
    ['erlang shape 4', 0.25],
    ['gamma shape 2.5', 0.4],
    ['hyperexponential scv 4', 4],
    ['lognormal cv 1.5', 2.25],
    ['lognormal sigma 0.5', Math.expm1(0.25)],
    ['weibull shape 1', 1],
  ])('of shape %s have mean 1 ÷ rate and squared variation %f', (text, squaredVariation) => {
    const { intervals, rate } = streamOf(text);
    if (intervals === undefined) throw new Error('a Poisson process');
    expect(squaredVariationOf(intervals)).toBeCloseTo(squaredVariation, 9);
    const source = new ArrivalSource({ ...streamOf(text), rate: { fromMs: [0], perMs: [0.001] } }, 's', 0);
    const times = Array.from({ length: 40_000 }, () => source.next());
    const last = times.at(-1) as number;
    const standardError = 1000 * Math.sqrt(Math.max(squaredVariation, 1e-6) / times.length);
    expect(Math.abs(last / times.length - 1000)).toBeLessThan(4 * standardError + 1);
    expect(rate.fromMs).toEqual([0]);
  });

  it('are exponential by default, as with the key that says so', () => {
    expect(streamOf('exponential').intervals).toBeUndefined();
    expect(streamOf('{ e-mail: fixed }').intervals).toBeUndefined();
    expect(streamOf('{ phone: fixed }').intervals).toEqual({ kind: 'fixed', value: 1 });
  });

  it('follow the rate: with fixed steps, a piece has as many arrivals as its rate says', () => {
    const rate = {
      fromMs: [0, 10.5 * MINUTE_MS, 20 * MINUTE_MS],
      perMs: [1, 0, 3].map((n) => n / MINUTE_MS),
    };
    const source = new ArrivalSource({ ...streamOf('fixed'), rate }, 's', 0);
    const times = Array.from({ length: 40 }, () => source.next());
    const casesUntil = (minutes: number) => times.filter((at) => at < minutes * MINUTE_MS).length;
    // The half step that remains when the rate falls to 0 continues when it rises again.
    expect([casesUntil(10.5), casesUntil(20), casesUntil(30)]).toEqual([10, 10, 40]);
  });

  it('are drawn by inversion: a smaller uniform gives a shorter time, so seeds keep runs in step', () => {
    for (const text of ['gamma shape 2.5', 'hyperexponential scv 4', 'lognormal cv 1.5']) {
      const { intervals } = streamOf(text);
      if (intervals === undefined) throw new Error('a Poisson process');
      const times = [0.1, 0.3, 0.5, 0.9].map((uniform) => quantileOf(intervals, uniform));
      expect(times).toEqual([...times].sort((left, right) => left - right));
    }
  });
});

describe('a queue with one server and exponential service of mean 1', () => {
  it('has the mean wait of a Poisson process, ρ ÷ (1 − ρ), with intervals of shape 1', () => {
    expectNear(meanWait(oneServer('0.5/min', 'gamma shape 1')), 1);
  });
});
