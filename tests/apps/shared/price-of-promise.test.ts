import { describe, expect, it } from 'vitest';
import type { Estimate } from '#statistics';
import {
  equalService,
  type PricedPromise,
  pricePlan,
} from '../../../src/apps/shared/experiment/price-of-promise.ts';
import { loadScenario } from '../../running.ts';

const plan = pricePlan(loadScenario('german-night'));
if (plan === null) throw new Error('german-night has a promise');

/** The service that is to be held if each measure of today's staff is `mean` ± `halfWidth` over four runs. */
function heldAt(mean: number, halfWidth: number) {
  const estimate: Estimate = { mean, halfWidth, deviation: 1, count: 4, level: 0.95 };
  const measures = plan?.measures.map((measure) => ({ measure, others: [{ estimate }] })) ?? [];
  const priced = { comparison: { measures, replications: 4 } } as unknown as PricedPromise;
  const goals = equalService(plan as NonNullable<typeof plan>, priced, 0.95);
  return new Map(goals.map(({ measure, value }) => [measure.id, value]));
}

describe('the service that staff with and without the promise must both give', () => {
  it("is that of today's staff, less what chance makes, for all and for restricted customers", () => {
    const held = heldAt(0.5, 0.1);
    expect([...held.keys()]).toEqual(
      ['', '/restricted customers'].flatMap((of) =>
        ['service level', 'abandonment', 'unanswered'].map((id) => id + of),
      ),
    );
    expect(held.get('service level')).toBeCloseTo(0.4, 10);
    expect(held.get('abandonment')).toBeCloseTo(0.6, 10);
  });

  it('does not ask for no unanswered case at all because a few runs had none', () => {
    expect(heldAt(0, 0).get('unanswered')).toBeCloseTo(-Math.log(0.05) / 4, 10);
    expect(heldAt(2, 1).get('unanswered')).toBe(3);
    expect(heldAt(0, 0).get('abandonment')).toBe(0);
  });
});
