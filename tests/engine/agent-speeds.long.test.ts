import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#base';
import { actKind, COMMITMENT_STEPS, type Scenario } from '#domain';
import { auditedRun } from '../demand/model.ts';
import { overQueue, runObserved } from './observed-run.ts';

const ASSIGN = actKind('assign');
const COMMITMENT = actKind('commitment');
const DUTY = actKind('duty');
const OPEN = actKind('open');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');

/** Contacts of ten minutes of work by phone and web. */
function desk(group: string, agents: number, rate: string, more = ''): Scenario {
  return overQueue(`
horizon: 4 days
centres: { home: { groups: { servers: { ${group}, shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers:
    channels: { phone: 0.5, web: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work: { handle: { tier1: { phone: fixed 10 min, web: fixed 10 min } } }
${more}
`);
}

/** How long each agent has seen cases, by channel, ms. */
function contactsOf(scenario: Scenario, seed = scenario.seed) {
  const begunMs = new Map<number, number>();
  const channels = new Map<number, number>();
  const found: { readonly agent: number; readonly channel: number; readonly lengthMs: number }[] = [];
  runObserved({ ...scenario, seed }, (timeMs, kind, aux, caseNumber, _a, _b, agent) => {
    if (kind === OPEN) channels.set(caseNumber, aux & 3);
    else if (kind === VIEW) begunMs.set(caseNumber, timeMs);
    else if (kind === VIEW_END) {
      const lengthMs = timeMs - (begunMs.get(caseNumber) as number);
      found.push({ agent, channel: channels.get(caseNumber) as number, lengthMs });
    }
  });
  return found;
}

/** For each agent, the only length of its contacts, in minutes. */
function lengthsOf(scenario: Scenario, seed?: string): readonly number[] {
  const lengths = new Map<number, Set<number>>();
  for (const { agent, lengthMs } of contactsOf(scenario, seed))
    lengths.set(agent, (lengths.get(agent) ?? new Set()).add(lengthMs));
  return [...lengths.entries()]
    .sort(([one], [other]) => one - other)
    .map(([, all]) => {
      expect(all.size).toBe(1);
      return ([...all][0] as number) / MINUTE_MS;
    });
}

describe('the speed of an agent', () => {
  it('may depend on the channel', () => {
    const lengths = contactsOf(desk('channelSpeeds: { web: 0.5 }, products: { any: 2 }', 4, '10/h'));
    const by = (channel: number) =>
      new Set(lengths.filter((one) => one.channel === channel).map((one) => one.lengthMs));
    expect([...by(0)]).toEqual([5 * MINUTE_MS]);
    expect([...by(2)]).toEqual([10 * MINUTE_MS]);
  });

  it('is taken from a list in turn, starting over at its end', () => {
    expect(lengthsOf(desk('agentSpeeds: [1, 2, 0.5]', 5, '20/h'))).toEqual([10, 5, 20, 10, 5]);
  });

  it('is drawn once per agent and run, with mean 1 and the given variation', () => {
    const scenario = desk('agentSpeeds: { cv: 0.25 }', 400, '2000/h');
    const lengths = lengthsOf(scenario);
    expect(lengths).toHaveLength(400);
    expect(lengthsOf(scenario)).toEqual(lengths);
    expect(lengthsOf(scenario, 'another')).not.toEqual(lengths);
    const speeds = lengths.map((minutes) => 10 / minutes);
    const mean = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
    const variance = speeds.reduce((sum, speed) => sum + (speed - mean) ** 2, 0) / speeds.length;
    // Four standard errors of 400 draws.
    expect(Math.abs(mean - 1)).toBeLessThan(0.05);
    expect(Math.abs(Math.sqrt(variance) - 0.25)).toBeLessThan(0.045);
    // One more agent leaves the others as they are.
    expect(lengthsOf(desk('agentSpeeds: { cv: 0.25 }', 401, '2000/h')).slice(0, 400)).toEqual(lengths);
  });

  it('makes the fastest free agent the first choice', () => {
    const speeds = [1, 3, 2, 0.5];
    const scenario = desk(`agentSpeeds: [${speeds}]`, 4, '14/h', 'routing: { preference: fastest server }');
    const free = new Set<number>();
    let [choices, slower] = [0, 0];
    runObserved(scenario, (_timeMs, kind, aux, _case, _a, _b, agent, first) => {
      if (kind === DUTY && aux === 1) for (let k = 0; k < agent; k++) free.add(first + k);
      if (kind === VIEW_END) free.add(agent);
      if (kind !== ASSIGN) return;
      const fastest = Math.max(...[...free].map((one) => speeds[one] as number));
      choices += free.size > 1 ? 1 : 0;
      if (speeds[agent] !== fastest) slower++;
      free.delete(agent);
    });
    expect(choices).toBeGreaterThan(200);
    expect(slower).toBe(0);
  });

  it('affects the expected delay by channel, and so does severity', () => {
    const commitment = 'routing: { commitment: { to: centre, by: minimum expected delay } }';
    const base = desk('channelSpeeds: { web: 0.5 }', 2, '20/h', commitment);
    const scenario: Scenario = {
      ...base,
      segments: base.segments.map((one) => ({ ...one, severityShares: [0.5, 0, 0.5] as const })),
      work: { ...base.work, severityFactors: { A: 3, B: 1, C: 1 } },
    };
    const expected = new Map<number, number>();
    const told = new Set<string>();
    runObserved(scenario, (_timeMs, kind, aux, caseNumber, _a, _b, ahead, delayMs) => {
      // Ten minutes of work by two agents; on the web at half the speed, and three times as much if urgent.
      if (kind === OPEN)
        expected.set(caseNumber, (10 / 2) * ((aux & 3) === 2 ? 2 : 1) * (aux >> 2 === 0 ? 3 : 1) * MINUTE_MS);
      if (kind !== COMMITMENT || aux !== COMMITMENT_STEPS.indexOf('joins')) return;
      told.add(String(expected.get(caseNumber)));
      expect(delayMs).toBe((ahead + 1) * (expected.get(caseNumber) as number));
    });
    expect(told.size).toBe(4);
  });

  it('is the same on every engine and keeps the audit clean, with concurrent contacts and queues per centre', () => {
    const more = `
routing: { preference: fastest server, commitment: { to: group, by: minimum expected delay } }`;
    const group =
      'channelSpeeds: { web: 0.7, phone: 1.2 }, agentSpeeds: [1, 0.6], concurrency: { web: 2, slowdown: [0.7] }';
    const { summary, violated } = auditedRun(desk(group, 4, '26/h', more));
    expect(violated).toEqual([]);
    expect(summary.total.answered).toBeGreaterThan(1500);
  });
});
