import type { Estimate } from '#statistics';
import { figureOf, type Influence, type InputPoint } from './influence.ts';

/** The unchanged scenario, then each input alone at its first and at its last value. */
export function oneAtATimePoints(inputs: number): readonly InputPoint[] {
  const points: InputPoint[] = [Array.from({ length: inputs }, () => null)];
  for (let input = 0; input < inputs; input++) {
    for (const share of [0, 1]) {
      points.push(Array.from({ length: inputs }, (_, i) => (i === input ? share : null)));
    }
  }
  return points;
}

/**
 * How far each input alone moves a measure from the scenario's value. `difference(from, to)` is the paired difference of two points. Null
 * if some point observed nothing of the measure.
 */
export function oneAtATimeInfluences(
  inputs: readonly string[],
  difference: (from: number, to: number) => Estimate | null,
): readonly Influence[] | null {
  const influences: Influence[] = [];
  for (const [i, input] of inputs.entries()) {
    const [first, last] = [2 * i + 1, 2 * i + 2];
    const [low, high, swing] = [difference(0, first), difference(0, last), difference(first, last)];
    if (low === null || high === null || swing === null) return null;
    const weight = Math.max(0, low.mean, high.mean) - Math.min(0, low.mean, high.mean);
    const figures = [figureOf('at low', low), figureOf('at high', high), figureOf('swing', swing)];
    influences.push({ input, weight, figures });
  }
  return influences;
}

/** Differences of one input, which must all hold together with those of the other inputs. */
export const DIFFERENCES_OF_INPUT = 3;
