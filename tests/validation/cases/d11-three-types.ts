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

/** Calls per minute, by type and two-hour period from 08:00 on. */
const RATES = [
  [4.2, 5.3, 3.2],
  [5.1, 4.3, 4.8],
  [6.3, 5.2, 4.8],
] as const;
const PERIODS = ['08:00-10:00', '10:00-12:00', '12:00-14:00'] as const;
/** Means of exponential times by period, s. A call has those of the period in which it arrives (patience) or begins (handle time). */
const PATIENCE = [200, 150, 300] as const;
const HANDLE = [120, 100, 150] as const;
/** Agents of the two groups by period. Those of the last period stay until the queue is empty. */
const AGENTS = [
  [12, 18, 9],
  [15, 20, 11],
] as const;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FIRST_HOUR = 8;
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

function profile(type: number): string {
  const rates = RATES[type] as (typeof RATES)[number];
  const hours = Array.from({ length: 24 }, (_, hour) => rates[Math.floor((hour - FIRST_HOUR) / 2)] ?? 0);
  return `{ hours: [${hours.join(', ')}] }`;
}

function segment(type: number, region: string): string {
  const rates = RATES[type] as (typeof RATES)[number];
  const all = rates[0] + rates[1] + rates[2];
  // The format's rate is an average over the day: two hours of each period.
  return `
  type-${type}:
    title: Type ${type}
    promise: none
    placement: home
    busyness: day
    products: { type-${type}: 1 }
    severities: { C: 1 }
    channels: { phone: 1 }
    profiles: { phone: type-${type} }
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

/** Contacts that begin when the last period is over have its handle times. */
function byPeriod(): string {
  return PERIODS.map(
    (hours, k) => `
    - { hours: "${hours}", patience: exponential ${PATIENCE[k]} s, handle: exponential ${HANDLE[k]} s }`,
  ).join('');
}

/** The second type goes to the first group where possible, which is of its region. */
function days(count: number): Plan {
  const changes = `
products: { any: null, type-0: {}, type-1: {}, type-2: {} }
profiles: { type-0: ${profile(0)}, type-1: ${profile(1)}, type-2: ${profile(2)} }
busyness: { day: { shape: 28.7 } }
centres:
  home: null${centre('first', '[type-0, type-1]', AGENTS[0])}${centre('second', '[type-1, type-2]', AGENTS[1])}
segments:
  customers: null${segment(0, 'first')}${segment(1, 'first')}${segment(2, 'second')}
work:
  patience: { phone: exponential ${PATIENCE[0]} s }
  handle: { tier1: { phone: exponential ${HANDLE[2]} s } }
  exceptions:${byPeriod()}
routing: { preference: local specialist }
`;
  return { text: scenarioText(changes, count * DAY_MS), fromMs: 0, toMs: count * DAY_MS };
}

const inTime: CaseFilter = (logged) => isAnsweredWithin(logged, WITHIN);
const isServed: CaseFilter = (logged) => !isAbandoned(logged);
const countsForTarget: CaseFilter = (logged) => isServed(logged) || waitMin(logged) > WITHIN;

/** The stream is the segment, and the period that of the arrival. */
const of = (type: number, period: number) => (logged: LoggedCase) =>
  logged.stream === type && Math.floor(((logged.openedMs % DAY_MS) / HOUR_MS - FIRST_HOUR) / 2) === period;

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
