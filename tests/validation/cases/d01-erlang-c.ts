import {
  meanInSystem,
  meanQueue,
  meanSojourn,
  meanWait,
  occupancy,
  shareAnsweredWithin,
  shareThatWaits,
} from '../measures.ts';
import { minutes, queueInLongRun } from '../scenario-text.ts';
import { type MmcRates, mmc } from '../theory.ts';
import { exact, type Measure, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Erlang C';
const ARRIVALS = 15_000;

/** `c` agents, arrivals and services per minute, and the acceptable wait in minutes. */
function point(id: string, rates: MmcRates, within: number, short: number): Point {
  const { c, lambda, mu } = rates;
  const theory = mmc(rates);
  const queue = { agents: c, rate: lambda, handle: `exponential ${minutes(1 / mu)}` };
  const measures: Measure[] = [
    measure('mean wait', 'min', (run) => meanWait(run), exact(theory.meanWait, SOURCE)),
    measure('share that waits', '', (run) => shareThatWaits(run), exact(theory.waits, SOURCE)),
    measure(
      `answered within ${(within * 60).toFixed(0)} s`,
      '',
      (run) => shareAnsweredWithin(run, within),
      exact(theory.waitWithin(within), SOURCE),
    ),
    measure('occupancy', '', (run) => occupancy(run, c), exact(theory.occupancy, SOURCE)),
    measure('mean time in system', 'min', (run) => meanSojourn(run), exact(theory.meanSojourn, SOURCE)),
    measure('mean number waiting', '', (run) => meanQueue(run), exact(theory.meanQueue, SOURCE)),
    measure('mean number in system', '', (run) => meanInSystem(run), exact(theory.meanInSystem, SOURCE)),
  ];
  return {
    id,
    setups: [queueInLongRun(queue, 1 / mu, ARRIVALS)],
    measures,
    replications: { full: 40, short },
  };
}

export const D01: ValidationCase = {
  id: 'D01',
  title: 'Erlang C',
  model: 'M/M/c, first come, first served, nobody gives up: five points of textbooks and tools.',
  points: [
    point('a) 3.5/min, 3 min, 13 agents', { lambda: 3.5, mu: 1 / 3, c: 13 }, 1 / 3, 10),
    point('b) 0.2/s, 240 s, 55 agents', { lambda: 12, mu: 1 / 4, c: 55 }, 1 / 4, 0),
    point('c) 100 in 30 min, 3 min, 14 agents', { lambda: 100 / 30, mu: 1 / 3, c: 14 }, 1 / 3, 0),
    point('d) load 1.8, 2 agents', { lambda: 0.9, mu: 0.5, c: 2 }, 1, 10),
    point('d) load 1.8, 4 agents', { lambda: 0.9, mu: 0.5, c: 4 }, 1, 0),
    // A year of the source is an hour here.
    point('e) 300 and 182.5 a year, 3 agents', { lambda: 300 / 60, mu: 182.5 / 60, c: 3 }, 0.1, 10),
  ],
};
