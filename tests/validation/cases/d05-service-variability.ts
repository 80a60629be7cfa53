import { meanWait } from '../measures.ts';
import { queueInLongRun } from '../scenario-text.ts';
import { dm1Wait, mg1Wait } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const LOAD = 0.8;

/** One agent at 80 % load; mean handle time 1 min, with the given squared coefficient of variation. */
function mg1(scv: number, handle: string): Point {
  return {
    id: `M/G/1, squared variation ${scv}`,
    setups: [queueInLongRun({ agents: 1, rate: LOAD, handle }, 1, 25_000)],
    measures: [
      measure(
        'mean wait',
        'min',
        (run) => meanWait(run),
        exact(mg1Wait(LOAD, 1, scv), 'Pollaczek–Khinchine'),
      ),
    ],
    replications: { full: 40, short: 10 },
  };
}

/** One agent at a load; calls at fixed intervals, handle times exponential with mean 1 min. */
function dm1(load: number, short: number): Point {
  const queue = { agents: 1, rate: load, handle: 'exponential 1 min', intervals: 'fixed' };
  return {
    id: `D/M/1, load ${load}`,
    setups: [queueInLongRun(queue, 1, 25_000)],
    measures: [
      measure('mean wait', 'min', (run) => meanWait(run), exact(dm1Wait(load), 'root of regular arrivals')),
    ],
    replications: { full: 40, short },
  };
}

export const D05: ValidationCase = {
  id: 'D05',
  title: 'Variability of service and of arrivals',
  model: 'M/G/1 at 80 % load, and D/M/1; mean service 1, first come, first served.',
  points: [
    mg1(0, 'fixed 1 min'),
    mg1(0.25, 'erlang 1 min shape 4'),
    mg1(1, 'exponential 1 min'),
    mg1(4, 'hyperexponential 1 min scv 4'),
    dm1(0.5, 10),
    dm1(0.8, 0),
    dm1(0.95, 0),
  ],
};
