import type { Window } from '../calendar/windows.ts';
import type { Target } from '../scenario/service-goals.ts';

/** The clock of a target: it runs within the target's hours, or always. */
export class TargetClock {
  readonly target: Target;
  /** How much time of the target's hours lies before each of their windows, ms. */
  private readonly beforeMs: readonly number[];

  constructor(target: Target) {
    this.target = target;
    let sum = 0;
    this.beforeMs = (target.hours ?? []).map(({ fromMs, toMs }) => {
      sum += toMs - fromMs;
      return sum - (toMs - fromMs);
    });
  }

  between(fromMs: number, toMs: number): number {
    return this.target.hours === undefined ? toMs - fromMs : this.until(toMs) - this.until(fromMs);
  }

  /** How much of the hours lies before the time. */
  private until(timeMs: number): number {
    const hours = this.target.hours as readonly Window[];
    let [low, high] = [0, hours.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hours[middle] as Window).fromMs < timeMs) low = middle + 1;
      else high = middle;
    }
    const last = hours[low - 1];
    if (last === undefined) return 0;
    return (this.beforeMs[low - 1] as number) + Math.min(timeMs, last.toMs) - last.fromMs;
  }
}
