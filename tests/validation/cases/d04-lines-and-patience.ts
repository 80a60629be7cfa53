import {
  isAccepted,
  meanInSystem,
  meanQueue,
  meanWait,
  occupancy,
  shareRefused,
  shareThatAbandons,
} from '../measures.ts';
import { queueInLongRun } from '../scenario-text.ts';
import { waitingRoom } from '../theory-chains.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const AGENTS = 10;
const PLACES = 20;
const MEAN_HANDLE = 10;
const MEAN_PATIENCE = 15;

/** A call every so many seconds on average. */
function point(everyS: number, short: number): Point {
  const rate = 60 / everyS;
  const theory = waitingRoom({
    lambda: rate,
    mu: 1 / MEAN_HANDLE,
    c: AGENTS,
    theta: 1 / MEAN_PATIENCE,
    places: PLACES,
  });
  const queue = {
    agents: AGENTS,
    rate,
    handle: `exponential ${MEAN_HANDLE} min`,
    patience: `exponential ${MEAN_PATIENCE} min`,
    more: `lines: { phone: { total: ${PLACES} } }`,
  };
  const expected = (value: number) => exact(value, 'chain');
  return {
    id: `a call every ${everyS} s`,
    setups: [queueInLongRun(queue, MEAN_HANDLE, 10_000, MEAN_PATIENCE)],
    measures: [
      measure('occupancy', '', (run) => occupancy(run, AGENTS), expected(theory.occupancy)),
      measure('share refused', '', (run) => shareRefused(run), expected(theory.blocked)),
      measure(
        'share of the accepted that abandons',
        '',
        (run) => shareThatAbandons(run, isAccepted),
        expected(theory.abandons),
      ),
      measure('mean number waiting', '', (run) => meanQueue(run), expected(theory.meanQueue)),
      measure('mean number in system', '', (run) => meanInSystem(run), expected(theory.meanInSystem)),
      measure(
        'mean wait of the accepted',
        'min',
        (run) => meanWait(run, isAccepted),
        expected(theory.meanWait),
      ),
    ],
    replications: { full: 40, short },
  };
}

export const D04: ValidationCase = {
  id: 'D04',
  title: 'Limited lines and patience',
  model: 'M/M/10/20+M: calls of 600 s, patience 900 s, ten places to wait.',
  points: [point(40, 0), point(42, 8), point(44, 0), point(46, 0)],
};
