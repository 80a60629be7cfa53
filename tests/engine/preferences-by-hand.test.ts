import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { actKind } from '#domain';
import { overQueue, runObserved } from './observed-run.ts';

const ASSIGN = actKind('assign');

interface Assignment {
  readonly group: number;
  readonly agent: number;
  readonly timeMs: number;
  readonly waitMin: number;
}

/** Cases at even intervals, all alike, so that the assignments can be worked out by hand. */
function assignments(everyMin: number, workMin: number, more: string): readonly Assignment[] {
  const found: Assignment[] = [];
  const scenario = overQueue(`
segments:
  customers:
    arrivals: { intervals: fixed }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${60 / everyMin}/h }]
work: { handle: { tier1: { web: fixed ${workMin} min } } }
${more}`);
  runObserved(scenario, (timeMs, kind, _aux, _case, group, _b, agent, waitMs) => {
    if (kind === ASSIGN) found.push({ group, agent, timeMs, waitMin: (waitMs ?? 0) / MINUTE_MS });
  });
  return found;
}

const awayWith = (agents: number, timeZone: string) =>
  `{ country: US, timeZone: ${timeZone}, entity: vendor, region: elsewhere, at: [0, 0], access: remote view, hours: 24x7,
      groups: { servers: { tier: 1, languages: [en], products: all, shifts: { always: { agents: ${agents}, days: mon-sun, from: "00:00", to: "24:00" } } } } }`;

describe('preferences, worked out by hand', () => {
  it('longest idle: agents take turns if each finishes before the next case', () => {
    const agents = assignments(
      10,
      1,
      'centres: { home: { groups: { servers: { shifts: { always: { agents: 4 } } } } } }',
    ).map(({ agent }) => agent);
    expect(agents.length).toBeGreaterThan(100);
    expect(new Set(agents.slice(0, 4)).size).toBe(4);
    agents.slice(4).forEach((agent, i) => {
      expect(agent).toBe(agents[i]);
    });
  });

  it('local specialist: held for the own region for a while, then open to all', () => {
    // One agent at home, busy for 29 min per case. A case arrives every 10 min and is held for 10: the first goes home, then away (after
    // 10), home (after 9), …
    const taken = assignments(
      10,
      29,
      `
centres:
  home: { groups: { servers: { shifts: { always: { agents: 1 } } } } }
  away: ${awayWith(2, 'UTC')}
routing: { preference: local specialist, hold: { web: 10 min } }`,
    );
    // By order of joining, which here equals the order of assignment.
    expect(taken.slice(0, 6).map(({ group, waitMin }) => [group, waitMin])).toEqual([
      [0, 0],
      [1, 10],
      [0, 9],
      [1, 10],
      [1, 10],
      [0, 8],
    ]);
  });

  it('follow the sun: a centre where it is day, and of two the agent who has been idle longest', () => {
    // Day is from 8 to 18 UTC; in Kolkata, five and a half hours ahead, from 02:30 to 12:30 UTC.
    const taken = assignments(
      60,
      1,
      `
centres:
  home: { groups: { servers: { shifts: { always: { agents: 2 } } } } }
  away: ${awayWith(2, 'Asia/Kolkata')}
routing: { preference: follow the sun }`,
    );
    expect(taken.length).toBeGreaterThan(20);
    for (const { group, timeMs } of taken) {
      const hour = timeMs / HOUR_MS;
      const isDay = [hour >= 8 && hour < 18, hour >= 2.5 && hour < 12.5];
      if (isDay[0] !== isDay[1]) expect(group, `at ${hour} h`).toBe(isDay[0] === true ? 0 : 1);
    }
    const both = taken.filter(({ timeMs }) => timeMs >= 8 * HOUR_MS && timeMs < 12.5 * HOUR_MS);
    expect(new Set(both.map(({ group }) => group)).size).toBe(2);
  });

  it('local specialist, then an overflow list: after the hold, the list decides', () => {
    const taken = assignments(
      10,
      60,
      `
centres:
  home: { groups: { servers: { shifts: { always: { agents: 1 } } } } }
  near: ${awayWith(2, 'UTC')}
  far: ${awayWith(8, 'UTC')}
routing: { preference: [local specialist, overflow list], hold: { web: 5 min }, overflow: [near/servers, far/servers] }`,
    );
    const groups = taken.slice(0, 5).map(({ group }) => group);
    expect(groups).toEqual([0, 1, 1, 2, 2]);
    expect(taken.slice(1, 5).every(({ waitMin }) => waitMin === 5)).toBe(true);
  });
});
