import { atTier, meanVisitWait } from '../measures.ts';
import { longRun, minutes, tiersText } from '../scenario-text.ts';
import { blockingTandem } from '../theory-chains.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Markov chain';
const MEAN_MIN = 1;

/** One agent in each of two tiers, and so many places to wait between them. */
function point(perMinute: number, room: number, short: number): Point {
  const theory = blockingTandem({ lambda: perMinute, mu1: 1 / MEAN_MIN, mu2: 1 / MEAN_MIN, room });
  const tier = { agents: 1, handle: `exponential ${minutes(MEAN_MIN)}` };
  const changes = tiersText({
    rate: perMinute,
    tiers: [tier, tier],
    work: `  transfer: { tier1: [{ to: 2, share: 1, way: limited, waiting: ${room}, otherwise: block }] }`,
  });
  const [first, second] = [atTier(1), atTier(2)];
  return {
    id: `${perMinute}/min, room for ${room}`,
    setups: [longRun(changes, { arrivals: 15_000, rate: perMinute, warmUp: 300, drain: 600, least: 300 })],
    measures: [
      measure(
        'mean wait, tier 1',
        'min',
        (run) => meanVisitWait(run, first),
        exact(theory.firstWait, SOURCE),
      ),
      measure(
        'mean wait, tier 2',
        'min',
        (run) => meanVisitWait(run, second),
        exact(theory.secondWait, SOURCE),
      ),
    ],
    replications: { full: 40, short },
  };
}

export const D30: ValidationCase = {
  id: 'D30',
  title: 'A limited queue between two tiers',
  model:
    'M/M/1 → ·/M/1 with few places to wait in between; who finds none stays with the first agent, who is blocked.',
  points: [point(0.5, 1, 8), point(0.6, 3, 0), point(0.4, 0, 0)],
};
