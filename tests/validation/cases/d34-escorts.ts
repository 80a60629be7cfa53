import { meanWait, occupancy, shareThatAbandons } from '../measures.ts';
import { alwaysOn, longRun, minutes, perMinute } from '../scenario-text.ts';
import { mmc } from '../theory.ts';
import { escortsWithoutWaiting, escortsWithPatience } from '../theory-escorts.ts';
import { exact, type MeasuredRun, measure, type Point, type ValidationCase } from '../validation-case.ts';

const [AGENTS, ESCORTS] = [12, 7];
const [MEAN, PATIENCE] = [30, 20];
/** Per minute: cases under escort, and plain ones. */
const LAMBDAS = [20 / 60, 12 / 60] as const;
const RATES = { agents: AGENTS, escorts: ESCORTS, lambdas: LAMBDAS, mu: 1 / MEAN, theta: 1 / PATIENCE };

const customers = (rate: number) =>
  `customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]`;

/** Agents outside, escorts inside, and a promise that lets people outside see cases on these conditions. */
function networkText(access: string): string {
  const group = 'languages: [en], products: all';
  return `
promises: { watched: { zones: { access: US, processing: US }, access: { ${access} } } }
centres:
  home: { groups: { agents: null, escorts: { tier: 3, ${group}, shifts: ${alwaysOn(ESCORTS)} } } }
  away:
    { title: Away, country: IN, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { agents: { tier: 1, ${group}, shifts: ${alwaysOn(AGENTS)} } } }
`;
}

/** `work`: further keys of `work`. Streams: the plain cases come first. */
function escortText(work: string): string {
  return `${networkText('escorted: { by: US }')}
segments:
  customers: { ${customers(LAMBDAS[1])} }
  watched:
    { title: Watched, promise: watched, placement: home, products: { any: 1 }, severities: { A: 1 }, channels: { phone: 1 },
      ${customers(LAMBDAS[0])} }
work:
  handle: { tier1: { phone: exponential ${minutes(MEAN)} } }
${work}
`;
}

const ofStream = (run: MeasuredRun, stream: number): MeasuredRun => ({
  ...run,
  log: { ...run.log, cases: run.log.cases.filter((logged) => logged.stream === stream) },
});
const isOf = (wanted: number) => (logged: { readonly stream: number }) => logged.stream === wanted;
const [PLAIN, WATCHED] = [0, 1];

function escorted(
  id: string,
  work: string,
  { busy, lost, watching }: ReturnType<typeof escortsWithoutWaiting>,
  source: string,
  more: Point['measures'] = [],
): Point {
  const rate = LAMBDAS[0] + LAMBDAS[1];
  return {
    id,
    setups: [longRun(escortText(work), { arrivals: 40_000, rate, warmUp: 600, drain: 600, least: 3000 })],
    measures: [
      measure(
        'share lost, under escort',
        '',
        (run) => shareThatAbandons(run, isOf(WATCHED)),
        exact(lost[0], source),
      ),
      measure('share lost, plain', '', (run) => shareThatAbandons(run, isOf(PLAIN)), exact(lost[1], source)),
      measure('agents busy', '', (run) => occupancy(run, AGENTS), exact(busy, source)),
      measure(
        'escorts busy',
        '',
        (run) => occupancy(ofStream(run, WATCHED), ESCORTS),
        exact(watching, source),
      ),
      ...more,
    ],
    replications: { full: 40, short: 10 },
  };
}

function withPatience(): Point {
  const found = escortsWithPatience(RATES);
  const source = 'chain of both kinds and their lines';
  return escorted(
    'both wait, escorted first',
    `  patience: { phone: exponential ${minutes(PATIENCE)} }`,
    found,
    source,
    [
      measure(
        'mean wait, under escort',
        'min',
        (run) => meanWait(run, isOf(WATCHED)),
        exact(found.waits[0], source),
      ),
      measure('mean wait, plain', 'min', (run) => meanWait(run, isOf(PLAIN)), exact(found.waits[1], source)),
    ],
  );
}

/** Answers come one by one after a random time, so that the approved cases are a Poisson process again. */
function afterApproval(): Point {
  const [rate, answer] = [18 / 60, 25];
  const asked = `${networkText(`approved: { answer: exponential ${minutes(answer)}, refused: 0 }`)}
segments: { customers: { promise: watched, ${customers(rate)} } }
work:
  handle: { tier1: { phone: exponential ${minutes(MEAN)} } }
`;
  const wait = answer + mmc({ lambda: rate, mu: 1 / MEAN, c: AGENTS }).meanWait;
  return {
    id: 'after the approval of the customer',
    setups: [longRun(asked, { arrivals: 40_000, rate, warmUp: 600, drain: 600, least: 3000 })],
    measures: [
      measure(
        'mean wait',
        'min',
        (run) => meanWait(run),
        exact(wait, 'displacement of a Poisson process; Erlang C'),
      ),
    ],
    replications: { full: 40, short: 10 },
  };
}

export const D34: ValidationCase = {
  id: 'D34',
  title: 'Access from outside under escort, or after an approval',
  model: `${AGENTS} agents outside of a zone, ${ESCORTS} escorts inside. Some cases occupy an agent and an escort for the same time, the others an agent.`,
  points: [
    escorted('nobody waits', '  balking: { phone: 1 }', escortsWithoutWaiting(RATES), 'product form'),
    withPatience(),
    afterApproval(),
  ],
};
