import { rowAt } from '#base';
import { estimateMean } from '#statistics';
import { figureOf, type Influences, type InputPoint } from './influence.ts';

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
 * How far each input alone moves a measure from the scenario's value. `values`: for each point, a value of each replication, which share
 * their random numbers. `level` is for each figure.
 */
export function oneAtATimeInfluences(
  inputs: readonly string[],
  values: readonly (readonly number[])[],
  level: number,
): Influences {
  const difference = (from: number, to: number) =>
    rowAt(values, to).map((value, replication) => value - rowAt(rowAt(values, from), replication));
  const found = inputs.map((input, i) => {
    const [first, last] = [2 * i + 1, 2 * i + 2];
    const moves = [difference(0, first), difference(0, last), difference(first, last)];
    const estimates = moves.map((all) => estimateMean(all, level));
    const sizes = estimates.map(({ mean }) => Math.abs(mean));
    // The farthest of the scenario's own value and both ends are apart by the largest of these three differences.
    const weight = Math.max(...sizes);
    const largest = sizes.indexOf(weight);
    const sign = Math.sign(rowAt(estimates, largest).mean);
    const names = ['at low', 'at high', 'swing'];
    return {
      influence: { input, weight, figures: estimates.map((one, k) => figureOf(rowAt(names, k), one)) },
      moved: rowAt(moves, largest).map((value) => sign * value),
    };
  });
  return {
    influences: found.map(({ influence }) => influence),
    leastLead(first, second, corrected) {
      const other = rowAt(found, second).moved;
      const leads = rowAt(found, first).moved.map((value, replication) => value - rowAt(other, replication));
      const { halfWidth, mean } = estimateMean(leads, corrected);
      return mean - halfWidth;
    },
  };
}

/** Differences of one input, which must all hold together with those of the other inputs. */
export const DIFFERENCES_OF_INPUT = 3;
