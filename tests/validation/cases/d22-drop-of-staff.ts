import { meanInSystem, shareThatWaits } from '../measures.ts';
import { MINUTE_MS, scenarioText } from '../scenario-text.ts';
import { type Drop, namedAgentsLeave, nextToBeFreeLeaves, type Stretch } from '../theory-staff.ts';
import { exact, measure, type Plan, type Point, type ValidationCase } from '../validation-case.ts';

const HOUR_MS = 60 * MINUTE_MS;
const HANDLE_MIN = 6;
const DROP: Drop = { lambda: [100, 40], mu: 60 / HANDLE_MIN, agents: [20, 6], hours: 4 };
const EXACT = 'Kolmogorov equations, integrated numerically';

/** From 08:00 to 12:00 with many agents, then two hours with few. Nobody else calls. */
function day(leaves: string, { from, to }: Stretch): Plan {
  const [before, after] = DROP.lambda;
  const weights = Array.from({ length: 24 }, (_, hour) => {
    if (hour >= 8 && hour < 12) return before;
    return hour === 12 || hour === 13 ? after : 0;
  });
  const aDay = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = [20, 20, 20, 20, 6, 6, 6, 6, 6, 6];
  const changes = `
start: 2014-11-03T08:00:00Z
profiles: { phone: { hours: [${weights.join(', ')}] } }
centres:
  home:
    groups:
      agents: { shifts: null, headcounts: [{ from: "08:00", every: 1 h, agents: [${counts.join(', ')}], leaves: ${leaves} }] }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${aDay}/day }]
work:
  patience: { phone: none }
  handle: { tier1: { phone: exponential ${HANDLE_MIN} min } }
`;
  const fromMs = (DROP.hours + from) * HOUR_MS;
  return { text: scenarioText(changes, 10 * HOUR_MS), fromMs, toMs: (DROP.hours + to) * HOUR_MS };
}

const STRETCHES: readonly (readonly [string, Stretch])[] = [
  ['first 6 min', { from: 0, to: 0.1 }],
  ['second hour', { from: 1, to: 2 }],
];

const FORMS = [
  ['named agent', namedAgentsLeave],
  ['next to be free', nextToBeFreeLeaves],
] as const;

const POINTS: readonly Point[] = FORMS.flatMap(([leaves, theory]) =>
  STRETCHES.map(([id, stretch]) => {
    const expected = theory(DROP, stretch);
    return {
      id: `${leaves}, ${id}`,
      setups: [() => day(leaves, stretch)],
      replications: { full: 1000, short: 40 },
      measures: [
        measure('share that waits', '', (run) => shareThatWaits(run), exact(expected.waits, EXACT)),
        measure(
          'mean number waiting or in service',
          '',
          (run) => meanInSystem(run),
          exact(expected.inSystem, EXACT),
        ),
      ],
    };
  }),
);

export const D22: ValidationCase = {
  id: 'D22',
  title: 'A fast drop of staff',
  model:
    'M(t)/M/s(t) from empty: 100 calls an hour and 20 agents for four hours, then 40 calls and 6 agents; 6 min each.',
  points: POINTS,
};
