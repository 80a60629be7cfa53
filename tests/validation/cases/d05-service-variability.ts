import { meanWait } from '../measures.ts';
import { queueInLongRun } from '../scenario-text.ts';
import { mg1Wait } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const LOAD = 0.8;

/** One agent at 80 % load; mean handle time 1 min, its squared coefficient of variation as given. */
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

export const D05: ValidationCase = {
  id: 'D05',
  title: 'Service variability',
  model: 'M/G/1 at 80 % load, mean service 1, first come, first served.',
  points: [
    mg1(0, 'fixed 1 min'),
    mg1(0.25, 'erlang 1 min shape 4'),
    mg1(1, 'exponential 1 min'),
    mg1(4, 'hyperexponential 1 min scv 4'),
  ],
};
