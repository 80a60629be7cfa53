import { assert } from '#base';

/** A copy in which the item that is largest by `sizeOf` comes first. Items of the same size keep their order. */
export function largestFirst<Item>(all: readonly Item[], sizeOf: (item: Item) => number): readonly Item[] {
  const sorted = [...all].sort((one, other) => sizeOf(other) - sizeOf(one));
  const isInOrder = sorted.every((one, i) => i === 0 || sizeOf(one) <= sizeOf(sorted[i - 1] as Item));
  assert(isInOrder, 'the largest does not come first');
  return sorted;
}
