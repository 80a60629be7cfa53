import { shareRefused } from '../measures.ts';
import { longRun, queueText } from '../scenario-text.ts';
import { erlangB } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const ARRIVALS = 12_000;

/** As many lines as agents; calls of 1 min, so that arrivals per minute are the load. */
function point(c: number, load: number, short: number): Point {
  const queue = {
    agents: c,
    rate: load,
    handle: 'exponential 1 min',
    more: `lines: { phone: { total: ${c} } }`,
  };
  return {
    id: `load ${load}, ${c} agents`,
    // Nobody waits, so the system forgets its past within a few handle times.
    setups: [
      longRun(queueText(queue), { arrivals: ARRIVALS, rate: load, warmUp: 30, drain: 30, least: 100 }),
    ],
    measures: [measure('share refused', '', (run) => shareRefused(run), exact(erlangB(c, load), 'Erlang B'))],
    replications: { full: 40, short },
  };
}

export const D02: ValidationCase = {
  id: 'D02',
  title: 'Erlang B',
  model: 'M/M/c/c: whoever finds all agents busy is refused; the last four are the fewest lines for 1 %.',
  points: [
    point(1, 1, 8),
    point(2, 1, 8),
    point(17, 10, 8),
    point(18, 10, 0),
    point(30, 20, 0),
    point(64, 50, 0),
    point(117, 100, 0),
  ],
};
