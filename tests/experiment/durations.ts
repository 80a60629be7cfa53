import { SECOND_MS } from '#base';
import { packHistogram, QuantileHistogram } from '#statistics';
import { quantileNamed } from '../../src/experiment/measures/quantiles.ts';

const COUNT = 200;

/** What a record keeps for quantiles: for each quantile among the measures, exponential durations with the given quantile (s). */
export function durationsFrom(values: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([id, seconds]) => {
      const quantile = quantileNamed(id);
      if (quantile === null) return [];
      const durations = new QuantileHistogram();
      const scale = (-seconds * SECOND_MS) / Math.log(1 - quantile.probability);
      for (let i = 0; i < COUNT; i++) durations.record(-scale * Math.log(1 - (i + 0.5) / COUNT));
      return [[quantile.key, packHistogram(durations)]];
    }),
  );
}
