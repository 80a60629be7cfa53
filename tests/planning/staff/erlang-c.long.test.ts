import { describe, expect, it } from 'vitest';
import {
  agentsFor,
  answeredWithin,
  answeredWithinBy,
  type Hands,
} from '../../../src/planning/staff/erlang-c.ts';
import { estimate, modelOf } from '../../demand/model.ts';
import { mmc } from '../../validation/theory.ts';

describe('answeredWithin', () => {
  it("agrees with Erlang's formula as validation has it", () => {
    for (const [agents, load] of [
      [1, 0.4],
      [3, 2.3],
      [12, 11.2],
      [90, 80],
    ] as const) {
      const handleMs = 600_000;
      const theory = mmc({ lambda: load / handleMs, mu: 1 / handleMs, c: agents });
      for (const withinMs of [0, 20_000, 3_600_000]) {
        expect(answeredWithin(agents, { load, handleMs }, withinMs)).toBeCloseTo(
          theory.waitWithin(withinMs),
          12,
        );
      }
    }
  });

  it('is 0 where the agents cannot keep up', () => {
    expect(answeredWithin(2, { load: 2, handleMs: 1000 }, 1_000_000)).toBe(0);
  });
});

describe('agentsFor', () => {
  it('finds the textbook number: 10 calls an hour of 12 minutes, 80 % within 20 s', () => {
    const work = { load: 2, handleMs: 720_000 };
    expect(agentsFor(work, [{ withinMs: 20_000, share: 0.8 }])).toBe(4);
    expect(answeredWithin(3, work, 20_000)).toBeLessThan(0.8);
  });

  it('obeys the strictest of several wishes, and only keeps up where there are none', () => {
    const work = { load: 2, handleMs: 720_000 };
    const [late, soon] = [
      { withinMs: 3_600_000, share: 0.9 },
      { withinMs: 20_000, share: 0.95 },
    ];
    expect(agentsFor(work, [late, soon])).toBe(agentsFor(work, [soon]));
    expect(agentsFor(work, [soon])).toBeGreaterThan(agentsFor(work, [late]));
    expect(agentsFor(work, [])).toBe(3);
    expect(agentsFor({ load: 0, handleMs: 1 }, [soon])).toBe(0);
  });

  it('ends if all are to be answered', () => {
    expect(agentsFor({ load: 2, handleMs: 720_000 }, [{ withinMs: 0, share: 1 }])).toBeGreaterThan(4);
  });
});

describe('answeredWithinBy', () => {
  const MINUTE_MS = 60_000;

  it('is formula C with one contact at a time, and with as many agents as places where nothing slows down', () => {
    for (const [agents, load] of [
      [3, 2.3],
      [90, 80],
    ] as const) {
      const work = { load, handleMs: 600_000 };
      for (const withinMs of [0, 20_000, 3_600_000]) {
        const one = { slots: 1, slowdown: [] };
        const formulaC = answeredWithin(agents, work, withinMs);
        expect(answeredWithinBy(agents, one, work, withinMs)).toBeCloseTo(formulaC, 10);
        const places = answeredWithin(agents * 3, work, withinMs);
        expect(answeredWithinBy(agents, { slots: 3, slowdown: [1, 1] }, work, withinMs)).toBeCloseTo(
          places,
          10,
        );
      }
    }
  });

  it('is 0 where the agents cannot keep up, and finite for many places', () => {
    const hands = { slots: 2, slowdown: [0.5] };
    expect(answeredWithinBy(2, hands, { load: 2, handleMs: 1000 }, 1_000_000)).toBe(0);
    const many = answeredWithinBy(
      1000,
      { slots: 5, slowdown: [0.8, 0.7, 0.6, 0.5] },
      { load: 2000, handleMs: 1000 },
      0,
    );
    expect(many).toBeGreaterThan(0.99);
    expect(many).toBeLessThanOrEqual(1);
  });

  /** The share answered at once and within 10 s in simulation, and by the formula. */
  function compared(agents: number, { slots, slowdown }: Hands, perHour: number, handle: string) {
    const scenario = modelOf(`
horizon: 10 days
centres:
  home: { groups: { servers: { concurrency: { web: ${slots}, slowdown: [${slowdown.join(', ')}] }, shifts: { always: { agents: ${agents} } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perHour}/h }]
work: { handle: { tier1: { web: ${handle} } } }`);
    const figures = estimate(scenario, 4, ({ total }) => ({
      atOnce: total.answeredAtOnce / total.answered,
      soon: total.serviceLevel ?? 0,
    }));
    const work = { load: perHour / 60, handleMs: MINUTE_MS };
    const formula = (withinMs: number) => answeredWithinBy(agents, { slots, slowdown }, work, withinMs);
    return { simulated: figures, formula: { atOnce: formula(0), soon: formula(10_000) } };
  }

  it('is what simulation finds for one agent, whose speed depends on the contacts in hand', () => {
    const { formula, simulated } = compared(1, { slots: 3, slowdown: [0.75, 0.55] }, 60, 'exponential 1 min');
    for (const name of ['atOnce', 'soon'] as const) {
      const { mean, standardError } = simulated[name];
      expect(Math.abs(formula[name] - mean), name).toBeLessThan(4 * standardError);
      expect(standardError).toBeLessThan(0.01);
    }
  });

  it.each([
    [4, { slots: 3, slowdown: [0.75, 0.55] }, 340, 'exponential 1 min'],
    [4, { slots: 3, slowdown: [0.75, 0.55] }, 340, 'lognormal 1 min cv 1'],
    [6, { slots: 2, slowdown: [0.6] }, 380, 'exponential 1 min'],
    [3, { slots: 3, slowdown: [0.5, 0.333] }, 150, 'exponential 1 min'],
  ])('is at most 4 points above simulation, and not below it, for %i agents with %j', (...model) => {
    const { formula, simulated } = compared(...model);
    for (const name of ['atOnce', 'soon'] as const) {
      const { mean, standardError } = simulated[name];
      expect(formula[name] - mean, name).toBeLessThan(0.04);
      expect(formula[name] - mean, name).toBeGreaterThan(-4 * standardError);
    }
  });
});
