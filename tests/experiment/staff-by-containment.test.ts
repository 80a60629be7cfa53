import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { definite } from '#base';
import { createLocalExecutor, measuresOf, staffByContainment } from '#experiment';
import { boundsOf } from '#statistics';
import { scenarioOf } from '../validation/judge.ts';
import { scenarioText } from '../validation/scenario-text.ts';

const WEEK_MS = 168 * 3_600_000;
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
/** An agent who is on duty day and night, in FTE of 40 hours. */
const FTE_OF_AGENT = 4.2;

/** Ten erlangs of calls at people. The software takes a second, contains by chance and repeats nothing. */
const text = `
centres:
  home:
    groups:
      agents: { shifts: { always: { agents: 12 } } }
      bot: { languages: [en], automated: { time: fixed 1 s, contains: 0.5, selection: 0 } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20160/week }]
work: { patience: { phone: none }, handle: { tier1: { phone: exponential 5 min } } }
serviceLevels: [{ channel: phone, severity: C, within: 30 s, target: 0.8 }]
`;

/** P(wait ≤ 30 s) of M/M/c with 5 minutes of work, by Erlang's C formula. */
function serviceLevel(load: number, servers: number): number {
  if (servers <= load) return 0;
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (load * blocked) / (c + load * blocked);
  const waits = blocked / (1 - (load / servers) * (1 - blocked));
  return 1 - waits * Math.exp(-(servers - load) / 10);
}

/** FTE at which the level is just 80 %, on the straight line between the last number of agents that misses it and the next. */
function fteFor(load: number): number {
  let servers = 1;
  while (serviceLevel(load, servers) < 0.8) servers++;
  const [below, above] = [serviceLevel(load, servers - 1), serviceLevel(load, servers)];
  return FTE_OF_AGENT * (servers - 1 + (0.8 - below) / (above - below));
}

describe('staff by containment', () => {
  const scenario = scenarioOf({ text: scenarioText(text, WEEK_MS) });
  const software = definite(scenario.software, 'the file has software');
  const shares = [0, 0.3, 0.6];
  const search = (seed: string) =>
    staffByContainment(scenario, {
      shares,
      at: (share) => {
        const { software: _, ...people } = scenario;
        const contains = (one: (typeof software)[number]) => one.contains.map((all) => all.map(() => share));
        return share === 0
          ? people
          : { ...people, software: software.map((one) => ({ ...one, contains: contains(one) })) };
      },
      goals: measuresOf([])
        .filter(({ id }) => id === 'service level')
        .map((measure) => ({ measure, value: 0.8 })),
      level: 0.99,
      replications: 4,
      seed,
      executor: createLocalExecutor(digest),
      watch: () => true,
    });

  it('finds the FTE of Erlang’s formula for what is left, and what a subtraction lacks', async () => {
    const rows = definite(await search('1'), 'the search was not ended');
    expect(rows.map(({ share }) => share)).toEqual(shares);
    const alone = fteFor(10);
    for (const { fte, missing, share, subtraction } of rows) {
      const exact = fteFor(10 * (1 - share));
      const expected = [exact, (1 - share) * alone, exact - (1 - share) * alone];
      [fte, subtraction, missing].forEach((estimate, k) => {
        const { high, low } = boundsOf(definite(estimate, 'today’s staff times four is enough'));
        const value = expected[k] ?? Number.NaN;
        expect([share, k, low - 1e-9 <= value, value <= high + 1e-9]).toEqual([share, k, true, true]);
        expect(high - low).toBeLessThan(5);
      });
    }
    // A smaller team needs more room for each call: by the formula the subtraction lacks 3 FTE and more at 60 %.
    expect(boundsOf(definite(rows[2]?.missing, 'it was found')).low).toBeGreaterThan(0);
  }, 300_000);

  it('has no FTE for goals that four times the staff of today does not meet', async () => {
    const busy = {
      ...scenario,
      groups: scenario.groups.map((group) => ({
        ...group,
        shifts: group.shifts.map((one) => ({ ...one, agents: 1 })),
      })),
    };
    const found = await staffByContainment(busy, {
      shares: [0.5],
      at: () => busy,
      goals: measuresOf([])
        .filter(({ id }) => id === 'service level')
        .map((measure) => ({ measure, value: 0.8 })),
      level: 0.95,
      replications: 2,
      seed: '1',
      executor: createLocalExecutor(digest),
      watch: () => true,
    });
    expect(found).toEqual([{ share: 0.5, fte: null, subtraction: null, missing: null, counts: null }]);
  }, 300_000);
});
