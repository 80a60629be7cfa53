/** How many copies, or open views, share everything that a verdict depends on. */
export interface Presence {
  readonly promise: number;
  readonly place: number;
  readonly dimension: number;
  readonly classes: number;
  count: number;
}

/**
 * Counts of what is present, by everything that a verdict depends on: when zones change, each kind of
 * presence is judged once, not each copy.
 */
export class PresenceCounts {
  private readonly byKey = new Map<number, Presence>();

  add(promise: number, dimension: number, classes: number, place: number, delta: 1 | -1): void {
    // 7 bits of item classes, 3 of dimension, 16 of place, the rest promise.
    const key = promise * 2 ** 26 + ((place << 10) | (dimension << 7) | classes);
    const presence = this.byKey.get(key);
    if (presence === undefined) {
      this.byKey.set(key, { promise, place, dimension, classes, count: delta });
    } else presence.count += delta;
  }

  all(): IterableIterator<Presence> {
    return this.byKey.values();
  }
}
