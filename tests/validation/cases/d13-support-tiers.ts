import type { Contribution } from '#statistics';
import {
  atTier,
  meanInSystem,
  meanSojourn,
  meanVisitWait,
  occupancy,
  shareOfVisitsThatWait,
  visitsPerHour,
} from '../measures.ts';
import { longRun, tiersText } from '../scenario-text.ts';
import { jacksonNetwork } from '../theory.ts';
import {
  exact,
  type Measure,
  type MeasureOf,
  measure,
  type Point,
  type ValidationCase,
} from '../validation-case.ts';

const SOURCE = 'product form';
const PER_HOUR = 12;
/** Agents, and the mean handle time in hours. */
const TIERS = [
  [11, 0.5],
  [10, 1.5],
  [6, 4],
] as const;
const REPLY_1 = 8;
const REPLY_2 = 24;
const DELAY = Number.POSITIVE_INFINITY;

/** Tiers 1, 2 and 3, and those who wait for the customer after tiers 1 and 2. Hours. */
const theory = jacksonNetwork([
  { c: 11, mu: 1 / 0.5, arrivals: PER_HOUR, next: [0, 0.3, 0, 0.2, 0] },
  { c: 10, mu: 1 / 1.5, arrivals: 0, next: [0.15, 0, 0.2, 0, 0.1] },
  { c: 6, mu: 1 / 4, arrivals: 0, next: [0, 0.1, 0, 0, 0] },
  { c: DELAY, mu: 1 / REPLY_1, arrivals: 0, next: [1, 0, 0, 0, 0] },
  { c: DELAY, mu: 1 / REPLY_2, arrivals: 0, next: [0, 1, 0, 0, 0] },
]);

/** Probabilities of waiting for the customer are of the contacts that go neither up nor back. */
const WORK = `
  escalation: { tier1: 0.3, tier2: 0.2 }
  returns: { tier2: 0.15, tier3: 0.1 }
  customerWait:
    tier1: { share: ${0.2 / 0.7}, reply: exponential ${REPLY_1} h }
    tier2: { share: ${0.1 / 0.65}, reply: exponential ${REPLY_2} h }
    autoClose: 14600 days`;

const hours = ({ denominator, numerator }: Contribution): Contribution => ({
  numerator: numerator / 60,
  denominator,
});
function ofTier(k: number, agents: number): readonly Measure[] {
  const station = theory.stations[k] as (typeof theory.stations)[number];
  const here = atTier(k + 1);
  const row = (name: string, unit: Measure['unit'], of: MeasureOf, value: number) =>
    measure(`${name}, tier ${k + 1}`, unit, of, exact(value, SOURCE));
  return [
    row('visits', 'per h', (run) => visitsPerHour(run, here), station.lambda),
    row('mean wait', 'h', (run) => hours(meanVisitWait(run, here)), station.meanWait),
    row('share that waits', '', (run) => shareOfVisitsThatWait(run, here), station.waits),
    row('occupancy', '', (run) => occupancy(run, agents, here), station.occupancy),
    row('mean number', '', (run) => meanInSystem(run, here), station.meanInSystem),
  ];
}

const POINT: Point = {
  id: '12/h',
  setups: [
    longRun(
      tiersText({
        rate: PER_HOUR / 60,
        tiers: TIERS.map(([agents, mean]) => ({ agents, handle: `exponential ${mean} h` })),
        work: WORK,
      }),
      // Customers who answer after a day on average, some more than once, are the slowest part.
      { arrivals: 15_000, rate: PER_HOUR / 60, warmUp: 300 * 60, drain: 1500 * 60, least: 400 * 60 },
    ),
  ],
  measures: [
    ...TIERS.flatMap(([agents], k) => ofTier(k, agents)),
    measure('mean time in system', 'h', (run) => hours(meanSojourn(run)), exact(theory.meanTotal, SOURCE)),
  ],
  replications: { full: 40, short: 6 },
};

export const D13: ValidationCase = {
  id: 'D13',
  title: 'Three support tiers',
  model:
    'Tiers that hand cases up and back and wait for the customer; everything exponential, nobody gives up.',
  points: [POINT],
};
