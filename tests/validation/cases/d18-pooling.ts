import { factorOf, meanWait } from '../measures.ts';
import { groupsText, leastOf, longRun, perMinute, queueInLongRun, warmUpOf } from '../scenario-text.ts';
import { mmc } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const LOAD = 0.9;
const MEAN_HANDLE = 3;
const ARRIVALS = 15_000;

/** As many agents as products, each of whom knows one. Cases are spread evenly over the products. */
function separateText(c: number, rate: number): string {
  const products = Array.from({ length: c }, (_, i) => `p${i}`);
  const groups = products.map((id) => ({ id: `for-${id}`, agents: 1, products: `[${id}]` }));
  return `
products: { any: null, ${products.map((product) => `${product}: {}`).join(', ')} }
${groupsText(groups)}
segments:
  customers:
    products: { any: null, ${products.map((product) => `${product}: ${1 / c}`).join(', ')} }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]
work: { handle: { tier1: { phone: exponential ${MEAN_HANDLE} min } } }
`;
}

function point(c: number, short: number): Point {
  const one = { lambda: LOAD / MEAN_HANDLE, mu: 1 / MEAN_HANDLE, c: 1 };
  const all = { ...one, lambda: c * one.lambda, c };
  const factor = mmc(one).meanWait / mmc(all).meanWait;
  const queue = { agents: c, rate: all.lambda, handle: `exponential ${MEAN_HANDLE} min` };
  return {
    id: `${c} agents`,
    setups: [
      longRun(separateText(c, all.lambda), {
        arrivals: ARRIVALS,
        rate: all.lambda,
        warmUp: warmUpOf(one),
        drain: 40 / (one.mu - one.lambda),
        least: leastOf(one),
      }),
      queueInLongRun(queue, MEAN_HANDLE, ARRIVALS),
    ],
    measures: [
      measure(
        'mean wait, separate ÷ pooled',
        '',
        (separate, pooled) => factorOf(meanWait(separate), meanWait(pooled)),
        exact(factor, 'Erlang C'),
      ),
      measure(
        'mean wait, separate',
        'min',
        (separate) => meanWait(separate),
        exact(mmc(one).meanWait, 'Erlang C'),
      ),
      measure(
        'mean wait, pooled',
        'min',
        (_, pooled) => meanWait(pooled),
        exact(mmc(all).meanWait, 'Erlang C'),
      ),
    ],
    replications: { full: 40, short },
  };
}

export const D18: ValidationCase = {
  id: 'D18',
  title: 'Pooling',
  model:
    'c lines of one agent each, split at random, against one line before c agents; load 90 %, service 3 min.',
  points: [2, 4, 8, 16].map((c) => point(c, c === 2 ? 8 : 0)),
};
