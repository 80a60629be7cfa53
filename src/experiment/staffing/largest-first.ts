import { assert } from '#base';

/** A copy in which the item with the largest value comes first. Items of the same value keep their order. */
export function largestFirst<Item>(all: readonly Item[], valueOf: (item: Item) => number): readonly Item[] {
  const sorted = [...all].sort((one, other) => valueOf(other) - valueOf(one));
  const isInOrder = sorted.every((one, i) => i === 0 || valueOf(one) <= valueOf(sorted[i - 1] as Item));
  assert(isInOrder, 'the largest does not come first');
  return sorted;
}
