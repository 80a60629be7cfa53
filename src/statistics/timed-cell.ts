import { NO_LEVEL, ServiceCell } from './service-cells.ts';
import type { WeekCount } from './weekly-measures.ts';

/** A cell that also counts by interval of the week: a case under the interval in which it joined the queue. */
export class TimedCell extends ServiceCell {
  private readonly counts: readonly WeekCount[];
  private readonly clock: () => number;

  constructor(
    counts: readonly WeekCount[],
    clock: () => number,
    ...cell: ConstructorParameters<typeof ServiceCell>
  ) {
    super(...cell);
    this.counts = counts;
    this.clock = clock;
  }

  override arrived(): void {
    super.arrived();
    const nowMs = this.clock();
    for (const count of this.counts) count.add(count.arrived, nowMs, 1);
  }

  override answered(waitMs: number): void {
    super.answered(waitMs);
    const joinedMs = this.clock() - waitMs;
    for (const count of this.counts) {
      count.add(count.answered, joinedMs, 1);
      count.add(count.waitSumMs, joinedMs, waitMs);
      if (this.withinMs !== NO_LEVEL) count.add(count.answeredJudged, joinedMs, 1);
      if (waitMs <= this.withinMs) count.add(count.answeredInTime, joinedMs, 1);
    }
  }

  override abandoned(waitMs: number): void {
    super.abandoned(waitMs);
    const joinedMs = this.clock() - waitMs;
    for (const count of this.counts) {
      count.add(count.abandoned, joinedMs, 1);
      if (this.withinMs !== NO_LEVEL) count.add(count.abandonedJudged, joinedMs, 1);
    }
  }
}
