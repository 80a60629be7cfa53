import { sumOf } from '#base';

/**
 * Earth mover's distance of two samples on a line: how far one must be moved on average to become the other, in the unit of the values
 * (Wasserstein's distance of order 1, the area between the distribution functions). Samples may differ in size. Null if one is empty.
 */
export function transportDistance(first: Float64Array, second: Float64Array): number | null {
  if (first.length === 0 || second.length === 0) return null;
  const [one, other] = [first.slice().sort(), second.slice().sort()];
  let [i, k, area] = [0, 0, 0];
  let at = Math.min(one[0] ?? 0, other[0] ?? 0);
  while (i < one.length || k < other.length) {
    const next = Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[k] ?? Number.POSITIVE_INFINITY);
    area += Math.abs(i / one.length - k / other.length) * (next - at);
    at = next;
    while (i < one.length && one[i] === at) i++;
    while (k < other.length && other[k] === at) k++;
  }
  return area;
}

/** Half of the sum of the differences of two relative frequencies: 0 if they are the same, 1 if they have nothing in common. */
export function frequencyDistance(
  first: ReadonlyMap<string, number>,
  second: ReadonlyMap<string, number>,
): number | null {
  const [one, other] = [sumOf(first.values()), sumOf(second.values())];
  if (one === 0 || other === 0) return null;
  let sum = 0;
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    sum += Math.abs((first.get(key) ?? 0) / one - (second.get(key) ?? 0) / other);
  }
  return sum / 2;
}
