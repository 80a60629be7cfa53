import { describe, expect, it } from 'vitest';
import { agentsFor, answeredWithin } from '../../src/report/erlang-c.ts';
import { mmc } from '../validation/theory.ts';

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
