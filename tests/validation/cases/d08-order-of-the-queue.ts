import { meanSquareWait, meanWait } from '../measures.ts';
import { leastOf, longRun, queueText, warmUpOf } from '../scenario-text.ts';
import { mm1WaitDeviation, mmc, relaxationTime } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const MINUTE_S = 60;
const load = { lambda: MINUTE_S / 100, mu: MINUTE_S / 80, c: 1 };
const MEAN = mmc(load).meanWait;

function point(order: string, discipline: 'first in' | 'random' | 'last in', short: number): Point {
  const changes = queueText({
    agents: 1,
    rate: load.lambda,
    handle: 'exponential 80 s',
    more: `routing: { order: ${order} }`,
  });
  const deviation = mm1WaitDeviation(load.lambda, load.mu, discipline);
  return {
    id: order,
    setups: [
      longRun(changes, {
        arrivals: 25_000,
        rate: load.lambda,
        warmUp: warmUpOf(load),
        // A customer who came early and is served last waits for as long as the agent is busy without a break.
        drain: 40 * relaxationTime(load),
        least: leastOf(load),
      }),
    ],
    measures: [
      measure('mean wait', 'min', (run) => meanWait(run), exact(MEAN, 'Erlang C')),
      measure(
        'mean square of the wait',
        'min²',
        (run) => meanSquareWait(run),
        exact(deviation ** 2 + MEAN ** 2, 'Kingman'),
      ),
    ],
    replications: { full: 40, short },
  };
}

export const D08: ValidationCase = {
  id: 'D08',
  title: 'Order of the queue',
  model:
    'M/M/1, a call every 100 s of 80 s: the order changes nothing of the mean wait, and all of its spread.',
  points: [
    point('first in first out', 'first in', 0),
    point('random', 'random', 10),
    point('last in first out', 'last in', 10),
  ],
};
