import { concernsSegment, type PausingParty, type Scenario, SEVERITIES, type TargetMeasure } from '#domain';
import type { LiveCase } from './live-cases.ts';
import { TargetClock } from './target-clock.ts';

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
  private readonly clocks: readonly TargetClock[];
  private readonly scenario: Scenario;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.clocks = (scenario.targets ?? []).map((target) => new TargetClock(target));
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
      const { channels, severities, withinMs = -1, of: measure } = clock.target;
      const severity = SEVERITIES[one.severity];
      if (measure !== of || severity === undefined || !concernsSegment(clock.target, segment)) continue;
      if (!channels.includes(channel) || !severities.includes(severity)) continue;
      const count = counts[t]?.[segment];
      if (count === undefined) continue;
      count.judged++;
      if (clock.between(one.openedMs, nowMs) - (one.stoodMs?.[t] ?? 0) <= withinMs) count.met++;
    }
  }
}
