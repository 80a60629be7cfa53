/** All subsets of this many members. Subset `n` has those whose bits are set in `n`, so the first is empty and the last has all. */
export function subsetsOf(members: number): readonly (readonly boolean[])[] {
  return Array.from({ length: 2 ** members }, (_, subset) =>
    Array.from({ length: members }, (__, member) => Math.floor(subset / 2 ** member) % 2 === 1),
  );
}
