import type { Contribution } from '#statistics';
import { meanAway, meanInSystem, meanSojourn } from '../measures.ts';
import { leastOf, longRun, queueText, warmUpOf } from '../scenario-text.ts';
import { mm1WithOutages } from '../theory.ts';
import { exact, type MeasuredRun, measure, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'White and Christie';
/** Per unit of time: arrivals, services, failures, repairs. A unit is a minute here. */
const [LAMBDA, MU, FAILS, REPAIRED] = [0.5, 1, 0.1, 0.5];
const theory = mm1WithOutages(LAMBDA, MU, FAILS, REPAIRED);
/** As slow as a queue that is always served at the remaining rate, with a margin. */
const load = { lambda: LAMBDA, mu: MU * theory.availability, c: 1 };

const CHANGES = queueText({
  agents: 1,
  rate: LAMBDA,
  handle: 'exponential 1 min',
  centre: `outages: { random: { every: ${1 / FAILS} min, for: ${1 / REPAIRED} min } }`,
  more: '  outage: { phone: pause }',
});

function availability(run: MeasuredRun): Contribution {
  const { denominator, numerator } = meanAway(run, run.log.outages);
  return { numerator: denominator - numerator, denominator };
}

export const D15: ValidationCase = {
  id: 'D15',
  title: 'Outages at random',
  model: 'M/M/1 whose agent is up for 10 and down for 2 on average, busy or not; work in hand is resumed.',
  points: [
    {
      id: 'load 0.5',
      setups: [
        longRun(CHANGES, {
          arrivals: 20_000,
          rate: LAMBDA,
          warmUp: 2 * warmUpOf(load),
          drain: 8 * warmUpOf(load),
          least: 2 * leastOf(load),
        }),
      ],
      measures: [
        measure('availability', '', availability, exact(theory.availability, SOURCE)),
        measure('mean number in system', '', (run) => meanInSystem(run), exact(theory.meanInSystem, SOURCE)),
        measure('mean time in system', 'min', (run) => meanSojourn(run), exact(theory.meanSojourn, SOURCE)),
      ],
      replications: { full: 40, short: 10 },
    },
  ],
};
