/** Simulated time, ms since the start of the run. An object, because V8 can change a number in it without a new box (docs/performance.md). */
export class Clock {
  /** Starts with a value that is no small integer, so that V8 keeps a double. */
  nowMs = Number.NEGATIVE_INFINITY;

  constructor() {
    this.nowMs = 0;
  }
}

/** Starts with a value that is no small integer, so that V8 keeps a double. */
export class Instant {
  timeMs = Number.POSITIVE_INFINITY;
}
