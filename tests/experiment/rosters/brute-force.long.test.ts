import { afterAll, describe, expect, it } from 'vitest';
import { bruteForce, findSmall, smallInstance } from './small-rosters.ts';

/** The others up to 34 have the same answers, and take longer. `npm run validate:rosters` tries any. */
const LONGER = [1, 12, 15, 18, 19, 27, 31];
const SEEDS = Array.from({ length: 34 }, (_, n) => n + 1).filter((seed) => !LONGER.includes(seed));

describe('the cheapest roster', () => {
  let found = 0;

  it.each(SEEDS)('of small instance %i costs as much as the best of all combinations', async (seed) => {
    const instance = smallInstance(seed);
    const expected = await bruteForce(instance);
    const outcome = await findSmall(instance);
    if (expected.cost === null) {
      expect(outcome.kind).not.toBe('found');
      if (outcome.kind === 'missed') expect(outcome.isProved).toBe(true);
      else expect(outcome.kind).toBe('impossible');
      return;
    }
    if (outcome.kind !== 'found') throw new Error(`a roster costs ${expected.cost}, and none was found`);
    const { cost, proof } = outcome.result;
    expect(proof.isProved).toBe(true);
    expect(cost).toBeCloseTo(expected.cost, 6);
    expect(proof.bound).toBeCloseTo(expected.cost, 6);
    found++;
  });

  afterAll(() => {
    // Most instances must have an answer, or nothing would be compared.
    expect(found).toBeGreaterThanOrEqual(20);
  });
});
