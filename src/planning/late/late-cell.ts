import { HOUR_MS, increase, MINUTE_MS, sumOf } from '#base';
import type { CaseLife } from '#cases';
import {
  type DurationMs,
  type EpochMs,
  type LocalClock,
  minuteOfWeek,
  type Scenario,
  TIERS,
  WAITING_CAUSES,
  type WaitingCauseIndex,
  WEEK_HOURS,
} from '#domain';

/** Cases of which one service level, or one target, is for a segment, and which of them were not served as it wants. */
export class LateCell {
  /**
   * What the target has judged, and what it found late, by the local hour of the week: cases by the hour in which they arrived; of backlogs,
   * days by their last hour.
   */
  readonly arrived = new Float64Array(WEEK_HOURS);
  readonly late = new Float64Array(WEEK_HOURS);
  /** By waiting cause: how long the late ones waited, ms. Of backlogs: the cases that were unanswered at the end of a late day. */
  readonly waitedMs = new Float64Array(WAITING_CAUSES.length);
  /** By the tier that they waited for: how long the late ones waited, ms. Of backlogs: the cases that were unanswered at the end of a late day. */
  readonly waitedMsOfTier = new Float64Array(TIERS.length);
  /** How long late resolutions took altogether, ms. */
  tookMs = 0;
  /** By the local hour of the week: in which hours the late ones waited, each with a weight of 1. Null of answers, where waits are short. */
  waitedIn: Float64Array | null = null;
  /** By centre: how many of the late ones waited while it was down. */
  readonly whileDown: Float64Array;
  /** By group: how many of the late ones it answered first. They had waited for it, or for others of its skills. */
  readonly answeredBy: Float64Array;
  readonly byTimeZone = new Map<string, number>();

  constructor(centres: number, groups: number) {
    this.whileDown = new Float64Array(centres);
    this.answeredBy = new Float64Array(groups);
  }

  count(timeZone: string, hour: number, isLate: boolean): void {
    add(this.arrived, hour, 1);
    if (isLate) add(this.late, hour, 1);
    increase(this.byTimeZone, timeZone);
  }

  /** The time zone in which most of the cases arrived. */
  get timeZone(): string {
    const [first] = [...this.byTimeZone].sort((one, other) => other[1] - one[1]);
    return first?.[0] ?? 'UTC';
  }

  /** When agents were missing: hours of the week with weights. */
  get needed(): Float64Array {
    return this.waitedIn ?? this.late;
  }

  /** Adds the waits of a late one, by their causes. */
  addWaits(waits: CaseLife['waits']): void {
    for (const { cause, fromMs, toMs } of waits) this.addWait(cause, toMs - fromMs);
  }

  addWait(cause: WaitingCauseIndex, waitedMs: DurationMs): void {
    add(this.waitedMs, cause, waitedMs);
  }

  /** Records the hours of the week in which a late one waited, and for how many ms in each. */
  spreadWait(hours: readonly (readonly [hour: number, ms: number])[]): void {
    this.waitedIn ??= new Float64Array(WEEK_HOURS);
    const all = hours.reduce((sum, [, ms]) => sum + ms, 0);
    for (const [hour, ms] of hours) if (all > 0) add(this.waitedIn, hour, ms / all);
  }

  /** Adds what another run has found of the same target. It may be a copy without methods, from another thread. */
  join(other: LateCounts): void {
    for (const column of COLUMNS) addAll(this[column], other[column]);
    this.tookMs += other.tookMs;
    if (other.waitedIn !== null) {
      this.waitedIn ??= new Float64Array(WEEK_HOURS);
      addAll(this.waitedIn, other.waitedIn);
    }
    for (const [zone, count] of other.byTimeZone) increase(this.byTimeZone, zone, count);
  }

  get lateCount(): number {
    return sumOf(this.late);
  }
}

/** Cells by what they are found by: `premier/phone/A` of a service level, `target soon/premier` of a target (`targetKey`). */
export class LateCells extends Map<string, LateCell> {
  private readonly create: () => LateCell;

  constructor({ centres, groups }: Pick<Scenario, 'centres' | 'groups'>) {
    super();
    this.create = () => new LateCell(centres.length, groups.length);
  }

  /** The cell of a key, created if there is none yet. */
  at(key: string): LateCell {
    const cell = this.get(key) ?? this.create();
    this.set(key, cell);
    return cell;
  }
}

/** What a cell counts, without what it computes from that. */
export type LateCounts = Pick<LateCell, (typeof COLUMNS)[number] | 'tookMs' | 'waitedIn' | 'byTimeZone'>;

const COLUMNS = ['arrived', 'late', 'waitedMs', 'waitedMsOfTier', 'whileDown', 'answeredBy'] as const;

function addAll(counts: Float64Array, others: Float64Array): void {
  others.forEach((amount, at) => add(counts, at, amount));
}

export function add(counts: Float64Array, at: number, amount: number): void {
  counts[at] = (counts[at] as number) + amount;
}

/** The local hours of the week between two times, from 0 on Monday, and how much of each lies between them, ms. */
export function hoursBetween(
  fromEpochMs: EpochMs,
  toEpochMs: EpochMs,
  clock: LocalClock,
): readonly (readonly [hour: number, ms: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let atMs = fromEpochMs; atMs < toEpochMs; ) {
    const intoWeekMs = minuteOfWeek(atMs, clock) * MINUTE_MS;
    const hour = Math.floor(intoWeekMs / HOUR_MS);
    const nextMs = Math.min(toEpochMs, atMs + HOUR_MS - (intoWeekMs % HOUR_MS));
    found.push([hour, nextMs - atMs]);
    atMs = nextMs;
  }
  return found;
}
