import { type CaseFilter, count, meanWait } from '../measures.ts';
import { groupsText, longRun, perMinute } from '../scenario-text.ts';
import { mmc } from '../theory.ts';
import { bestOfTwoOfMany, shorterOfTwo } from '../theory-allocation.ts';
import { allowing, exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SPLIT = 'Erlang C of each site: a Poisson stream that is split is Poisson';
const MANY = 60;

/** `sites`: the agents of each. Handle times are exponential with a mean of 1 min. */
function text(rate: number, sites: readonly number[], kind: string): string {
  const groups = sites.map((agents, g) => ({ id: `g${g}`, agents, products: 'all' }));
  return `
${groupsText(groups)}
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]
work: { handle: { tier1: { phone: exponential 1 min } } }
routing: { allocation: { to: group, kinds: [${kind}] } }
`;
}

const run = (rate: number, arrivals: number) => ({ arrivals, rate, warmUp: 100, drain: 400 });

/** Agents are numbered through the sites. */
function answeredBy(from: number, to: number): CaseFilter {
  return ({ visits }) => {
    const { agent = -1 } = visits[0] ?? {};
    return agent >= from && agent < to;
  };
}

/** 70 % go to six agents, 30 % to three. */
function byShares(): Point {
  const rate = 7;
  const sites = [
    { from: 0, to: 6, share: 0.7 },
    { from: 6, to: 9, share: 0.3 },
  ];
  return {
    id: 'shares of 70 % and 30 %',
    setups: [longRun(text(rate, [6, 3], '{ shares: { home/g0: 0.7, home/g1: 0.3 } }'), run(rate, 60_000))],
    replications: { full: 40, short: 12 },
    measures: sites.flatMap(({ from, share, to }, k) => [
      measure(
        `share of site ${k + 1}`,
        '',
        (one) => ({ ...count(one, answeredBy(from, to)), denominator: one.counted.length }),
        exact(share, 'as written'),
      ),
      measure(
        `mean wait at site ${k + 1}`,
        'min',
        (one) => meanWait(one, answeredBy(from, to)),
        exact(mmc({ lambda: rate * share, mu: 1, c: to - from }).meanWait, SPLIT),
      ),
    ]),
  };
}

export const D24: ValidationCase = {
  id: 'D24',
  title: 'Allocation of arrivals to sites',
  model:
    'Cases go to a site when they arrive, by shares or to the best of two that are drawn, and wait only there.',
  points: [
    byShares(),
    {
      id: 'best of two, of two sites',
      setups: [longRun(text(1.6, [1, 1], '{ bestOf: 2, by: least load }'), run(1.6, 60_000))],
      replications: { full: 40, short: 12 },
      measures: [
        measure('mean wait', 'min', (one) => meanWait(one), exact(shorterOfTwo(1.6), 'chain of both sites')),
      ],
    },
    {
      id: `best of two, of ${MANY} sites`,
      setups: [
        longRun(
          text(0.8 * MANY, new Array(MANY).fill(1), '{ bestOf: 2, by: least load }'),
          run(0.8 * MANY, 60_000),
        ),
      ],
      replications: { full: 40, short: 6 },
      measures: [
        measure(
          'mean wait',
          'min',
          (one) => meanWait(one),
          allowing(exact(bestOfTwoOfMany(0.8), 'fixed point of infinitely many sites'), {
            below: 0,
            above: 0.03 * bestOfTwoOfMany(0.8),
            why: 'with finitely many sites waits are longer, by a share of the order of 1 ÷ sites; 3 % are allowed.',
          }),
        ),
      ],
    },
  ],
};
