import { HOUR_MS } from '#base';

/** Numbers of things that jump at instants, as their mean over each hour. Rows by level, columns by hour. */
export class HourlyLevels {
  readonly hours: number;
  readonly now: Float64Array;
  /** Level × ms, by level, then by hour. */
  private readonly areas: Float64Array;
  private readonly sinceMs: Float64Array;

  constructor(levels: number, horizonMs: number) {
    this.hours = Math.max(1, Math.ceil(horizonMs / HOUR_MS));
    this.now = new Float64Array(levels);
    this.sinceMs = new Float64Array(levels);
    this.areas = new Float64Array(levels * this.hours);
  }

  change(level: number, timeMs: number, delta: number): void {
    this.close(level, timeMs);
    this.now[level] = (this.now[level] as number) + delta;
  }

  closeAll(timeMs: number): void {
    for (let level = 0; level < this.now.length; level++) this.close(level, timeMs);
  }

  /** Area under the level in an hour, in units × hours: also the mean where the run has the whole hour. */
  area(level: number, hour: number): number {
    return (this.areas[level * this.hours + hour] as number) / HOUR_MS;
  }

  private close(level: number, timeMs: number): void {
    let from = this.sinceMs[level] as number;
    this.sinceMs[level] = timeMs;
    const value = this.now[level] as number;
    if (value === 0) return;
    while (from < timeMs) {
      const hour = Math.floor(from / HOUR_MS);
      if (hour >= this.hours) return;
      const to = Math.min(timeMs, (hour + 1) * HOUR_MS);
      const at = level * this.hours + hour;
      this.areas[at] = (this.areas[at] as number) + value * (to - from);
      from = to;
    }
  }
}
