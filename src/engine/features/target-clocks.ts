import { assert, definite, numbered } from '#base';
import {
  CASE_STATES,
  CHANNELS,
  concernsSegment,
  openCaseOf,
  type PausingParty,
  type RunMs,
  SEVERITIES,
  type Target,
  type Window,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

const { 'open.awaitingCustomer': AWAITING_CUSTOMER, 'open.awaitingVendor': AWAITING_VENDOR } =
  numbered(CASE_STATES);

/** The states in which a case waits for a party. */
const PAUSED_FOR: ReadonlyMap<number, PausingParty> = new Map<number, PausingParty>([
  [AWAITING_CUSTOMER, 'customer'],
  [AWAITING_VENDOR, 'vendor'],
]);

/**
 * Clocks of service targets, which run from the arrival of a case until its first answer or first resolution, and may pause while the case
 * waits for the customer or a vendor. Null if no target has a clock: the meter judges the others by what it counts anyway.
 */
export function createTargetClocks({ cases, clock, meter, scenario }: Run): Feature | null {
  const { segments, streams, targets = [] } = scenario;
  const timed = [...targets.entries()].filter(([, { withinMs }]) => withinMs !== undefined);
  if (timed.length === 0) return null;
  const clocks = timed.map(([t, target]) => ({
    ...target,
    withinMs: definite(target.withinMs, 'it is timed'),
    spentMs: spentTimeOf(target),
    concerns: CHANNELS.map((channel) =>
      SEVERITIES.map((severity) => target.channels.includes(channel) && target.severities.includes(severity)),
    ),
    tallies: segments.map((_, segment) =>
      concernsSegment(target, segment) ? meter.targetTally(t, segment) : null,
    ),
    /** How long the clock has been paused. */
    pausedMs: cases.column(0),
  }));
  /** Since when the clocks of a case are paused. */
  const pausedSinceMs = cases.column(0);
  const wasResolved = cases.column(false);

  /** What the targets are of happens to the case now; or, where only late ones are judged, has not happened when the run ends. */
  function judge(record: CaseRecord, of: Target['of'], isLateOnly = false): void {
    const { arrivedMs, channel, severity, source } = record;
    const { segment } = streams[source.index] as (typeof streams)[number];
    for (const target of clocks) {
      if (target.of !== of || target.concerns[channel]?.[severity] !== true) continue;
      const elapsedMs = target.spentMs(arrivedMs, clock.nowMs) - target.pausedMs.of(record);
      assert(
        elapsedMs >= 0 && elapsedMs <= clock.nowMs - arrivedMs,
        'a clock shows more than has passed, or less than nothing',
      );
      const isMet = elapsedMs <= target.withinMs;
      if (!isMet || !isLateOnly) target.tallies[segment]?.judged(isMet);
    }
  }

  /** A case that was opened before the run may have been paused before it. */
  function pausedFrom({ caseNumber }: CaseRecord): RunMs {
    const before = clock.nowMs === 0 ? openCaseOf(scenario, caseNumber) : undefined;
    return before === undefined ? clock.nowMs : before.sinceMs;
  }

  function resume(record: CaseRecord, party: PausingParty): void {
    for (const { pausedMs, pauses, spentMs } of clocks) {
      if (!pauses.includes(party)) continue;
      pausedMs.set(record, pausedMs.of(record) + spentMs(pausedSinceMs.of(record), clock.nowMs));
    }
  }

  /** Only the first resolution of a case counts. */
  function resolved(record: CaseRecord): void {
    if (wasResolved.of(record)) return;
    wasResolved.set(record, true);
    judge(record, 'resolution');
  }

  /** The run ends, and the case is open. A customer who is to be called back may still be missed, and then nothing is judged. */
  function openAtEnd(record: CaseRecord): void {
    const { calledBack, contacts, state } = record;
    const party = PAUSED_FOR.get(state);
    if (party !== undefined) resume(record, party);
    if (contacts === 0 && calledBack !== 1) judge(record, 'answer', true);
    if (!wasResolved.of(record)) judge(record, 'resolution', true);
  }

  return {
    hooks: {
      openAtEnd,
      effects: {
        pauseClock: (record) => pausedSinceMs.set(record, pausedFrom(record)),
        resumeClock: (record, params) => resume(record, (params as { party: PausingParty }).party),
        recordResolution: resolved,
      },
      created(record) {
        if (openCaseOf(scenario, record.caseNumber)?.state === 'resolved') wasResolved.set(record, true);
      },
      answered: (record) => judge(record, 'answer'),
    },
  };
}

/** The time on the target's clock between two instants, ms: only within its hours, whose sums are computed once. */
function spentTimeOf({ hours }: Target): (fromMs: RunMs, toMs: RunMs) => number {
  if (hours === undefined) return (fromMs, toMs) => toMs - fromMs;
  const before = [0];
  for (const { fromMs, toMs } of hours) before.push((before.at(-1) as number) + toMs - fromMs);
  const shownAt = (timeMs: RunMs): number => {
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
