import { describe, expect, it } from 'vitest';
import { studentQuantile } from '#base';
import { FIRST_LOOK, levelOfWider, widening } from '#statistics';
import {
  isOutside,
  measureStopping,
  STOPPED_VALUES,
  stoppingTable,
} from '../validation/intervals/stopping.ts';

describe('intervals of replications that go on until they are short', () => {
  it('are wider by a number of replications that tends to a constant, and only for skewness if the first look was enough', () => {
    const at = (count: number, scenarios: number, skewness2: number) =>
      widening({ count, firstLook: FIRST_LOOK, scenarios, skewness2 });
    expect(at(FIRST_LOOK, 1, 0)).toBe(1);
    expect(at(FIRST_LOOK, 1, 0.5)).toBeCloseTo(Math.sqrt(1 + 4 / FIRST_LOOK), 12);
    expect(at(48, 1, 1)).toBeCloseTo(Math.sqrt(1 + (8 + 3) / 48), 12);
    expect(at(48, 4, 1)).toBeCloseTo(Math.sqrt(1 + (8 + 1.5) / 48), 12);
    expect(at(48, 1, 9)).toBe(at(48, 1, 4));
    expect(at(10_000, 1, 0) ** 2 - 1).toBeCloseTo(6 / 10_000, 5);
  });

  it('are those of Student at a higher level', () => {
    const level = levelOfWider(0.95, 20, 1.1);
    expect(level).toBeGreaterThan(0.95);
    expect(studentQuantile((1 + level) / 2, 19)).toBeCloseTo(1.1 * studentQuantile(0.975, 19), 9);
    expect(levelOfWider(0.9, 20, 1)).toBeCloseTo(0.9, 12);
  });

  it('hold as often as they say, where Student’s do not', async () => {
    const [normal] = STOPPED_VALUES;
    if (normal === undefined) throw new Error('there are normal values');
    const row = await measureStopping(normal, 0.13, 600, 'test');
    expect(isOutside(row)).toBe(false);
    expect(row.held / row.experiments).toBeGreaterThan(0.94);
    expect(row.plainHeld / row.experiments).toBeLessThan(0.935);
    expect(row.runs - row.plainRuns).toBeGreaterThan(2);
    expect(row.runs - row.plainRuns).toBeLessThan(10);
  });

  it('are judged by what they promise, allowing for chance', () => {
    const row = (held: number) => ({
      values: 'v',
      precision: 0.1,
      experiments: 2000,
      held,
      runs: 20,
      plainHeld: 1800,
      plainRuns: 15,
    });
    expect([1900, 1860, 1940].map((held) => isOutside(row(held)))).toEqual([false, false, false]);
    expect([1840, 1960].map((held) => isOutside(row(held)))).toEqual([true, true]);
    expect(stoppingTable([row(1840)])).toContain(
      '| v | ± 10 % | 92.0 % of 2000 | 20.0 | 90.0 % | 15.0 | 5.0 | OUTSIDE |',
    );
  });
});
