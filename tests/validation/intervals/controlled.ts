import { normalQuantile, openStream } from '#base';
import { boundsOf, type Contribution, estimateRatio } from '#statistics';
import { isFewer, LEVEL } from './coverage.ts';

/** How often intervals of values with a control hold their truth, and what the control is worth. */
export interface ControlledRow {
  readonly values: string;
  readonly replications: number;
  readonly experiments: number;
  readonly held: number;
  /** Mean square of half-widths without the control ÷ with it: how many times as many replications would give the same. */
  readonly gain: number;
}

interface ControlledValues {
  readonly id: string;
  readonly truth: number;
  draw(normal: () => number): Contribution;
}

/** A level of 0.8 that moves with what arrives, by which 8 % more or fewer cases are in time. */
function levelOf(correlation: number, slope: number, skewness: 0 | 1 = 0) {
  return (normal: () => number): Contribution => {
    // A gamma variate of shape 4 has a skewness of 1.
    const skewed = () => (normal() ** 2 + normal() ** 2 + normal() ** 2 + normal() ** 2) / 2;
    const gamma = () => (skewed() + skewed() - 4) / 2;
    const moved = skewness === 1 ? gamma() : normal();
    const rest = Math.sqrt(1 - correlation ** 2) * normal();
    const denominator = 1000 - 50 * moved;
    const level = 0.8 + 0.02 * (correlation * moved + rest);
    return { numerator: denominator * level, denominator, control: (0.02 * correlation * moved) / slope };
  };
}

/** The truth has the covariance of level and number of cases in it. */
function valuesOf(id: string, correlation: number, slope: number, skewness: 0 | 1 = 0): ControlledValues {
  return { id, truth: 0.8 - (50 * 0.02 * correlation) / 1000, draw: levelOf(correlation, slope, skewness) };
}

export const CONTROLLED_VALUES: readonly ControlledValues[] = [
  valuesOf('correlation 0.9, slope 1', 0.9, 1),
  valuesOf('correlation 0.9, slope 0.3', 0.9, 0.3),
  valuesOf('correlation 0.8, slope 0.6', 0.8, 0.6),
  valuesOf('correlation 0.8, slope 1, skewness 1', 0.8, 1, 1),
  valuesOf('correlation 0.6, slope 1', 0.6, 1),
  valuesOf('correlation 0.2, slope 0.1', 0.2, 0.1),
];

export const CONTROLLED_COUNTS = [5, 8, 10, 30];

/** What is promised: nominal to a point either way. */
const PROMISED = { low: LEVEL - 0.01, high: LEVEL + 0.01 };

export function coverControlled(
  { draw, id, truth }: ControlledValues,
  replications: number,
  { experiments, seed }: { readonly experiments: number; readonly seed: string },
): ControlledRow {
  let [held, controlled, plain] = [0, 0, 0];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const stream = openStream(seed, experiment, `${id}/${replications}`);
    const normal = () => normalQuantile(stream.uniform());
    const all = Array.from({ length: replications }, () => draw(normal));
    const estimate = estimateRatio(all, LEVEL);
    const without = estimateRatio(
      all.map(({ denominator, numerator }) => ({ denominator, numerator })),
      LEVEL,
    );
    if (estimate === null || without === null) throw new RangeError(`${id} has values`);
    const { high, low } = boundsOf(estimate);
    if (low <= truth && truth <= high) held++;
    controlled += estimate.halfWidth ** 2;
    plain += without.halfWidth ** 2;
  }
  return { values: id, replications, experiments, held, gain: plain / controlled };
}

export function isUnlikely({ experiments, held }: ControlledRow): boolean {
  const missed = experiments - held;
  return isFewer(held, experiments, PROMISED.low) || isFewer(missed, experiments, 1 - PROMISED.high);
}

/** The results, as a Markdown table. */
export function controlledTable(rows: readonly ControlledRow[]): string {
  const heads = ['Values', 'Replications', 'Held', 'Gain', 'Verdict'];
  const lines = rows.map((row) => {
    const share = `${((100 * row.held) / row.experiments).toFixed(1)} % of ${row.experiments}`;
    const verdict = isUnlikely(row) ? 'OUTSIDE' : '94 to 96 %';
    return [row.values, `${row.replications}`, share, `${row.gain.toFixed(2)} ×`, verdict];
  });
  return `${[heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
