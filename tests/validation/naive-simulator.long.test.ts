import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { livesByBoth } from './naive-comparison.ts';
import { randomWorld } from './random-scenario.ts';

describe('the naive simulator', () => {
  it('gives each case the same life as the engine', () => {
    let [answers, abandoned, resolved, unanswered] = [0, 0, 0, 0];
    fc.assert(
      fc.property(randomWorld, (world) => {
        const { engine, naive } = livesByBoth(world);
        expect(naive.length).toBe(engine.length);
        naive.forEach((life, number) => {
          expect(life, `case ${number} of\n${world.text}`).toEqual(engine[number]);
          answers += life.answers.length;
          abandoned += Number(Number.isFinite(life.abandonedMs));
          resolved += Number(Number.isFinite(life.resolvedMs));
          unanswered += Number(life.answers.length === 0);
        });
      }),
      { numRuns: Number(process.env.NAIVE_WORLDS ?? 60), seed: Number(process.env.NAIVE_SEED ?? 20141103) },
    );
    // The worlds have enough variety for differences to show.
    for (const count of [answers, abandoned, resolved, unanswered]) expect(count).toBeGreaterThan(100);
  }, 3_600_000);
});
