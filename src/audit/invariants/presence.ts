import {
  type DimensionIndex,
  type ItemClassSet,
  type PlaceIndex,
  PROMISE_DIMENSIONS,
  type PromiseIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Number of copies, or open views, that share everything a verdict depends on. */
export interface Presence {
  readonly promise: PromiseIndex;
  readonly place: PlaceIndex;
  readonly dimension: DimensionIndex;
  readonly classes: ItemClassSet;
  count: number;
  /** Another presence at the same index. */
  readonly next: Presence | undefined;
}

/**
 * Counts copies or views by everything that a verdict depends on. When zones change, each kind of presence is judged
 * once, rather than each copy.
 */
export class PresenceCounts {
  private readonly places: number;
  /** The last presence created, by promise, dimension and place; a linked list by item classes. */
  private readonly found: (Presence | undefined)[];
  private readonly made: Presence[] = [];

  constructor({ places, scenario }: ScenarioTables) {
    // A record may name places that do not exist. They share one index after the others.
    this.places = places.length + 1;
    this.found = new Array(scenario.promises.length * PROMISE_DIMENSIONS.length * this.places).fill(
      undefined,
    );
  }

  add(
    promise: PromiseIndex,
    dimension: DimensionIndex,
    classes: ItemClassSet,
    place: PlaceIndex,
    delta: 1 | -1,
  ): void {
    const among = Math.min(place, this.places - 1);
    const index = (promise * PROMISE_DIMENSIONS.length + dimension) * this.places + among;
    for (let one = this.found[index]; one !== undefined; one = one.next) {
      if (one.classes !== classes || one.place !== place || one.dimension !== dimension) continue;
      if (one.promise !== promise) continue;
      one.count += delta;
      return;
    }
    const presence = { promise, place, dimension, classes, count: delta, next: this.found[index] };
    this.found[index] = presence;
    this.made.push(presence);
  }

  /** All presences, in the order of their first occurrence. */
  all(): readonly Presence[] {
    return this.made;
  }
}
