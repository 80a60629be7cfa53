import type { Contribution } from '#statistics';
import { type CaseFilter, isAnsweredWithin, waitMin } from '../measures.ts';
import { isAbandoned, type LoggedCase } from '../run-log.ts';
import { MINUTE_MS, perMinute, scenarioText } from '../scenario-text.ts';
import {
  type Measure,
  type MeasuredRun,
  measure,
  type Plan,
  simulated,
  type ValidationCase,
} from '../validation-case.ts';

/** Calls per minute, by type and two-hour period from 08:00 on. The period is modelled as the channel. */
const RATES = [
  [4.2, 5.3, 3.2],
  [5.1, 4.3, 4.8],
  [6.3, 5.2, 4.8],
] as const;
const PERIODS = ['phone', 'e-mail', 'web'] as const;
/** Agents of the two groups by period. Those of the last period stay until the queue is empty. */
const AGENTS = [
  [12, 18, 9],
  [15, 20, 11],
] as const;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WITHIN = 1 / 3;
const PUBLISHED = '1000 simulated days, published';
/** Answered within 20 s, with half-widths of 95 % intervals. */
const IN_TIME = [
  [
    [170.2, 5.8],
    [599.3, 5.2],
    [15.5, 1.7],
  ],
  [
    [262.9, 8.3],
    [511.6, 5.4],
    [34.7, 3.4],
  ],
  [
    [259.8, 9.6],
    [613.7, 6.1],
    [24.9, 2.8],
  ],
] as const;

function weights(from: number): string {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour === from || hour === from + 1 ? 1 : 0));
  return `{ hours: [${hours.join(', ')}] }`;
}

function segment(type: number, region: string): string {
  const rates = RATES[type] as (typeof RATES)[number];
  const all = rates[0] + rates[1] + rates[2];
  const [phone, mail] = [rates[0] / all, rates[1] / all];
  // The format's rate is an average over the day: two hours of each period.
  return `
  type-${type}:
    title: Type ${type}
    promise: none
    placement: home
    busyness: day
    products: { type-${type}: 1 }
    severities: { C: 1 }
    channels: { phone: ${phone}, e-mail: ${mail}, web: ${1 - phone - mail} }
    customers: [{ country: US, region: ${region}, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(all / 12)} }]`;
}

function centre(region: string, products: string, [first, second, last]: readonly [number, number, number]) {
  const counts = [first, second, last, last, last, last, last, last].join(', ');
  return `
  ${region}:
    title: ${region}
    country: US
    timeZone: UTC
    entity: vendor
    region: ${region}
    at: [0, 0]
    access: remote view
    hours: 24x7
    groups:
      agents:
        tier: 1
        languages: [en]
        products: ${products}
        headcounts: [{ from: "08:00", every: 2 h, agents: [${counts}], leaves: next to be free }]`;
}

/** The second type goes to the first group where possible, which is of its region. */
function days(count: number): Plan {
  const changes = `
products: { any: null, type-0: {}, type-1: {}, type-2: {} }
profiles:
  phone: ${weights(8)}
  e-mail: ${weights(10)}
  web: ${weights(12)}
busyness: { day: { shape: 28.7 } }
centres:
  home: null${centre('first', '[type-0, type-1]', AGENTS[0])}${centre('second', '[type-1, type-2]', AGENTS[1])}
segments:
  customers: null${segment(0, 'first')}${segment(1, 'first')}${segment(2, 'second')}
work:
  patience: { phone: exponential 200 s, e-mail: exponential 150 s, web: exponential 300 s }
  handle: { tier1: { phone: exponential 120 s, e-mail: exponential 100 s, web: exponential 150 s } }
routing: { preference: local specialist }
`;
  return { text: scenarioText(changes, count * DAY_MS), fromMs: 0, toMs: count * DAY_MS };
}

const inTime: CaseFilter = (logged) => isAnsweredWithin(logged, WITHIN);
const isServed: CaseFilter = (logged) => !isAbandoned(logged);
const countsForTarget: CaseFilter = (logged) => isServed(logged) || waitMin(logged) > WITHIN;

/** Streams are numbered segment by segment, in each by channel. */
const of = (type: number, period: number) => (logged: LoggedCase) =>
  logged.stream === PERIODS.length * type + period;

function perDay({ counted, toMs }: MeasuredRun, which: CaseFilter): Contribution {
  return { numerator: counted.filter(which).length, denominator: toMs / DAY_MS };
}

const cells = RATES.flatMap((_, type) =>
  PERIODS.map((__, period): Measure => {
    const ofType = IN_TIME[type] as (typeof IN_TIME)[number];
    const [value, halfWidth] = ofType[period] as (typeof ofType)[number];
    return measure(
      `in target, type ${type}, period ${period + 1}`,
      'cases',
      (run) => perDay(run, (logged) => of(type, period)(logged) && inTime(logged)),
      simulated(value, halfWidth, PUBLISHED),
    );
  }),
);

export const D11: ValidationCase = {
  id: 'D11',
  title: 'Three types of calls, two groups',
  model:
    'Three two-hour periods with a common gamma factor of the day; the second type is taken by both groups.',
  points: [
    {
      id: 'days of six hours',
      setups: [(effort) => days(Math.ceil(10 * effort))],
      measures: [
        measure('served', 'cases', (run) => perDay(run, isServed), simulated(4297.3, 27.2, PUBLISHED)),
        measure('abandoned', 'cases', (run) => perDay(run, isAbandoned), simulated(910.3, 34.2, PUBLISHED)),
        measure(
          'in target ÷ (served and late leavers)',
          '',
          (run) => ({
            numerator: run.counted.filter(inTime).length,
            denominator: run.counted.filter(countsForTarget).length,
          }),
          simulated(0.501, 0.0075, PUBLISHED),
        ),
        ...cells,
      ],
      replications: { full: 50, short: 10 },
    },
  ],
};
