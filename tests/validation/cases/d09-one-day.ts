import { count, isAccepted, isAnsweredWithin, meanWait, occupancy, ratio, waitMin } from '../measures.ts';
import { isAbandoned, isRefused, type LoggedCase } from '../run-log.ts';
import { MINUTE_MS, perMinute, scenarioText } from '../scenario-text.ts';
import { dayFromEmpty } from '../theory-chains.ts';
import {
  exact,
  type Measure,
  type MeasureOf,
  measure,
  type Plan,
  type Point,
  simulated,
  type ValidationCase,
} from '../validation-case.ts';

const LAMBDA = 4.2;
const AGENTS = 12;
const OPEN = 480;
const WITHIN = 1 / 3;
const EXACT = 'chain from an empty start';
const PUBLISHED = '1000 simulated days, published';
const REPLICATIONS = { full: 1000, short: 30 };

/** Open from 08:00 to 16:00. The agents stay, so those who still wait at closing are served. */
function day(patience: string, more = ''): Plan {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 16 ? 1 : 0));
  // The format's rate is an average over the week.
  const rate = perMinute((LAMBDA * 8) / 24);
  const changes = `
start: 2014-11-03T08:00:00Z
profiles: { phone: { hours: [${hours.join(', ')}] } }
centres: { home: { groups: { agents: { shifts: { always: { agents: ${AGENTS} } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work:
  patience: { phone: ${patience} }
  handle: { tier1: { phone: exponential 2 min } }
${more}
`;
  return { text: scenarioText(changes, 10 * 60 * MINUTE_MS), fromMs: 0, toMs: OPEN * MINUTE_MS };
}

const inTime = (logged: LoggedCase) => isAccepted(logged) && isAnsweredWithin(logged, WITHIN);
const isServed = (logged: LoggedCase) => !isAbandoned(logged);
const countsForTarget = (logged: LoggedCase) => isServed(logged) || waitMin(logged) > WITHIN;

/** Published with the half-width of its 95 % interval. */
function figure(
  name: string,
  unit: Measure['unit'],
  of: MeasureOf,
  value: number,
  published: [number, number],
): Measure {
  return measure(name, unit, of, exact(value, EXACT), simulated(...published, PUBLISHED));
}

const rates = { lambda: LAMBDA, mu: 0.5, c: AGENTS };
const patient = dayFromEmpty({ ...rates, theta: 0 }, OPEN, WITHIN);
const impatient = dayFromEmpty({ ...rates, theta: 1 }, OPEN, WITHIN);

const limited = dayFromEmpty({ ...rates, theta: 0, places: AGENTS + 5 }, OPEN, WITHIN);

const POINTS: readonly Point[] = [
  {
    id: 'nobody gives up',
    setups: [() => day('none')],
    replications: REPLICATIONS,
    measures: [
      figure('in target', 'cases', (run) => count(run, inTime), patient.inTime, [1816.158, 3.54]),
      figure(
        'in target ÷ served',
        '',
        (run) => ratio(run, inTime, isServed),
        patient.inTimeOfServed,
        [0.902, 0.002],
      ),
      figure('mean wait', 'min', (run) => meanWait(run), patient.meanWait, [0.099, 0.0025]),
      figure('occupancy while open', '', (run) => occupancy(run, AGENTS), patient.occupancy, [0.695, 0.0015]),
    ],
  },
  {
    id: 'patience 1 min',
    setups: [() => day('exponential 1 min')],
    replications: REPLICATIONS,
    measures: [
      figure('abandoned', 'cases', (run) => count(run, isAbandoned), impatient.abandoned, [58.609, 0.949]),
      figure('in target', 'cases', (run) => count(run, inTime), impatient.inTime, [1906.008, 2.223]),
      figure(
        'in target ÷ served',
        '',
        (run) => ratio(run, inTime, isServed),
        impatient.inTimeOfServed,
        // Published without an interval. Assumed as wide as its neighbour's, to the printed digits.
        [0.975, 0.001],
      ),
      figure(
        'in target ÷ (served and late leavers)',
        '',
        (run) => ratio(run, inTime, countsForTarget),
        impatient.inTimeWithoutShort,
        [0.968, 0.001],
      ),
      figure(
        'occupancy while open',
        '',
        (run) => occupancy(run, AGENTS),
        impatient.occupancy,
        [0.675, 0.0015],
      ),
    ],
  },
  {
    id: 'five places to wait',
    setups: [() => day('none', 'lines: { phone: { waiting: 5 } }')],
    replications: { full: 800, short: 20 },
    measures: [
      figure('refused', 'cases', (run) => count(run, isRefused), limited.blocked, [18.655, 0.61]),
      figure('in target', 'cases', (run) => count(run, inTime), limited.inTime, [1854.284, 2.617]),
      figure(
        'mean wait of the accepted',
        'min',
        (run) => meanWait(run, isAccepted),
        limited.meanWait,
        [0.06, 0.001],
      ),
      figure('occupancy while open', '', (run) => occupancy(run, AGENTS), limited.occupancy, [0.689, 0.0015]),
    ],
  },
];

export const D09: ValidationCase = {
  id: 'D09',
  title: 'One day from empty',
  model:
    'M/M/12 over an 8-hour day that begins empty, 4.2 calls a minute of 2 min, served out after closing.',
  points: POINTS,
};
