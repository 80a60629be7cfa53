import { describe, expect, it } from 'vitest';
import { type RankedKind, type RoutingDecision, type Scenario, WAITING_CAUSES } from '#domain';
import { renderRoutingDecision, routingSummary } from '#report';
import { worldScenario } from '../../generators/world-scenario.ts';

const scenario = worldScenario();
/** Groups 0 … 2 are Sydney's tiers 1 … 3; agents are numbered through the groups. */
const decision: RoutingDecision = {
  timeMs: 3_600_000,
  caseNumber: 7,
  askedBy: 'case',
  tier: 1,
  product: 1,
  language: 0,
  severity: 0,
  waitMs: 90_061_000,
  held: false,
  stage: 0,
  groups: [
    { group: 0, ruledOutBy: null, onDuty: 54, idle: 2, withRoom: 0, rank: 1 },
    { group: 3, ruledOutBy: null, onDuty: 72, idle: 5, withRoom: 0, rank: 0 },
    { group: 1, ruledOutBy: 'tier', onDuty: 27, idle: 0, withRoom: 0, rank: null },
    { group: 2, ruledOutBy: 'tier', onDuty: 9, idle: 1, withRoom: 0, rank: null },
  ],
  agent: 3,
  cause: null,
  interrupts: null,
  inHand: 0,
  isAfterDuty: false,
};

describe('routingSummary', () => {
  it('says what came of the last decision', () => {
    const waits = { ...decision, agent: null, cause: WAITING_CAUSES.indexOf('centre closed') };
    expect(routingSummary([waits, decision], scenario)).toBe(
      '2 routing decisions; the last gave it to agent 3 of Sydney 1 (first line), after 1 d 1 h in the queue',
    );
    expect(routingSummary([waits], scenario)).toBe(
      '1 routing decision; at the last it waited: centre closed',
    );
    expect(routingSummary([], scenario)).toBe('0 routing decisions: it never looked for an agent');
  });
});

describe('renderRoutingDecision', () => {
  it('gives the request, who was ruled out by which rule, the candidates in order, and the choice', () => {
    expect(renderRoutingDecision(decision, scenario)).toEqual([
      '2014-11-03T01:00:00.000Z  the case looks for an agent',
      '  needs tier 1, Azure, en; severity A; in the queue for 1 d 1 h',
      '  ruled out by tier: Sydney 2 (second line); Sydney 3 (third line)',
      '  candidate: Tokyo 1 (first line), 5 of 72 free, order of choice 0',
      '  candidate: Sydney 1 (first line), 2 of 54 free, order of choice 1',
      '  → agent 3 of Sydney 1 (first line): longest idle',
    ]);
  });

  it('says that an agent was drawn, after which nobody is equal', () => {
    const chosenBy = (prefer: Scenario['routing']['stages'][number]['prefer']) => {
      const routing = {
        ...scenario.routing,
        stages: scenario.routing.stages.map((stage) => ({ ...stage, prefer })),
      };
      return renderRoutingDecision(decision, { ...scenario, routing }).at(-1);
    };
    expect(chosenBy(['random agent'])).toBe('  → agent 3 of Sydney 1 (first line): random agent');
    expect(chosenBy(['fastest server', 'random agent', 'longest idle'])).toContain(
      ': fastest server, then random agent',
    );
    expect(chosenBy(['random'])).toContain(': random, then longest idle');
  });

  it('names the cause if the case waits', () => {
    const waits = { ...decision, agent: null, cause: WAITING_CAUSES.indexOf('centre closed') };
    expect(renderRoutingDecision(waits, scenario).at(-1)).toBe('  → waits: centre closed');
  });

  it("mentions an agent's other contacts and staying on after duty", () => {
    const busy = {
      ...decision.groups[1],
      group: 3,
      ruledOutBy: null,
      onDuty: 72,
      idle: 0,
      withRoom: 4,
      rank: null,
    };
    const beside = { ...decision, groups: [busy], agent: 99, inHand: 2 };
    expect(renderRoutingDecision(beside, scenario).slice(2)).toEqual([
      '  candidate: Tokyo 1 (first line), 0 of 72 free, 4 with room for another contact',
      '  → agent 99 of Tokyo 1 (first line): with 2 in hand, the fewest',
    ]);
    const asked = renderRoutingDecision({ ...beside, askedBy: 'agent' }, scenario);
    expect(asked[0]).toContain(
      'an agent with 2 in hand takes a case (highest severity, then first in first out)',
    );
    expect(asked.at(-1)).toBe('  → agent 99 of Tokyo 1 (first line): with 2 in hand');
    const stays = renderRoutingDecision({ ...decision, askedBy: 'agent', isAfterDuty: true }, scenario);
    expect(stays[0]).toContain('an agent who stays to serve the queue out takes a case');
    expect(stays.at(-1)).toBe('  → agent 3 of Sydney 1 (first line): after duty');
  });

  it('says what a group takes first', () => {
    const kind = { severities: null, channels: ['phone'], segment: null, product: null } as const;
    const asked = (takesFirst: readonly RankedKind[]) => {
      const groups = scenario.groups.map((group) => ({ ...group, takesFirst }));
      return renderRoutingDecision({ ...decision, askedBy: 'agent' }, { ...scenario, groups })[0];
    };
    expect(asked([kind])).toContain(
      '(what its group takes first, then highest severity, then first in first out)',
    );
    expect(asked([{ ...kind, rank: 1 }])).toContain(
      '(what its group takes first, then the largest weight × wait)',
    );
  });

  it('lets no title control the terminal', () => {
    const products = scenario.products.map((product) => ({ ...product, title: '\u001b[31mred' }));
    const lines = renderRoutingDecision(decision, { ...scenario, products });
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });
});
