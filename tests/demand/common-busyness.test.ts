import { describe, expect, it } from 'vitest';
import type { Busyness } from '#domain';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { factorsOf } from '../../src/engine/demand/busy-days.ts';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';

const DAYS = 40_000;

/** Busynesses of these shapes with one correlation, and their factors on so many days. */
function factorsOfAll(shapes: readonly number[], correlation: number) {
  const names = shapes.map((_, k) => `b${k}`);
  const busyness = shapes.map((shape, k) => `b${k}: { shape: ${shape} }`).join(', ');
  const { scenario } = scenarioOf(
    parseOverMinimal(
      `busyness: { ${busyness} }\ncommonBusyness: { all: { of: [${names}], correlation: ${correlation} } }\n`,
    ),
  );
  expect(parseScenarioJson(scenarioJson(scenario))).toEqual({ ok: true, value: scenario });
  return (scenario.busyness ?? []).map((one: Busyness) => {
    const factor = factorsOf(one, 'common', 0);
    return Float64Array.from({ length: DAYS }, (_, day) => factor(day));
  });
}

function mean(values: ArrayLike<number>, of: (value: number, k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += of(values[k] as number, k);
  return sum / values.length;
}

/** The largest distance between two empirical distribution functions of the same size. */
function distance(one: Float64Array, other: Float64Array): number {
  const [left, right] = [[...one].sort((a, b) => a - b), [...other].sort((a, b) => a - b)];
  let [i, j, most] = [0, 0, 0];
  while (i < left.length && j < right.length) {
    if ((left[i] as number) <= (right[j] as number)) i++;
    else j++;
    most = Math.max(most, Math.abs(i - j) / left.length);
  }
  return most;
}

describe.each([
  { shapes: [10, 10, 10], correlation: 0.6 },
  { shapes: [4, 25], correlation: 0.35 },
  { shapes: [2, 3, 8], correlation: 0.3 },
])('factors of shapes $shapes with the correlation $correlation', ({ correlation, shapes }) => {
  const factors = factorsOfAll(shapes, correlation);

  it('keep their means and variances', () => {
    factors.forEach((values, k) => {
      const shape = shapes[k] as number;
      const average = mean(values, (value) => value);
      expect(Math.abs(average - 1)).toBeLessThan(4 / Math.sqrt(shape * DAYS));
      const variance = mean(values, (value) => (value - 1) ** 2);
      // The fourth central moment of a gamma variate is (3 + 6 ÷ k) ÷ k².
      expect(Math.abs(variance * shape - 1)).toBeLessThan(4 * Math.sqrt((2 + 6 / shape) / DAYS));
    });
  });

  it('stay gamma: no further from independent ones than chance allows', () => {
    factors.forEach((values, k) => {
      const alone = factorsOf({ id: 'alone', shape: shapes[k] as number }, 'alone', k);
      const independent = Float64Array.from({ length: DAYS }, (_, day) => alone(day));
      // Kolmogorov and Smirnov: exceeded once in 10,000.
      expect(distance(values, independent)).toBeLessThan(2.23 * Math.sqrt(2 / DAYS));
    });
  });

  it('have that correlation for every pair', () => {
    for (let i = 0; i < shapes.length; i++) {
      for (let j = 0; j < i; j++) {
        const [one, other] = [factors[i] as Float64Array, factors[j] as Float64Array];
        const covariance = mean(one, (value, day) => (value - 1) * ((other[day] as number) - 1));
        const found = covariance * Math.sqrt((shapes[i] as number) * (shapes[j] as number));
        expect(Math.abs(found - correlation)).toBeLessThan(0.04);
      }
    }
  });
});

it('a name without correlations keeps its factors', () => {
  const { scenario } = scenarioOf(
    parseOverMinimal(
      'busyness: { a: { shape: 9 }, b: { shape: 9 }, c: { shape: 9 } }\ncommonBusyness: { all: { of: [a, b], correlation: 0.5 } }\n',
    ),
  );
  expect(scenario.busyness?.[2]).toEqual({ id: 'c', shape: 9 });
});
