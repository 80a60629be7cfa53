import type { Contribution } from '#statistics';
import { type CaseFilter, waitMin } from '../measures.ts';
import { isAbandoned } from '../run-log.ts';
import { MINUTE_MS, scenarioText } from '../scenario-text.ts';
import {
  type MeasuredRun,
  measure,
  type Plan,
  type Point,
  simulated90,
  type ValidationCase,
} from '../validation-case.ts';

/** Calls per hour from 08:00 on, and agents. The last four stay until midnight, so the queue is served out. */
const CALLS = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60];
const AGENTS = [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4, 4, 4, 4];
const A_DAY = CALLS.reduce((sum, calls) => sum + calls, 0);
const DAY_MS = 24 * 60 * MINUTE_MS;
const WITHIN = 1 / 3;
/** Half a unit of the third decimal, as the half-width of a 90 % interval: the uncertainty of printing. */
const PRINTED = 0.0005;

/** The days are independent, since nobody is there at midnight. */
function days(count: number, shape: number): Plan {
  const hours = Array.from({ length: 24 }, (_, hour) => CALLS[hour - 8] ?? 0);
  const changes = `
profiles: { phone: { hours: [${hours.join(', ')}] } }
busyness: { calls: { shape: ${shape} } }
centres:
  home:
    groups:
      agents:
        shifts: null
        headcounts: [{ from: "08:00", every: 1 h, agents: [${AGENTS.join(', ')}], leaves: next to be free }]
segments:
  customers:
    busyness: calls
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${A_DAY}/day }]
work:
  patience: { phone: exponential 1000 s }
  balking: { phone: 0.1 }
  handle: { tier1: { phone: exponential 100 s } }
`;
  return { text: scenarioText(changes, count * DAY_MS), fromMs: 0, toMs: count * DAY_MS };
}

/** Per day; `each`: over the calls of an average day. */
function perDay({ counted, toMs }: MeasuredRun, which: CaseFilter, each = 1): Contribution {
  return { numerator: counted.filter(which).length, denominator: (each * toMs) / DAY_MS };
}

function totalWaitS({ counted, toMs }: MeasuredRun): Contribution {
  const minutes = counted.reduce((sum, logged) => sum + waitMin(logged), 0);
  return { numerator: 60 * minutes, denominator: (A_DAY * toMs) / DAY_MS };
}

interface Published {
  readonly days: string;
  readonly calls: readonly [number, number];
  readonly waitS: readonly [number, number];
  readonly within: readonly [number, number];
  readonly lost: readonly [number, number];
}

function point(id: string, shape: number, short: number, published: Published): Point {
  const { calls, lost, waitS, within } = published;
  const source = `${published.days} simulated days, published`;
  return {
    id,
    setups: [(effort) => days(Math.ceil(25 * effort), shape)],
    measures: [
      measure('calls', 'cases', (run) => perDay(run, () => true), simulated90(...calls, source)),
      measure('wait ÷ 1660, s', '', (run) => totalWaitS(run), simulated90(...waitS, source)),
      measure(
        'within 20 s, those who leave included, ÷ 1660',
        '',
        (run) => perDay(run, (logged) => waitMin(logged) < WITHIN, A_DAY),
        simulated90(...within, source),
      ),
      measure('lost ÷ 1660', '', (run) => perDay(run, isAbandoned, A_DAY), simulated90(...lost, source)),
    ],
    replications: { full: 60, short },
  };
}

export const D10: ValidationCase = {
  id: 'D10',
  title: 'Busy days with steps of staffing',
  model:
    'Thirteen hours with rates and agents by the hour, a gamma factor of the day, one caller in ten who does not wait.',
  points: [
    point('little variation, shape 400', 400, 10, {
      days: '10,000',
      calls: [1660.366, 1.54],
      waitS: [4.713, 0.033],
      within: [0.925, PRINTED],
      lost: [0.02, PRINTED],
    }),
    point('much variation, shape 10', 10, 10, {
      days: '1000',
      calls: [1639.507, 26.7],
      waitS: [11.834, 1.775],
      within: [0.853, 0.009],
      lost: [0.0342, 0.0032],
    }),
  ],
};
