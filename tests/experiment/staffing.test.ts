import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLocalExecutor, findStaff, measuresOf, withHeadcounts } from '#experiment';
import { loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** P(wait ≤ t) of M/M/c by Erlang's C formula; rates per minute. Source: Gans, Koole and Mandelbaum (2003), §3. */
function serviceLevel(arrivals: number, service: number, servers: number, minutes: number): number {
  const load = arrivals / service;
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (load * blocked) / (c + load * blocked);
  const waits = blocked / (1 - (load / servers) * (1 - blocked));
  return 1 - waits * Math.exp(-(servers * service - arrivals) * minutes);
}

describe('findStaff', () => {
  const loaded = loadScenario('scenarios/bench-mmc');
  if (!loaded.ok) throw new Error('scenarios/bench-mmc is valid');
  const scenario = { ...loaded.value.scenario, horizonMs: 12 * 3_600_000 };
  const [measure] = measuresOf([]);
  const options = {
    replications: 6,
    checked: 12,
    level: 0.95,
    seed: '1',
    executor: createLocalExecutor(digest),
    watch: () => true,
  };

  it('finds the number of servers that Erlang’s formula gives', async () => {
    if (measure === undefined) throw new Error('there is a service level');
    // The target lies midway between the values for 49 and 50 servers, so sampling error cannot change the answer.
    const [fewer, enough] = [serviceLevel(45, 1, 49, 1 / 6), serviceLevel(45, 1, 50, 1 / 6)];
    const value = (fewer + enough) / 2;
    const found = await findStaff(scenario, { ...options, goals: [{ measure, value }] });
    expect(found?.after).toEqual([[50]]);
    expect(found?.binding).toEqual(['one agent fewer breaks it']);
    expect(found?.hoursAfter).toBe(600);
  }, 60_000);

  it('is null if no staffing meets the goals or it is stopped', async () => {
    if (measure === undefined) throw new Error('there is a service level');
    const goals = [{ measure, value: 1.01 }];
    const short = { ...scenario, horizonMs: 600_000 };
    expect(await findStaff(short, { ...options, goals })).toBeNull();
    expect(await findStaff(short, { ...options, goals, watch: () => false })).toBeNull();
  }, 60_000);

  it('gives the wages of the hours, if there are any', async () => {
    if (measure === undefined) throw new Error('there is a service level');
    const short = { ...scenario, horizonMs: 1_800_000 };
    const groups = short.groups.map((group) => ({ ...group, wage: { perHour: 12, overtimeFactor: 1 } }));
    const goals = [{ measure, value: 0 }];
    const paid = await findStaff({ ...short, groups, currency: 'EUR' }, { ...options, goals });
    expect(paid?.wagesBefore).toBe(50 * 0.5 * 12);
    expect(paid?.wagesAfter).toBe((paid?.hoursAfter ?? Number.NaN) * 12);
    const unpaid = await findStaff(short, { ...options, goals });
    expect(unpaid?.after).toEqual(paid?.after);
    expect(unpaid?.wagesAfter).toBeNull();
  }, 60_000);

  it('changes head counts only', () => {
    const more = withHeadcounts(scenario, [[7]]);
    expect(more.groups[0]?.shifts[0]?.agents).toBe(7);
    expect({ ...more, groups: [] }).toEqual({ ...scenario, groups: [] });
  });
});
