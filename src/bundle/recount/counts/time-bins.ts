import { assert, assertEqual, sumOf } from '#base';

/**
 * Areas under levels that change at instants, cut into bins of equal width. Times and levels are whole numbers, so the areas are exact.
 * Bins follow each other from time 0 on or, after the last, start over with the first.
 */
export class TimeBins {
  /** Level × ms, by bin. */
  readonly areas: Float64Array;
  private readonly binMs: number;
  private readonly offsetMs: number;

  /** `offsetMs`: how long before time 0 the first bin begins. */
  constructor(bins: number, binMs: number, offsetMs = 0) {
    this.areas = new Float64Array(bins);
    this.binMs = binMs;
    this.offsetMs = offsetMs;
  }

  add(level: number, fromMs: number, toMs: number): void {
    const { areas, binMs, offsetMs } = this;
    const end = toMs + offsetMs;
    for (let at = fromMs + offsetMs; at < end; ) {
      const passed = Math.floor(at / binMs);
      const next = Math.min(end, (passed + 1) * binMs);
      assert(next > at, `a bin ends at ${next} ms`);
      const bin = passed % areas.length;
      areas[bin] = (areas[bin] as number) + level * (next - at);
      at = next;
    }
  }
}

/** A number of things, over time. */
export class Level {
  value = 0;
  peak = 0;
  private sinceMs = 0;
  /** Level × ms in all bins. */
  private settled = 0;
  private readonly bins: TimeBins;

  constructor(bins: TimeBins) {
    this.bins = bins;
  }

  change(delta: number, nowMs: number): void {
    this.settle(nowMs);
    this.value += delta;
    if (this.value > this.peak) this.peak = this.value;
  }

  /** Counts the level up to now. */
  settle(nowMs: number): void {
    if (this.value !== 0) this.bins.add(this.value, this.sinceMs, nowMs);
    this.settled += this.value * Math.max(0, nowMs - this.sinceMs);
    this.sinceMs = nowMs;
  }

  /** Call when the level is settled. */
  assertBinned(): void {
    assertEqual('level × ms in bins', sumOf(this.bins.areas), this.settled);
  }

  /** Level × ms in a bin, as far as it is settled. */
  area(bin: number): number {
    return this.bins.areas[bin] as number;
  }
}
