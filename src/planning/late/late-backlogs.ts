import type { CaseListener, CaseLives } from '#cases';
import {
  type ArrivalStream,
  concernsCases,
  concernsSegment,
  hourOfWeek,
  type LocalClock,
  localClockOf,
  NONE,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  type Target,
  targetKey,
} from '#domain';
import { add, hoursBetween, type LateCell, LateCells } from './late-cell.ts';

/** Days of a target that end at some time, for the cases of one segment. */
interface DayEnd {
  readonly atMs: RunMs;
  readonly target: Target;
  readonly segment: number;
  readonly cell: LateCell;
  readonly timeZone: string;
  readonly clock: LocalClock;
}

/** Finds the days that end with more unanswered cases than a target allows, and for which causes these cases have waited. */
export class LateBacklogs implements CaseListener {
  /** By target and segment. */
  readonly cells: LateCells;
  private readonly scenario: Scenario;
  private readonly ends: readonly DayEnd[];
  private next = 0;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.cells = new LateCells(scenario);
    const { segments, targets = [] } = scenario;
    const ends = targets.flatMap((target) =>
      segments.flatMap((_, s) => (concernsSegment(target, s) ? this.endsOf(target, s) : [])),
    );
    this.ends = ends.sort((one, other) => one.atMs - other.atMs);
  }

  /** Judges the days that end until then. */
  timePasses(timeMs: RunMs, lives: CaseLives): void {
    for (;;) {
      const end = this.ends[this.next];
      if (end === undefined || end.atMs > timeMs) return;
      this.judge(end, lives);
      this.next++;
    }
  }

  private endsOf(target: Target, segment: number): readonly DayEnd[] {
    const { segments, streams } = this.scenario;
    const stream = streams.find((one) => one.segment === segment && target.channels.includes(one.channel));
    if (stream === undefined) return [];
    const { timeZone } = stream;
    const cell = this.cells.at(targetKey(target.id, segments[segment]?.id ?? ''));
    const clock = localClockOf(this.scenario, timeZone);
    return (target.dayEndsMs ?? []).map((atMs) => ({ atMs, target, segment, cell, timeZone, clock }));
  }

  private judge({ atMs, cell, clock, segment, target, timeZone }: DayEnd, lives: CaseLives): void {
    const { startEpochMs, streams } = this.scenario;
    const open = [...lives.open()].filter(({ contacts, severity, stream }) => {
      if (contacts > 0) return false;
      const own = streams[stream] as ArrivalStream;
      return own.segment === segment && concernsCases(target, own, SEVERITIES[severity] as Severity);
    });
    const isLate = open.length > (target.casesMax ?? 0);
    // The last moment of the day belongs to it.
    cell.count(timeZone, hourOfWeek(startEpochMs + atMs - 1, clock), isLate);
    if (!isLate) return;
    for (const { openedMs, waitCause, waits, waitSinceMs } of open) {
      cell.addWaits(waits);
      if (waitCause !== NONE) add(cell.waitedMs, waitCause, atMs - waitSinceMs);
      cell.spreadWait(hoursBetween(startEpochMs + openedMs, startEpochMs + atMs, clock));
    }
  }
}
