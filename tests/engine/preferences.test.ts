import { describe, expect, it } from 'vitest';
import type { RoutingDecision, Scenario } from '#domain';
import { createSimulation, prepareEngine, routingProbe } from '#engine';
import { createNullMeter } from '#statistics';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';

const SHIFT = 'shifts: { always: { agents: 2, from: "00:00", to: "24:00" } }';

/** Three groups of two agents at one centre, the last of them fast. At this load an agent is nearly always free. */
function world(routing: string): Scenario {
  return scenarioOf(
    parseOverMinimal(`
horizon: 4 days
centres:
  dublin:
    hours: 24x7
    groups:
      all: null
      a: { tier: 1, languages: [en], products: all, ${SHIFT} }
      b: { tier: 1, languages: [en], products: all, ${SHIFT} }
      c: { tier: 1, languages: [en], products: { mail: 2 }, ${SHIFT} }
      d: { tier: 2, languages: [en], products: all, ${SHIFT} }
routing: ${routing}
`),
  ).scenario;
}

interface Chosen {
  readonly group: number;
  readonly decision: RoutingDecision;
}

/** The groups that got the first cases, with the recorded decision. */
function choices(scenario: Scenario, cases = 60): readonly Chosen[] {
  const found: Chosen[] = [];
  for (let caseNumber = 0; caseNumber < cases; caseNumber++) {
    const simulation = createSimulation(scenario, {
      seed: '1',
      replication: 0,
      ...prepareEngine('table'),
      observer: null,
      meter: createNullMeter(),
      probe: routingProbe(caseNumber, (decision) => {
        if (decision.agent === null || decision.tier !== 1 || found[caseNumber] !== undefined) return;
        found[caseNumber] = { decision, group: Math.floor(decision.agent / 2) };
      }),
    });
    while (!simulation.advance(scenario.horizonMs));
  }
  return found.filter((choice) => choice !== undefined);
}

/** Free groups of a decision made for a case. */
function candidates({ decision }: Chosen) {
  return decision.groups.filter(({ ruledOutBy }) => ruledOutBy === null);
}

const asked = (routing: string) =>
  choices(world(routing)).filter(
    (choice) => choice.decision.askedBy === 'case' && candidates(choice).length > 1,
  );

describe('routing preferences', () => {
  it('fastest server: the fast group whenever it has a free agent', () => {
    const all = asked('{ preference: fastest server }');
    expect(all.length).toBeGreaterThan(20);
    for (const choice of all) {
      if (candidates(choice).some(({ group }) => group === 2)) expect(choice.group).toBe(2);
    }
  });

  it('overflow list: the first listed group with a free agent; unlisted groups come last', () => {
    for (const choice of asked('{ preference: overflow list, overflow: [dublin/b, dublin/a] }')) {
      const free = candidates(choice).map(({ group }) => group);
      expect(choice.group).toBe([1, 0, 2].find((group) => free.includes(group)));
    }
  });

  it('most idle agents, and least occupied: the largest number, the smallest share', () => {
    for (const preference of ['most idle agents', 'least occupied']) {
      for (const choice of asked(`{ preference: ${preference} }`)) {
        const most = Math.max(...candidates(choice).map(({ idle }) => idle));
        // The chosen agent still counts as free when the decision is recorded.
        expect(choice.decision.groups[choice.group]?.idle, preference).toBe(most);
      }
    }
  });

  it('round robin: one group after the other', () => {
    const groups = asked('{ preference: round robin }').map(({ group }) => group);
    const counts = [0, 1, 2].map((group) => groups.filter((one) => one === group).length);
    expect(Math.min(...counts)).toBeGreaterThan(0.2 * groups.length);
  });

  it('random: every group has a chance, the same in each run with the seed', () => {
    const groups = asked('{ preference: random }').map(({ group }) => group);
    expect(new Set(groups).size).toBe(3);
    expect(asked('{ preference: random }').map(({ group }) => group)).toEqual(groups);
  });

  it('random agent: every free agent has a chance, the same in each run with the seed', () => {
    const agents = asked('{ preference: random agent }').map(({ decision }) => decision.agent);
    expect(new Set(agents)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(asked('{ preference: random agent }').map(({ decision }) => decision.agent)).toEqual(agents);
  });

  it('random agent after others: any of the agents that are equal by them', () => {
    const chosen = asked('{ preference: [fastest server, random agent] }');
    const agents = chosen.filter((choice) => candidates(choice).some(({ group }) => group === 2));
    for (const { decision } of agents) expect([4, 5]).toContain(decision.agent);
    // Both agents of the fast group, also where both are free.
    const both = agents.filter(({ decision }) => decision.groups[2]?.idle === 2);
    expect(new Set(both.map(({ decision }) => decision.agent)).size).toBe(2);
  });

  it('a list: the first preference decides, the next breaks its ties', () => {
    for (const choice of asked('{ preference: [most idle agents, fastest server] }')) {
      const most = Math.max(...candidates(choice).map(({ idle }) => idle));
      const equal = candidates(choice).filter(({ idle }) => idle === most);
      const fast = equal.some(({ group }) => group === 2);
      if (fast) expect(choice.group).toBe(2);
      else expect(equal.map(({ group }) => group)).toContain(choice.group);
    }
  });

  it('stages: the first stage whose condition holds decides', () => {
    const routing =
      '{ stages: [{ when: { from: "08:00", to: "20:00" }, prefer: overflow list }, { prefer: fastest server }], overflow: [dublin/a] }';
    const scenario = world(routing);
    const all = asked(routing);
    const stages = new Set<number>();
    for (const choice of all) {
      const { stage, timeMs } = choice.decision;
      const hour = new Date(scenario.startEpochMs + timeMs).getUTCHours();
      expect(stage).toBe(hour >= 8 && hour < 20 ? 0 : 1);
      stages.add(stage);
      const free = candidates(choice).map(({ group }) => group);
      const wanted = stage === 0 ? 0 : 2;
      if (free.includes(wanted)) expect(choice.group).toBe(wanted);
    }
    expect(stages.size).toBe(2);
  });

  it('conditions of load: below the given busy share, the next stage decides', () => {
    const routing =
      '{ stages: [{ when: { busy: 0.5 }, prefer: fastest server }, { prefer: overflow list }], overflow: [dublin/a] }';
    for (const choice of asked(routing)) {
      const tier1 = choice.decision.groups.slice(0, 3);
      const idle = tier1.reduce((sum, group) => sum + group.idle, 0);
      expect(choice.decision.stage).toBe(1 - idle / 6 >= 0.5 ? 0 : 1);
    }
  });
});
