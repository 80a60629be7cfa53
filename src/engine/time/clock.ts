/** Simulated time, ms since the start of the run. It is an object, because a number in it is not boxed again. */
export class Clock {
  /** Begins with a value that is no small integer, so that V8 keeps a double here. */
  nowMs = Number.NEGATIVE_INFINITY;

  constructor() {
    this.nowMs = 0;
  }
}

/** Begins with no small integer, so that V8 keeps a double. */
export class Instant {
  timeMs = Number.POSITIVE_INFINITY;
}
