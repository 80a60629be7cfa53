import { AssertionError } from '#base';
import type { Level } from '#domain';

/**
 * A way of cutting time into bins of equal width. Bins either follow each other from the start, or wrap around: 168 bins of an hour are the
 * hours of a week. A time beyond the last bin falls into bin 0 again.
 */
export interface Cut {
  readonly bins: number;
  /** Width of a bin, ms. */
  readonly binMs: number;
  /** How far time 0 lies after the start of bin 0, ms. */
  readonly offsetMs?: number;
  /** The row to which a level is added. If left out, each level has its own row. */
  readonly rowOf?: (level: number) => number;
}

/**
 * Levels that jump at instants (agents on duty, cases waiting, live copies) and their integrals over time, in one or several cuts. A level
 * that lasts over several bins adds its part to each of them:
 *
 *   level 2      ┌──────────────┐          integral (level × ms)
 *   level 1 ─────┘      ╎       └───╎──    bin 0: 1·4 + 2·6, bin 1: 2·9 + 1·1, …
 *           ├───────────┼───────────┼──
 *
 * Levels and times are whole numbers, so the integrals are exact as long as they stay below 2^53.
 *
 * A jump is added at once for the rest of its bin, as if nothing more would happen in it. It therefore costs two additions, whatever
 * happened before, and the levels are visited only when a bin of some cut ends. Call `advanceTo` at that time, before anything jumps at
 * that time or later.
 */
export class TimeWeightedLevels {
  private readonly levels: readonly TimeWeightedLevel[];
  private readonly cuts: readonly CutIntegrals[];
  /** When the next bin ends, on the clock of `change`. Each level also stores it. */
  binEndMs = Number.POSITIVE_INFINITY;
  private binStartMs = 0;

  constructor(levels: number, cuts: readonly Cut[]) {
    this.levels = Array.from({ length: levels }, () => new TimeWeightedLevel());
    this.cuts = cuts.map((cut) => new CutIntegrals(cut, levels));
    this.binEndMs = Math.min(...this.cuts.map(({ endMs }) => endMs));
    for (const level of this.levels) level.binEndMs = this.binEndMs;
  }

  level(index: number): TimeWeightedLevel {
    return this.levels[index] as TimeWeightedLevel;
  }

  /** Adds every level up to `timeMs` to the integrals. */
  settle(timeMs: number): void {
    if (timeMs >= this.binEndMs) this.advanceTo(timeMs);
    const leftMs = this.binEndMs - timeMs;
    this.levels.forEach((level, index) => {
      const areaMs = level.areaMs - level.value * leftMs;
      for (const cut of this.cuts) cut.add(index, areaMs);
      level.areaMs = level.value * leftMs;
    });
  }

  /** Restarts the integrals of a cut at `timeMs`; the levels stay. */
  forget(timeMs: number, cut = 0): void {
    this.settle(timeMs);
    (this.cuts[cut] as CutIntegrals).forget();
  }

  /** Level × ms in a bin of a cut, up to the last `settle`; 0 for a row without levels. `row` is the level if the cut has no `rowOf`. */
  integral(row: number, bin: number, cut = 0): number {
    return (this.cuts[cut] as CutIntegrals).integral(row, bin);
  }

  /** The highest level so far. */
  peakOf(index: number): number {
    return this.level(index).peak;
  }

  /** Closes the bins that end by `timeMs`. */
  advanceTo(timeMs: number): void {
    while (timeMs >= this.binEndMs) {
      for (let index = 0; index < this.levels.length; index++) {
        const { areaMs } = this.level(index);
        if (areaMs !== 0) for (const cut of this.cuts) cut.add(index, areaMs);
      }
      this.binStartMs = this.binEndMs;
      for (const cut of this.cuts) cut.passTo(this.binStartMs);
      this.binEndMs = Math.min(...this.cuts.map(({ endMs }) => endMs));
      for (const level of this.levels) {
        level.binEndMs = this.binEndMs;
        level.areaMs = level.value * (this.binEndMs - this.binStartMs);
      }
    }
  }
}

/** One level. Its jumps are added to the integrals of all cuts. */
export class TimeWeightedLevel implements Level {
  value = 0;
  peak = 0;
  /** Area in the open bin, as if the level stayed constant until its end. Does not start as a small integer, for V8. */
  areaMs = Number.POSITIVE_INFINITY;
  binEndMs = Number.POSITIVE_INFINITY;

  constructor() {
    this.areaMs = 0;
  }

  /** Changes the level by `delta` at `timeMs`, which lies in the open bin. */
  change(timeMs: number, delta: number): void {
    const leftMs = this.binEndMs - timeMs;
    const value = this.value + delta;
    if (leftMs <= 0 || value < 0) refuse(leftMs);
    this.value = value;
    this.areaMs += delta * leftMs;
    if (value > this.peak) this.peak = value;
  }
}

function refuse(leftMs: number): never {
  throw new AssertionError(
    leftMs <= 0 ? 'a level jumps in a bin that is not open yet' : 'a level falls below zero',
  );
}

class CutIntegrals {
  /** End of the open bin, on the clock of the levels. */
  endMs = Number.POSITIVE_INFINITY;
  private readonly binMs: number;
  private readonly bins: number;
  private readonly rowOf: Int32Array;
  private readonly area: Float64Array;
  private bin: number;

  constructor({ bins, binMs, offsetMs = 0, rowOf = (level) => level }: Cut, levels: number) {
    this.binMs = binMs;
    this.bins = bins;
    this.rowOf = Int32Array.from({ length: levels }, (_, level) => rowOf(level));
    this.area = new Float64Array((Math.max(-1, ...this.rowOf) + 1) * bins);
    const passed = Math.floor(offsetMs / binMs);
    this.bin = passed % bins;
    this.endMs = (passed + 1) * binMs - offsetMs;
  }

  add(level: number, areaMs: number): void {
    const cell = (this.rowOf[level] as number) * this.bins + this.bin;
    this.area[cell] = (this.area[cell] as number) + areaMs;
  }

  forget(): void {
    this.area.fill(0);
  }

  passTo(timeMs: number): void {
    if (timeMs < this.endMs) return;
    this.bin = (this.bin + 1) % this.bins;
    this.endMs += this.binMs;
  }

  integral(row: number, bin: number): number {
    return this.area[row * this.bins + bin] ?? 0;
  }
}
