import { meanWait, occupancy, shareAnsweredWithin, shareThatAbandons, shareThatWaits } from '../measures.ts';
import { minutes, queueInLongRun } from '../scenario-text.ts';
import { erlangA } from '../theory-chains.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Erlang A';
const MU = 1 / 3;
const WITHIN = 1 / 3;

/** Calls of 3 min; arrivals per minute, agents, mean patience in minutes. */
function point(id: string, lambda: number, c: number, patience: number, short = 0): Point {
  const theory = erlangA({ lambda, mu: MU, c, theta: 1 / patience });
  const queue = {
    agents: c,
    rate: lambda,
    handle: 'exponential 3 min',
    patience: `exponential ${minutes(patience)}`,
  };
  return {
    id,
    setups: [queueInLongRun(queue, 1 / MU, 10_000, patience)],
    measures: [
      measure('share that abandons', '', (run) => shareThatAbandons(run), exact(theory.abandons, SOURCE)),
      measure('mean wait of all', 'min', (run) => meanWait(run), exact(theory.meanWait, SOURCE)),
      measure('share that waits', '', (run) => shareThatWaits(run), exact(theory.waits, SOURCE)),
      measure(
        'answered within 20 s, of all',
        '',
        (run) => shareAnsweredWithin(run, WITHIN),
        exact(theory.servedWithin(WITHIN), SOURCE),
      ),
      measure('occupancy', '', (run) => occupancy(run, c), exact(theory.occupancy, SOURCE)),
    ],
    replications: { full: 40, short },
  };
}

export const D03: ValidationCase = {
  id: 'D03',
  title: 'Erlang A',
  model: 'M/M/c+M: calls of 3 min, exponential patience, first come, first served.',
  points: [
    point('a) 3.5/min, patience 5 min, 13 agents', 3.5, 13, 5, 10),
    point('a) 3.5/min, patience 5 min, 9 agents', 3.5, 9, 5),
    point('b) 100 in 30 min, patience 5 min, 14 agents', 100 / 30, 14, 5),
    point('b) 100 in 30 min, patience 5 min, 13 agents', 100 / 30, 13, 5),
    point('c) load 95 %, patience 5 min, 10 agents', 0.95 * 10 * MU, 10, 5),
    point('c) load 95 %, patience 1 min, 10 agents', 0.95 * 10 * MU, 10, 1, 10),
    point('c) load 95 %, patience 30 min, 10 agents', 0.95 * 10 * MU, 10, 30),
    point('c) load 130 %, patience 5 min, 10 agents', 1.3 * 10 * MU, 10, 5),
    point('c) load 130 %, patience 5 min, 4 agents', 1.3 * 4 * MU, 4, 5, 10),
    point('c) load 130 %, patience 5 min, 50 agents', 1.3 * 50 * MU, 50, 5),
  ],
};
