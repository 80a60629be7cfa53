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
 */
export class TimeWeightedLevels {
  private readonly binMs: number;
  private readonly bins: number;
  private readonly offsetMs: number;
  private readonly level: Int32Array;
  private readonly peak: Int32Array;
  private readonly sinceMs: Float64Array;
  private readonly area: Float64Array;

  /**
   * `binMs`: width of a bin (ms). `offsetMs`: by how much time 0 lies behind the start of bin 0 (ms). A time beyond
   * the last bin falls into bin 0 again.
   */
  constructor(shape: { levels: number; bins: number; binMs: number; offsetMs?: number }) {
    this.binMs = shape.binMs;
    this.bins = shape.bins;
    this.offsetMs = shape.offsetMs ?? 0;
    this.level = new Int32Array(shape.levels);
    this.peak = new Int32Array(shape.levels);
    this.sinceMs = new Float64Array(shape.levels);
    this.area = new Float64Array(shape.levels * shape.bins);
  }

  /** The level jumps by `delta` at `timeMs`. Times of one level never decrease. */
  change(index: number, timeMs: number, delta: number): void {
    this.hold(index, timeMs);
    const level = (this.level[index] as number) + delta;
    assert(level >= 0, 'a level falls below zero');
    this.level[index] = level;
    if (level > (this.peak[index] as number)) this.peak[index] = level;
  }

  /** Every level has lasted until `timeMs`. */
  settle(timeMs: number): void {
    for (let index = 0; index < this.level.length; index++) this.hold(index, timeMs);
  }

  /** Level × ms in a bin, up to the last change or `settle`. */
  integral(index: number, bin: number): number {
    return this.area[index * this.bins + bin] as number;
  }

  /** The highest level so far. */
  peakOf(index: number): number {
    return this.peak[index] as number;
  }

  private hold(index: number, timeMs: number): void {
    const sinceMs = this.sinceMs[index] as number;
    assert(timeMs >= sinceMs, 'the time of a level goes backwards');
    this.sinceMs[index] = timeMs;
    const level = this.level[index] as number;
    if (level === 0 || timeMs === sinceMs) return;
    const from = sinceMs + this.offsetMs;
    const to = timeMs + this.offsetMs;
    const first = Math.floor(from / this.binMs);
    if (to <= (first + 1) * this.binMs) this.addArea(index, first, level * (to - from));
    else this.spread(index, level, from, to);
  }

  private spread(index: number, level: number, from: number, to: number): void {
    let at = from;
    for (let bin = Math.floor(from / this.binMs); at < to; bin++) {
      const until = Math.min(to, (bin + 1) * this.binMs);
      this.addArea(index, bin, level * (until - at));
      at = until;
    }
  }

  private addArea(index: number, bin: number, area: number): void {
    const cell = index * this.bins + (bin % this.bins);
    this.area[cell] = (this.area[cell] as number) + area;
  }
}
