import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { askedOf, createLocalExecutor, measureNamed } from '#experiment';
import { renderRequiredText } from '#report';
import { requiredAgents } from '../../../src/apps/shared/experiment/required-agents.ts';
import { scenarioOf } from '../../validation/judge.ts';
import { scenarioText } from '../../validation/scenario-text.ts';

const HOUR_MS = 3_600_000;
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Three erlangs of calls (with `rate` a week, fewer) in three hours of Monday, and none otherwise, in four weeks; 80 % within 20 s are wanted. */
function desk(agents: number, zones: readonly string[] = ['UTC'], rate = 90): Scenario {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 11 ? 1 : 0));
  const customers = zones.map(
    (zone) => `{ country: US, region: home, timeZone: ${zone}, languages: { en: 1 }, rate: ${rate}/week }`,
  );
  const changes = `
centres: { home: { groups: { agents: { shifts: { always: { agents: ${agents} } } } } } }
profiles: { morning: { hours: [${hours.join()}], days: { mon: 1, tue: 0, wed: 0, thu: 0, fri: 0, sat: 0, sun: 0 } } }
segments:
  customers:
    profiles: { phone: morning }
    customers: [${customers.join()}]
work: { handle: { tier1: { phone: exponential 6 min } } }
serviceLevels: [{ channel: phone, severity: C, within: 20 s, target: 0.8 }]
`;
  return scenarioOf({ text: scenarioText(changes, 4 * 168 * HOUR_MS) });
}

const run = { replications: 5, seed: '1', executor: createLocalExecutor(digest), watch: () => true };

it('finds the fewest agents in the hour with which the service level is met in it', async () => {
  const scenario = desk(3);
  const found = await requiredAgents(scenario, run);
  expect(found?.hours.map(({ hour }) => hour).sort()).toEqual([
    'mon 08:00-09:00',
    'mon 09:00-10:00',
    'mon 10:00-11:00',
  ]);
  for (const { hour, required, scheduled, today, withThem } of found?.hours ?? []) {
    expect([scheduled, today < 0.8, withThem >= 0.8]).toEqual([3, true, true]);
    // Counted anew: one agent fewer in this hour of each Monday misses it.
    const day = Number(hour.slice(4, 6));
    const duty = [0, 1, 2, 3].map((week) => ({
      fromMs: (168 * week + day) * HOUR_MS,
      toMs: (168 * week + day + 1) * HOUR_MS,
    }));
    const added = { id: 'added', agents: (required ?? 0) - scheduled - 1, duty };
    const groups = scenario.groups.map((group) => ({ ...group, shifts: [...group.shifts, added] }));
    const measure = measureNamed(`service level/customers/phone/C@${hour}`, scenario.segments);
    if (!measure.ok) throw new Error(measure.problem);
    await run.executor.begin([{ ...scenario, groups }], askedOf([measure.value]));
    let [inTime, judged] = [0, 0];
    for (let replication = 0; replication < run.replications; replication++) {
      const result = await run.executor.run({ scenario: 0, seed: `${run.seed}/search`, replication });
      if ('failed' in result) throw new Error(result.failed);
      const { denominator = 0, numerator = 0 } = measure.value.contribution(result.summary) ?? {};
      inTime += numerator;
      judged += denominator;
    }
    expect(inTime / judged).toBeLessThan(0.8);
  }
}, 120_000);

it('adds agents in the hour of all customers, each on their own clock', async () => {
  const found = await requiredAgents(desk(3, ['UTC', 'America/Chicago']), run);
  const [worst] = found?.hours ?? [];
  expect(worst).toMatchObject({ timeZone: '2 time zones', scheduled: 3 });
  expect(worst?.withThem).toBeGreaterThanOrEqual(0.8);
}, 120_000);

it('finds nothing where every hour is served, and is null if it is stopped', async () => {
  const found = await requiredAgents(desk(12), run);
  expect(found?.hours).toEqual([]);
  const text = renderRequiredText(
    { hours: [], levels: 6, fewer: 0, casesLeast: 30, addedMost: 16 },
    { width: 400, colour: (_, one) => one },
  );
  expect(text).toBe(
    'No service level is missed in an hour that was looked at. Looked at: 6 service levels with the most late cases, in each hour of the week ' +
      'with 30 cases or more in these runs and a group that may serve them.\n',
  );
  expect(await requiredAgents(desk(3), { ...run, watch: () => false })).toBeNull();
}, 120_000);

it('says in how many hours a service level is missed that has too few cases to judge', async () => {
  const few = await requiredAgents(desk(1, ['UTC'], 15), { ...run, replications: 1 });
  expect(few?.hours).toEqual([]);
  expect(few?.fewer).toBeGreaterThan(0);
  const text = renderRequiredText(
    { hours: [], levels: 6, fewer: 3, casesLeast: 30, addedMost: 16 },
    { width: 400, colour: (_, one) => one },
  );
  expect(text).toContain(
    'In 3 hours of the week with fewer than 30 cases of a level one is missed, which may be chance: more --replications tell.',
  );
});
