import { describe, expect, it } from 'vitest';
import { type RoutingDecision, WAITING_CAUSES } from '#domain';
import { renderRoutingDecision } from '#report';
import { worldScenario } from '../generators/world-scenario.ts';

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
    { group: 0, ruledOutBy: null, onDuty: 54, idle: 2, rank: 1 },
    { group: 3, ruledOutBy: null, onDuty: 72, idle: 5, rank: 0 },
    { group: 1, ruledOutBy: 'tier', onDuty: 27, idle: 0, rank: null },
    { group: 2, ruledOutBy: 'tier', onDuty: 9, idle: 1, rank: null },
  ],
  agent: 3,
  cause: null,
  interrupts: null,
};

describe('renderRoutingDecision', () => {
  it('tells what was asked, who was ruled out by which rule, the candidates in order, and the choice', () => {
    expect(renderRoutingDecision(decision, scenario)).toEqual([
      '2014-11-03T01:00:00.000Z  the case looks for an agent',
      '  needs tier 1, Azure, en; severity A; in the queue for 1 d 1 h',
      '  ruled out by tier: sydney/sydney-2, sydney/sydney-3',
      '  candidate: tokyo/tokyo-1, 5 of 72 free, order of choice 0',
      '  candidate: sydney/sydney-1, 2 of 54 free, order of choice 1',
      '  → agent 3 of sydney/sydney-1 (longest idle)',
    ]);
  });

  it('names the cause where the case waits', () => {
    const waits = { ...decision, agent: null, cause: WAITING_CAUSES.indexOf('centre closed') };
    expect(renderRoutingDecision(waits, scenario).at(-1)).toBe('  → waits: centre closed');
  });

  it('lets no title steer the terminal', () => {
    const products = scenario.products.map((product) => ({ ...product, title: '\u001b[31mred' }));
    const lines = renderRoutingDecision(decision, { ...scenario, products });
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });
});
