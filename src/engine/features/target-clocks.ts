import {
  CHANNELS,
  type Meter,
  type PausingParty,
  type Scenario,
  SEVERITIES,
  type Target,
  type Window,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/**
 * Clocks of service targets, which run from the arrival of a case until its first answer or its first resolution, and may
 * stand while the case waits for the customer or for a vendor.
 */
export interface TargetClocks {
  /** The case arrives. */
  begin(record: CaseRecord): void;
  pause(record: CaseRecord): void;
  resume(record: CaseRecord, party: PausingParty): void;
  /** The first answer. */
  answered(record: CaseRecord): void;
  /** A resolution, of which the first counts. */
  resolved(record: CaseRecord): void;
}

/** Null where the scenario has no targets. */
export function createTargetClocks(
  { segments, streams, targets }: Scenario,
  clock: { readonly nowMs: number },
  meter: Meter,
): TargetClocks | null {
  if (targets === undefined) return null;
  const clocks = targets.map((target, t) => ({
    ...target,
    spentMs: spentTimeOf(target),
    concerns: CHANNELS.map((channel) =>
      SEVERITIES.map((severity) => target.channels.includes(channel) && target.severities.includes(severity)),
    ),
    tallies: segments.map((_, segment) => meter.targetTally(t, segment)),
  }));
  /** By record: since when its clocks stand; for how long each of them has stood; whether it was resolved. */
  const pausedSinceMs: number[] = [];
  const pausedMs: number[][] = [];
  const wasResolved: boolean[] = [];

  function judge(record: CaseRecord, of: Target['of']): void {
    const { arrivedMs, channel, row, severity, source } = record;
    const { segment } = streams[source.index] as (typeof streams)[number];
    clocks.forEach((target, t) => {
      if (target.of !== of || target.concerns[channel]?.[severity] !== true) return;
      const elapsedMs = target.spentMs(arrivedMs, clock.nowMs) - (pausedMs[row]?.[t] ?? 0);
      target.tallies[segment]?.judged(elapsedMs <= target.withinMs);
    });
  }

  return {
    begin({ row }) {
      pausedMs[row] = targets.map(() => 0);
      wasResolved[row] = false;
    },
    pause({ row }) {
      pausedSinceMs[row] = clock.nowMs;
    },
    resume({ row }, party) {
      const stood = pausedMs[row] as number[];
      clocks.forEach(({ pauses, spentMs }, t) => {
        if (pauses.includes(party))
          stood[t] = (stood[t] as number) + spentMs(pausedSinceMs[row] as number, clock.nowMs);
      });
    },
    answered: (record) => judge(record, 'answer'),
    resolved(record) {
      if (wasResolved[record.row] === true) return;
      wasResolved[record.row] = true;
      judge(record, 'resolution');
    },
  };
}

/** The time of the target's clock between two instants, ms: within its hours, of which the sums are made once. */
function spentTimeOf({ hours }: Target): (fromMs: number, toMs: number) => number {
  if (hours === undefined) return (fromMs, toMs) => toMs - fromMs;
  const before = [0];
  for (const { fromMs, toMs } of hours) before.push((before.at(-1) as number) + toMs - fromMs);
  const shownAt = (timeMs: number): number => {
    let [low, high] = [0, hours.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hours[middle] as Window).fromMs <= timeMs) low = middle + 1;
      else high = middle;
    }
    const last = hours[low - 1];
    if (last === undefined) return 0;
    return (before[low] as number) - Math.max(0, last.toMs - timeMs);
  };
  return (fromMs, toMs) => shownAt(toMs) - shownAt(fromMs);
}
