import {
  type DimensionIndex,
  type ItemClassSet,
  type PlaceIndex,
  PROMISE_DIMENSIONS,
  type PromiseIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** How many copies, or open views, share everything that a verdict depends on. */
export interface Presence {
  readonly promise: PromiseIndex;
  readonly place: PlaceIndex;
  readonly dimension: DimensionIndex;
  readonly classes: ItemClassSet;
  count: number;
  /** Another one that stands at the same index. */
  readonly next: Presence | undefined;
}

/**
 * Counts of what is present, by everything that a verdict depends on: when zones change, each kind of
 * presence is judged once, not each copy.
 */
export class PresenceCounts {
  private readonly places: number;
  /** The last one that was made, by promise, dimension and place; the others, of other item classes, stand behind it. */
  private readonly found: (Presence | undefined)[];
  private readonly made: Presence[] = [];

  constructor({ places, scenario }: ScenarioTables) {
    // A record may name places that there are not: they stand together, behind the others.
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

  /** In the order in which they first occurred. */
  all(): readonly Presence[] {
    return this.made;
  }
}
