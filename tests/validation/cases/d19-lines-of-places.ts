import { meanWait, ratio } from '../measures.ts';
import { groupsText, longRun, perMinute } from '../scenario-text.ts';
import { twoLines } from '../theory-lines.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'chain of both lines';
const ARRIVALS = 20_000;

interface Setting {
  readonly id: string;
  /** Cases per minute. */
  readonly lambda: number;
  readonly agents: readonly [number, number];
  /** Cases per agent and minute at each centre. */
  readonly mu: readonly [number, number];
  readonly by: 'join the shortest queue' | 'join the shortest queue per agent' | 'minimum expected delay';
  readonly short: number;
}

/** Two groups with a queue each. A free agent of the first group is asked before one of the second. */
function text({ agents, by, lambda, mu }: Setting): string {
  const groups = agents.map((own, g) => ({ id: `g${g}`, agents: own, products: `{ any: ${mu[g]} }` }));
  return `
${groupsText(groups)}
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(lambda)} }]
work: { handle: { tier1: { phone: exponential 1 min } } }
routing:
  preference: overflow list
  overflow: [home/g0, home/g1]
  commitment: { to: group, by: ${by} }
`;
}

function point(setting: Setting): Point {
  const { agents, by, id, lambda, mu, short } = setting;
  const cost = (ahead: number, group: 0 | 1): number => {
    if (by === 'join the shortest queue') return ahead;
    if (by === 'join the shortest queue per agent') return ahead / agents[group];
    return (ahead + 1) / (agents[group] * mu[group]);
  };
  const { meanWait: wait, toFirst } = twoLines({ lambda, agents, mu, cost });
  const spare = agents[0] * mu[0] + agents[1] * mu[1] - lambda;
  const relaxation = 4 / spare;
  return {
    id,
    setups: [
      longRun(text(setting), {
        arrivals: ARRIVALS,
        rate: lambda,
        warmUp: 10 * relaxation,
        drain: 60 * relaxation,
        least: 40 * relaxation,
      }),
    ],
    measures: [
      measure('mean wait', 'min', (run) => meanWait(run), exact(wait, SOURCE)),
      measure(
        'share answered by the first group',
        '',
        (run) =>
          ratio(
            run,
            ({ visits }) => run.log.scenario.groups[visits[0]?.group ?? -1]?.id === 'home/g0',
            () => true,
          ),
        exact(toFirst, SOURCE),
      ),
    ],
    replications: { full: 40, short },
  };
}

const ONE_EACH = { agents: [1, 1], mu: [1, 1] } as const;

export const D19: ValidationCase = {
  id: 'D19',
  title: 'Lines of places',
  model:
    'Two groups of agents with a line each, exponential service: a case that finds nobody free joins the shorter line, the shorter per agent, or that of the least expected delay, for good.',
  points: [
    { ...ONE_EACH, id: 'shortest, 60 %', lambda: 1.2, by: 'join the shortest queue', short: 0 } as const,
    { ...ONE_EACH, id: 'shortest, 80 %', lambda: 1.6, by: 'join the shortest queue', short: 8 } as const,
    { ...ONE_EACH, id: 'delay, alike, 80 %', lambda: 1.6, by: 'minimum expected delay', short: 0 } as const,
    {
      agents: [1, 1],
      mu: [2, 1],
      id: 'delay, twice as fast, 80 %',
      lambda: 2.4,
      by: 'minimum expected delay',
      short: 8,
    } as const,
    {
      agents: [4, 1],
      mu: [1, 1],
      id: 'per agent, 4 and 1, 85 %',
      lambda: 4.25,
      by: 'join the shortest queue per agent',
      short: 8,
    } as const,
  ].map(point),
};
