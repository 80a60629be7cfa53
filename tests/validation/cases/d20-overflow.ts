import { meanWait, ratio } from '../measures.ts';
import { alwaysOn, longRun, minutes, perMinute } from '../scenario-text.ts';
import { fixedPatience, mmcWithPatience } from '../theory.ts';
import { helpedLine } from '../theory-lines.ts';
import { exact, type MeasuredRun, measure, type Point, type ValidationCase } from '../validation-case.ts';

const customers = (rate: number) =>
  `customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]`;

/**
 * After the delay, helpers take a waiting customer at once, as there are always enough of them. For the first group, the customer gives up
 * at that moment.
 */
function delayed(c: number, load: number, delay: number, short: number): Point {
  const [lambda, handle] = [load * c, 1];
  const { abandons, meanWait: wait } = mmcWithPatience({ lambda, mu: 1, c }, fixedPatience(delay));
  const text = `
centres:
  home:
    groups:
      agents: null
      first: { tier: 1, languages: [en], products: all, shifts: ${alwaysOn(c)} }
      helpers:
        tier: 1
        languages: [en]
        products: all
        takesOnlyWhile: [{ waited: ${minutes(delay)} }]
        shifts: ${alwaysOn(40 * c)}
segments: { customers: { ${customers(lambda)} } }
work: { handle: { tier1: { phone: exponential ${handle} min } } }
routing: { preference: overflow list, overflow: [home/first, home/helpers] }
`;
  const source = 'M/M/c with this patience, Baccelli–Hebuterne';
  const isHelped = (run: MeasuredRun) =>
    ratio(
      run,
      ({ visits }) => run.log.scenario.groups[visits[0]?.group ?? -1]?.id === 'home/helpers',
      () => true,
    );
  return {
    id: `${c} agents at ${load}, after ${delay} min`,
    setups: [longRun(text, { arrivals: 15_000, rate: lambda, warmUp: 50, drain: 100, least: 200 })],
    measures: [
      measure('share taken by the helpers', '', isHelped, exact(abandons, source)),
      measure('mean wait', 'min', (run) => meanWait(run), exact(wait, source)),
    ],
    replications: { full: 40, short },
  };
}

/** One agent for each of two kinds of customers. The second helps the first while more than so many of them wait, and none of its own. */
function helped(by: number, lambdas: readonly [number, number], short: number): Point {
  const waits = helpedLine({ by, lambdas, mu: 1 });
  const text = `
products: { any: null, own: {}, others: {} }
centres:
  home:
    groups:
      agents: null
      first: { tier: 1, languages: [en], products: [own], shifts: ${alwaysOn(1)} }
      second:
        tier: 1
        languages: [en]
        products: all
        takesFirst: [{ product: others }]
        takesOnlyWhile: [{ product: own, longerThan: { product: others, ratio: 3, by: ${by} } }]
        shifts: ${alwaysOn(1)}
segments:
  customers: { products: { any: null, own: 1 }, ${customers(lambdas[0])} }
  others:
    { title: Others, promise: none, placement: home, products: { others: 1 }, severities: { C: 1 }, channels: { phone: 1 },
      ${customers(lambdas[1])} }
work: { handle: { tier1: { phone: exponential 1 min } } }
routing: { preference: overflow list, overflow: [home/first, home/second] }
`;
  const source = 'chain of both lines';
  const rate = lambdas[0] + lambdas[1];
  const ofStream = (stream: number) => (run: MeasuredRun) =>
    meanWait(run, (logged) => logged.stream === stream);
  return {
    id: `helped beyond ${by}, ${lambdas.join(' and ')} a minute`,
    setups: [longRun(text, { arrivals: 20_000, rate, warmUp: 150, drain: 500, least: 600 })],
    measures: [
      measure('mean wait, helped', 'min', ofStream(0), exact(waits[0], source)),
      measure('mean wait, own', 'min', ofStream(1), exact(waits[1], source)),
    ],
    replications: { full: 40, short },
  };
}

export const D20: ValidationCase = {
  id: 'D20',
  title: 'Overflow',
  model:
    'Overflow with a delay to helpers of whom there are enough; an agent who helps another line while it is longer by so many.',
  points: [
    delayed(5, 0.9, 0.5, 8),
    delayed(20, 1.05, 0.25, 0),
    delayed(1, 0.8, 2, 0),
    helped(3, [0.9, 0.5], 8),
    helped(0, [1.1, 0.4], 0),
  ],
};
