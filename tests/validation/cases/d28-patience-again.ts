import { atTier, meanVisitWait, shareOfVisitsGivenUp } from '../measures.ts';
import { longRun, minutes, tiersText } from '../scenario-text.ts';
import { mmc } from '../theory.ts';
import { erlangA } from '../theory-chains.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const [LAMBDA, MEAN_1, MEAN_2] = [2, 1, 2];
const AGENTS_1 = 3;

/** Every case goes on to tier 2, whose arrivals are as random as those of tier 1 (Burke), since nobody gives up there. */
function tandem(agents: number, patience: number): Point {
  const second = erlangA({ lambda: LAMBDA, mu: 1 / MEAN_2, c: agents, theta: 1 / patience });
  const first = mmc({ lambda: LAMBDA, mu: 1 / MEAN_1, c: AGENTS_1 });
  const changes = tiersText({
    rate: LAMBDA,
    tiers: [
      { agents: AGENTS_1, handle: `exponential ${minutes(MEAN_1)}` },
      { agents, handle: `exponential ${minutes(MEAN_2)}` },
    ],
    work: `
  escalation: { tier1: 1 }
  patienceAgain: { phone: { transfer: exponential ${minutes(patience)} } }`,
  });
  const window = { arrivals: 20_000, rate: LAMBDA, warmUp: 150, drain: 150, least: 400 };
  const [tier1, tier2] = [atTier(1), atTier(2)];
  return {
    id: `load ${((LAMBDA * MEAN_2) / agents).toFixed(2)} at tier 2, patience ${patience}`,
    setups: [longRun(changes, window)],
    measures: [
      measure(
        'share that gives up at tier 2',
        '',
        (run) => shareOfVisitsGivenUp(run, tier2),
        exact(second.abandons, 'Erlang A'),
      ),
      measure(
        'mean wait at tier 2',
        'min',
        (run) => meanVisitWait(run, tier2),
        exact(second.meanWait, 'Erlang A'),
      ),
      measure(
        'mean wait at tier 1',
        'min',
        (run) => meanVisitWait(run, tier1),
        exact(first.meanWait, 'Erlang C'),
      ),
    ],
    replications: { full: 40, short: agents === 4 ? 10 : 0 },
  };
}

export const D28: ValidationCase = {
  id: 'D28',
  title: 'Two stations with patience in the second',
  model: `M/M/${AGENTS_1}, and then M/M/c+M: customers who have been answered give up in the queue of the next tier.`,
  points: [tandem(4, 3), tandem(5, 1), tandem(3, 5)],
};
