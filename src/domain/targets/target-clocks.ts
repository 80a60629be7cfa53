import type { Window } from '../calendar/windows.ts';
import type { ArrivalStream } from '../scenario/arrival-streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Target } from '../scenario/service-goals.ts';
import { concernsCases } from '../service-levels.ts';
import { type PausingParty, SEVERITIES, type TargetMeasure } from '../vocabulary.ts';

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

/** What the clocks of targets need to know of a case. */
export interface ClockedCase {
  stream: number;
  severity: number;
  openedMs: number;
  /** Since when its clocks are paused. */
  standsSinceMs: number;
  /** For how long each clock was paused; null if none was. */
  stoodMs: Float64Array | null;
}

/** Target, its index, the segment of the case, and whether the target was met. */
type TakeVerdict = (target: Target, t: number, segment: number, isMet: boolean) => void;

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
  goOn(one: ClockedCase, party: PausingParty, nowMs: number): void {
    const { clocks } = this;
    if (clocks.length === 0) return;
    one.stoodMs ??= new Float64Array(clocks.length);
    for (const [t, clock] of clocks.entries()) {
      if (!clock.target.pauses.includes(party)) continue;
      one.stoodMs[t] = (one.stoodMs[t] as number) + clock.between(one.standsSinceMs, nowMs);
    }
  }

  /** The event of these targets happens to the case now: gives the verdict of each that concerns the case. */
  judge(one: ClockedCase, of: TargetMeasure, nowMs: number, take: TakeVerdict): void {
    const stream = this.scenario.streams[one.stream] as ArrivalStream;
    const severity = SEVERITIES[one.severity];
    if (severity === undefined) return;
    for (const [t, clock] of this.clocks.entries()) {
      const { target } = clock;
      if (target.of !== of || !concernsCases(target, stream, severity)) continue;
      const tookMs = clock.between(one.openedMs, nowMs) - (one.stoodMs?.[t] ?? 0);
      take(target, t, stream.segment, tookMs <= (target.withinMs ?? -1));
    }
  }

  /** Counts the verdicts of targets whose event happens to the case now; or, if it has not happened when the run ends, those that are late. */
  count(
    one: ClockedCase,
    of: TargetMeasure,
    nowMs: number,
    counts: readonly (readonly TargetCount[])[],
    isLateOnly = false,
  ): void {
    this.judge(one, of, nowMs, (_, t, segment, isMet) => {
      const count = counts[t]?.[segment];
      if (count === undefined || (isMet && isLateOnly)) return;
      count.judged++;
      if (isMet) count.met++;
    });
  }
}
