import {
  type ItemClassSet,
  type PlaceIndex,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type PromiseIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { ACCESS, ALL_CLASSES, type BoundaryView, PROCESSING } from './boundary.ts';

/** Seeing a case counts as access and as processing; the promise may restrict either. */
const DIMENSIONS: readonly number[] = [ACCESS, PROCESSING];
const NOTHING: readonly PromiseDimension[] = [];

/** Dimensions involved in seeing a case that the promise does not allow at the place. */
export function dimensionsOutside(
  boundary: BoundaryView,
  promise: PromiseIndex,
  classes: ItemClassSet,
  place: PlaceIndex,
): readonly PromiseDimension[] {
  const seen = classes || ALL_CLASSES;
  if (DIMENSIONS.every((dimension) => boundary.allows(promise, dimension, seen, place))) return NOTHING;
  return DIMENSIONS.filter((dimension) => !boundary.allows(promise, dimension, seen, place)).flatMap(
    (dimension) => PROMISE_DIMENSIONS[dimension] ?? [],
  );
}

/**
 * Place of a view and the rule that forbids it; null if it is permitted. A view of no copy counts as a view of every
 * item class.
 */
export function whyNotSeen(
  boundary: BoundaryView,
  tables: ScenarioTables,
  promise: PromiseIndex,
  classes: ItemClassSet,
  place: PlaceIndex,
): string | null {
  const seen = classes || ALL_CLASSES;
  for (const dimension of DIMENSIONS) {
    if (boundary.allows(promise, dimension, seen, place)) continue;
    return `${tables.placeName(place)}; ${boundary.whyNot(promise, dimension, seen, place)}`;
  }
  return null;
}
