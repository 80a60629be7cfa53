import { assert } from '#base';

/**
 * Levels that jump at instants (agents on duty, cases waiting, live copies) and their integrals over time, cut into
 * bins of equal width. A level that lasts over several bins adds to each of them what belongs there:
 *
 *   level 2      ┌──────────────┐          integral (level × ms)
 *   level 1 ─────┘      ╎       └───╎──    bin 0: 1·4 + 2·6, bin 1: 2·9 + 1·1, …
 *           ├───────────┼───────────┼──
 *
 * Bins either follow each other from the start on, or wrap around: with 168 bins of an hour they are the hours of a
 * week. Levels and times are whole numbers, so the integrals are exact as long as they stay below 2^53.
 *
 * A jump is added at once for the rest of its bin, as if nothing more would happen there; so it costs two additions,
 * whatever happened before, and levels are looked at together only when a bin ends.
 */
export class TimeWeightedLevels {
  private readonly binMs: number;
  private readonly bins: number;
  private readonly levels: readonly Level[];
  private readonly area: Float64Array;
  private bin: number;
  /** End of the bin, on the clock of `change`. */
  private binEndMs: number;

  /**
   * `binMs`: width of a bin (ms). `offsetMs`: by how much time 0 lies behind the start of bin 0 (ms). A time beyond
   * the last bin falls into bin 0 again.
   */
  constructor(shape: { levels: number; bins: number; binMs: number; offsetMs?: number }) {
    const { binMs, offsetMs = 0 } = shape;
    this.binMs = binMs;
    this.bins = shape.bins;
    this.levels = Array.from({ length: shape.levels }, () => new Level());
    this.area = new Float64Array(shape.levels * shape.bins);
    const passed = Math.floor(offsetMs / binMs);
    this.bin = passed % shape.bins;
    this.binEndMs = (passed + 1) * binMs - offsetMs;
  }

  /** The level jumps by `delta` at `timeMs`. Times never decrease. */
  change(index: number, timeMs: number, delta: number): void {
    if (timeMs >= this.binEndMs) this.advanceTo(timeMs);
    const level = this.levels[index] as Level;
    const value = level.value + delta;
    assert(value >= 0, 'a level falls below zero');
    level.value = value;
    level.areaMs += delta * (this.binEndMs - timeMs);
    if (value > level.peak) level.peak = value;
  }

  /** Every level has lasted until `timeMs`: what lies behind it is in the integrals. */
  settle(timeMs: number): void {
    if (timeMs >= this.binEndMs) this.advanceTo(timeMs);
    const leftMs = this.binEndMs - timeMs;
    this.levels.forEach((level, index) => {
      this.addArea(index, level.areaMs - level.value * leftMs);
      level.areaMs = level.value * leftMs;
    });
  }

  /** Level × ms in a bin, up to the last `settle`. */
  integral(index: number, bin: number): number {
    return this.area[index * this.bins + bin] as number;
  }

  /** The highest level so far. */
  peakOf(index: number): number {
    return (this.levels[index] as Level).peak;
  }

  private advanceTo(timeMs: number): void {
    while (timeMs >= this.binEndMs) {
      for (let index = 0; index < this.levels.length; index++) {
        const level = this.levels[index] as Level;
        if (level.areaMs !== 0) this.addArea(index, level.areaMs);
        level.areaMs = level.value * this.binMs;
      }
      this.bin = (this.bin + 1) % this.bins;
      this.binEndMs += this.binMs;
    }
  }

  private addArea(index: number, area: number): void {
    const cell = index * this.bins + this.bin;
    this.area[cell] = (this.area[cell] as number) + area;
  }
}

class Level {
  value = 0;
  peak = 0;
  /** Of the bin that is open: as if the level stayed until its end. */
  areaMs = 0;
}
