import { AssertionError } from '#base';
import type { RunMs } from '#domain';

/** The notice that a timer wheel has given last. Times start with values that are no small integers, so that V8 keeps doubles. */
export class Due {
  /** Set by the caller of `take`: V8 boxes a number that is passed as an argument, but not one in an object (docs/performance.md). */
  limitMs: RunMs = Number.POSITIVE_INFINITY;
  timeMs: RunMs = Number.NEGATIVE_INFINITY;
  row = 0;
  token = 0;

  set(timeMs: RunMs, row: number, token: number): void {
    if (timeMs < this.timeMs) this.refuse(timeMs);
    this.timeMs = timeMs;
    this.row = row;
    this.token = token;
  }

  private refuse(timeMs: RunMs): never {
    throw new AssertionError(`time goes back from ${this.timeMs} to ${timeMs} ms`);
  }
}
