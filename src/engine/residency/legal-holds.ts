import { numbered } from '#base';
import { CASE_TIMERS, type DurationMs, type RunMs, type Scenario, type SegmentIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Clock } from '../time/clock.ts';

const { retention: RETENTION } = numbered(CASE_TIMERS);

type ScheduleTimer = (record: CaseRecord, timer: number, epoch: number, delayMs: DurationMs) => void;

/** Wraps the scheduling of timers: a case that would be erased during a legal hold is erased at the end of the hold. */
export function scheduleWithHolds(
  { holds, streams }: Scenario,
  clock: Clock,
  schedule: ScheduleTimer,
): ScheduleTimer {
  if (holds === undefined) return schedule;

  function erasableMs(segment: SegmentIndex, dueMs: RunMs): RunMs {
    const hold = holds?.find((one) => one.segment === segment && one.fromMs <= dueMs && dueMs < one.toMs);
    return hold === undefined ? dueMs : erasableMs(segment, hold.toMs);
  }
  return (record: CaseRecord, timer, epoch, delayMs) => {
    if (timer !== RETENTION) return schedule(record, timer, epoch, delayMs);
    const segment = streams[record.source.index]?.segment ?? -1;
    schedule(record, timer, epoch, erasableMs(segment, clock.nowMs + delayMs) - clock.nowMs);
  };
}
