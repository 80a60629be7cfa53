import { type Distribution, failure, type Result, rowAt, success, type TablePoint } from '#base';
import { type DistributionParts, LONGEST_MS, tooLong } from './distribution-kinds.ts';
import { type Problem, problem } from './problem.ts';

type TableName = 'cumulative' | 'survival';

/**
 * A distribution by its table. `cumulative` pairs durations with the share of all that are at most that long, and ends with 1. `survival`
 * (as in Kaplan–Meier) pairs them with the share of those that last longer, and its final share lasts for ever.
 */
export function tableOf(parts: DistributionParts): Result<Distribution, Problem> {
  const name: TableName = parts.survival === undefined ? 'cumulative' : 'survival';
  const written = parts[name] ?? [];
  const points = written.map(
    ([duration, share]): TablePoint => [duration, name === 'survival' ? 1 - share : share],
  );
  const wrong = wrongPoint(name, points);
  return wrong === null ? success({ kind: 'empirical', points }) : failure(wrong);
}

function wrongPoint(name: TableName, points: readonly TablePoint[]): Problem | null {
  const [none, all] = name === 'survival' ? [1, 0] : [0, 1];
  const [first, firstShare] = rowAt(points, 0);
  if (first > 0 && firstShare > 0) {
    const message = 'the table does not say how it starts';
    const remedy = `put [0 s, ${none}] before it, or the same duration with ${none}`;
    return problem('bad-distribution', message, remedy, [name, 0]);
  }
  for (const [k, [duration, share]] of points.entries()) {
    const [before, shareBefore] = points[k - 1] ?? [0, 0];
    if (duration > LONGEST_MS) return tooLong([name, k, 0]);
    if (duration < before) {
      const remedy = 'sort the table by duration; twice the same is a jump of the share';
      return problem('bad-distribution', 'shorter than the duration before', remedy, [name, k, 0]);
    }
    if (share < shareBefore) {
      const way = name === 'survival' ? ['rises', 'longer'] : ['falls', 'at most as long'];
      const message = `the share ${way[0]} along the table`;
      return problem('bad-distribution', message, `write the share of all that last ${way[1]}`, [name, k, 1]);
    }
  }
  const last = points.length - 1;
  const lastShare = rowAt(points, last)[1];
  if (name === 'cumulative' && lastShare !== 1) {
    const remedy = `end the table with ${all}; a share that lasts for ever is written as 'survival'`;
    return problem('bad-distribution', 'the last share is not 1', remedy, [name, last, 1]);
  }
  if (lastShare === 0) {
    const remedy = "write 'none' for patience without end";
    return problem('bad-distribution', 'nothing in the table ever ends', remedy, [name, last, 1]);
  }
  return null;
}

/** The problem of a table with a share that lasts for ever, where something has to end. */
export function lastingShare(distribution: Distribution): Problem | null {
  if (distribution.kind !== 'empirical') return null;
  const last = distribution.points.length - 1;
  const [, share] = rowAt(distribution.points, last);
  if (share === 1) return null;
  const message = 'a share of these durations never ends';
  const remedy = 'end the table with 0: only patience may last for ever';
  return problem('bad-distribution', message, remedy, ['survival', last, 1]);
}
