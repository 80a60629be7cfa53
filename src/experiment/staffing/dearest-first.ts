import { assert } from '#base';

/** A copy in which the most expensive comes first. Those that cost the same keep their order. */
export function dearestFirst<One extends { readonly cost: number }>(all: readonly One[]): readonly One[] {
  const sorted = [...all].sort((one, other) => other.cost - one.cost);
  const isInOrder = sorted.every(({ cost }, i) => i === 0 || cost <= (sorted[i - 1] as One).cost);
  assert(isInOrder, 'the most expensive does not come first');
  return sorted;
}
