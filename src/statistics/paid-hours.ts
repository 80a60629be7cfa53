import type { PaidWork, Scenario } from '#domain';

/** Integral over time of a number that jumps. Exact, since levels and times are whole numbers. */
class Area {
  /** The area up to the last jump, minus the current level × the time of that jump. */
  private openMs = Number.POSITIVE_INFINITY;
  private value = 0;

  constructor() {
    this.openMs = 0;
  }

  change(timeMs: number, delta: number): void {
    this.value += delta;
    this.openMs -= delta * timeMs;
  }

  /** Drops what lies before `timeMs`, which must not be before the last jump. */
  forget(timeMs: number): void {
    this.openMs = -this.value * timeMs;
  }

  /** The area up to `timeMs`, which must not be before the last jump. */
  until(timeMs: number): number {
    return this.openMs + this.value * timeMs;
  }
}

/** The paid hours of a group: on duty, away by shrinkage, busy and in overtime, the latter two by segment. */
export class PaidHours implements PaidWork {
  readonly onDuty = new Area();
  readonly offWork = new Area();
  readonly busyBySegment: readonly Area[];
  readonly overtimeBySegment: readonly Area[];
  private readonly segmentOfStream: Int32Array;

  constructor({ segments, streams }: Scenario) {
    this.segmentOfStream = Int32Array.from(streams, ({ segment }) => segment);
    this.busyBySegment = segments.map(() => new Area());
    this.overtimeBySegment = segments.map(() => new Area());
  }

  forget(timeMs: number): void {
    for (const area of [this.onDuty, this.offWork, ...this.busyBySegment, ...this.overtimeBySegment])
      area.forget(timeMs);
  }

  away(timeMs: number, delta: number): void {
    this.offWork.change(timeMs, delta);
  }

  busy(stream: number, timeMs: number, delta: number): void {
    (this.busyBySegment[this.segmentOfStream[stream] as number] as Area).change(timeMs, delta);
  }

  overtime(stream: number, timeMs: number, delta: number): void {
    (this.overtimeBySegment[this.segmentOfStream[stream] as number] as Area).change(timeMs, delta);
  }
}
