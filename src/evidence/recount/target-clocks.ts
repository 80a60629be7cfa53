import {
  type PausingParty,
  type Scenario,
  SEVERITIES,
  type Target,
  type TargetMeasure,
  type Window,
} from '#domain';
import type { LiveCase } from './live-cases.ts';

/** How often a target was judged for the cases of a segment, and how often it was met. */
export interface TargetCount {
  judged: number;
  met: number;
}

/** By target, then segment. */
export function countsOfTargets({ segments, targets = [] }: Scenario): readonly (readonly TargetCount[])[] {
  return targets.map(() => segments.map(() => ({ judged: 0, met: 0 })));
}

/** The clocks of the scenario's targets. Each runs from the arrival of a case, within its hours, and may be paused. */
export class TargetClocks {
  private readonly clocks: readonly Clock[];
  private readonly scenario: Scenario;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.clocks = (scenario.targets ?? []).map((target) => new Clock(target));
  }

  /** The case has waited for the party until now. */
  goOn(one: LiveCase, party: PausingParty, nowMs: number): void {
    const { clocks } = this;
    if (clocks.length === 0) return;
    one.stoodMs ??= new Float64Array(clocks.length);
    for (const [t, clock] of clocks.entries()) {
      if (!clock.target.pauses.includes(party)) continue;
      one.stoodMs[t] = (one.stoodMs[t] as number) + clock.between(one.standsSinceMs, nowMs);
    }
  }

  /** The event of these targets happens to the case now. */
  judge(one: LiveCase, of: TargetMeasure, nowMs: number, counts: readonly (readonly TargetCount[])[]): void {
    const { channel, segment } = this.scenario.streams[one.stream] as Scenario['streams'][number];
    for (const [t, clock] of this.clocks.entries()) {
      const { channels, severities, withinMs, of: measure } = clock.target;
      const severity = SEVERITIES[one.severity];
      if (measure !== of || severity === undefined) continue;
      if (!channels.includes(channel) || !severities.includes(severity)) continue;
      const count = counts[t]?.[segment];
      if (count === undefined) continue;
      count.judged++;
      if (clock.between(one.openedMs, nowMs) - (one.stoodMs?.[t] ?? 0) <= withinMs) count.met++;
    }
  }
}

class Clock {
  readonly target: Target;
  /** Of each of its hours: how much time they all have before it, ms. */
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
