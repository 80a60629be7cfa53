import { PROPERTIES, type PropertyId } from '../properties.ts';

/** The properties in the order of their bits in a model; the last bit stands for transfers that the law leaves open. */
export const PROPERTY_BITS: readonly PropertyId[] = PROPERTIES.map(({ id }) => id);
export const OPEN_BIT = PROPERTY_BITS.length;

/** `R6.group-has-it` → `R6_GROUP_HAS_IT`. */
export function macroOf(id: string): string {
  return id.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
