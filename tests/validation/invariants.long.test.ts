import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_STATES, type Scenario } from '#domain';
import { loadScenario, scenarioNames } from '../running.ts';
import { isOver } from './case-ends.ts';
import { plainWorld } from './random-scenario.ts';
import { accountsOf } from './run-accounts.ts';
import { isAbandoned, isRefused, readRunLog } from './run-log.ts';
import { judgeConservation } from './work-conservation.ts';

/** Laws that hold in every run, whatever it models. Scenarios of hundreds of thousands of cases are ended early. */

const HOUR_MS = 3_600_000;
const LONG = process.env.LONG === '1';

function shortened(name: string): Scenario {
  const whole = loadScenario(name);
  const mostMs = /^(css-2014|bench-)/.test(name) ? 8 * HOUR_MS : whole.horizonMs;
  return LONG ? whole : { ...whole, horizonMs: Math.min(whole.horizonMs, mostMs) };
}

/** Checks every law on one run; returns how much there was to judge. */
function holdLaws(scenario: Scenario, seed: string) {
  const { byCases, byMeter, byWalk, bytes, endMs, ledger } = accountsOf(scenario, seed);

  // Little's law, as an identity: the area under the queue is the sum of the waits, and busy time that of the contacts.
  expect(byWalk).toEqual(byCases);
  const total = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);
  // The ledger of a run that begins with open cases does not say of which tier they are, so there only the sums over tiers are compared.
  const comparable = (account: typeof byCases) =>
    scenario.backlog === undefined ? account : { ...account, waitedMs: total(account.waitedMs) };
  // Where contacts are followed by work, may end with a warm transfer, or block their agents, agents are busy for longer than with them.
  const staysOn = scenario.work.transfer !== undefined || scenario.work.afterContact !== undefined;
  if (staysOn) expect(byMeter.busyMs).toBeGreaterThanOrEqual(byCases.busyMs);
  const busyMs = staysOn ? byMeter.busyMs : byCases.busyMs;
  expect(comparable(byMeter)).toEqual(comparable({ ...byCases, busyMs }));

  // Nobody is lost: each case was resolved, was abandoned, or is somewhere.
  const { cases } = readRunLog(bytes, scenario);
  const refused = cases.filter(isRefused);
  const left = cases.filter((logged) => isOver(logged.state) && !isAbandoned(logged) && !isRefused(logged));
  const abandoned = cases.filter(isAbandoned);
  const here = cases.filter(({ state }) => !isOver(state));
  expect(left.length + abandoned.length + refused.length + here.length).toBe(byMeter.arrived);
  for (const { resolvedMs } of left) expect(resolvedMs).toBeLessThanOrEqual(endMs);
  // Only where customers may give up again has somebody answered them before.
  for (const { visits } of abandoned) {
    const unanswered = scenario.work.patienceAgain === undefined ? visits : visits.slice(-1);
    expect(unanswered.every(({ outcome }) => outcome !== 'answered')).toBe(true);
  }
  for (const { state, visits } of here) {
    const last = visits.at(-1);
    const isInHands = last?.outcome === 'answered' && last.endedMs === Number.POSITIVE_INFINITY;
    expect(isInHands).toBe(state === CASE_STATES.indexOf('open.working'));
  }

  const conservation = judgeConservation(ledger, scenario);
  // An agent who takes some cases only under conditions, or only those of one queue, leaves others waiting. One with several contacts in
  // hand is not idle before the last has ended. A case that was passed on to a group waits for that group alone. Of open cases nobody knows the tier.
  const isLaw =
    !staysOn &&
    scenario.backlog === undefined &&
    scenario.routing.commitment === undefined &&
    scenario.groups.every(
      ({ concurrency, takesOnlyWhile }) => concurrency === undefined && takesOnlyWhile === undefined,
    );
  if (isLaw) expect(conservation.violations).toEqual([]);
  expect(conservation.contacts).toBe(byCases.contacts);
  return { ...conservation, arrived: byMeter.arrived, waitedMs: byCases.waitedMs };
}

describe.each(scenarioNames())('scenario %s', (name) => {
  it('obeys Little’s law, loses nobody and leaves no agent idle', () => {
    const scenario = shortened(name);
    const judged = holdLaws(scenario, scenario.seed);
    expect(judged.arrived).toBeGreaterThan(100);
    expect(judged.instants).toBeGreaterThan(100);
  });
});

describe('a random small scenario', () => {
  it('obeys Little’s law, loses nobody and leaves no agent idle', () => {
    const waitedMs = [0, 0, 0];
    fc.assert(
      fc.property(plainWorld, ({ scenario, seed }) => {
        holdLaws(scenario, seed).waitedMs.forEach((waited, i) => {
          waitedMs[i] = (waitedMs[i] as number) + waited;
        });
      }),
      { numRuns: Number(process.env.NAIVE_WORLDS ?? 60), seed: 1962 },
    );
    for (const waited of waitedMs) expect(waited).toBeGreaterThan(1e6);
  });
});
