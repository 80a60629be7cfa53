import type { GroupFile } from '../shape/scenario-file.ts';

/** Speeds by product, in whichever way the author wrote them. */
export function speedsOf(
  expertise: GroupFile['products'],
  products: readonly string[],
): Readonly<Record<string, number>> {
  if (expertise === 'all') return Object.fromEntries(products.map((product) => [product, 1]));
  if (Array.isArray(expertise)) return Object.fromEntries(expertise.map((product: string) => [product, 1]));
  return expertise as Readonly<Record<string, number>>;
}
