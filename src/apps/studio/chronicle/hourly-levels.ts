import { HOUR_MS } from '#base';

/** Levels that change at instants, as their mean over each hour. */
export class HourlyLevels {
  readonly hours: number;
  /** By level. */
  readonly now: number[] = [];
  private readonly sinceMs: number[] = [];
  /** Level × ms, by level, then by hour. */
  private readonly areas: Float64Array[] = [];

  /** `levels`: initial number of levels, all 0. */
  constructor(levels: number, horizonMs: number) {
    this.hours = Math.max(1, Math.ceil(horizonMs / HOUR_MS));
    for (let level = 0; level < levels; level++) this.add();
  }

  /** Adds a level, which has been 0 so far. */
  add(): void {
    this.now.push(0);
    this.sinceMs.push(0);
    this.areas.push(new Float64Array(this.hours));
  }

  /** Ignores levels that do not exist: a ledger from outside may contain anything. */
  change(level: number, timeMs: number, delta: number): void {
    if (this.areas[level] === undefined) return;
    this.close(level, timeMs);
    this.now[level] = (this.now[level] as number) + delta;
  }

  closeAll(timeMs: number): void {
    for (let level = 0; level < this.now.length; level++) this.close(level, timeMs);
  }

  /** Area under the level in an hour, in units × hours. Equals the mean if the run includes the whole hour. */
  area(level: number, hour: number): number {
    return (this.areas[level]?.[hour] as number) / HOUR_MS;
  }

  private close(level: number, timeMs: number): void {
    let from = this.sinceMs[level] as number;
    this.sinceMs[level] = timeMs;
    const value = this.now[level] as number;
    if (value === 0) return;
    const areas = this.areas[level] as Float64Array;
    while (from < timeMs) {
      const hour = Math.floor(from / HOUR_MS);
      if (hour >= this.hours) return;
      const to = Math.min(timeMs, (hour + 1) * HOUR_MS);
      areas[hour] = (areas[hour] as number) + value * (to - from);
      from = to;
    }
  }
}
