import { WAITING_CAUSES, WEEK_HOURS } from '#domain';

/** Cases of which one service level, or one target, is for a segment, and which of them were not served as it wants. */
export class LateCell {
  /** Cases whose wait for the first answer is over, and the late ones, by the local hour of the week in which they arrived. */
  readonly arrived = new Float64Array(WEEK_HOURS);
  readonly late = new Float64Array(WEEK_HOURS);
  /** By waiting cause: how long the late ones waited, ms. */
  readonly waitedMs = new Float64Array(WAITING_CAUSES.length);
  /** By centre: how many of the late ones waited while it was down. */
  readonly whileDown: Float64Array;
  /** By group: how many of the late ones it answered first. They had waited for it, or for others of its skills. */
  readonly answeredBy: Float64Array;
  private readonly byTimeZone = new Map<string, number>();

  constructor(centres: number, groups: number) {
    this.whileDown = new Float64Array(centres);
    this.answeredBy = new Float64Array(groups);
  }

  count(timeZone: string, hour: number, isLate: boolean): void {
    add(this.arrived, hour, 1);
    if (isLate) add(this.late, hour, 1);
    this.byTimeZone.set(timeZone, (this.byTimeZone.get(timeZone) ?? 0) + 1);
  }

  /** The time zone in which most of the cases arrived. */
  get timeZone(): string {
    const [first] = [...this.byTimeZone].sort((one, other) => other[1] - one[1]);
    return first?.[0] ?? 'UTC';
  }

  get lateCount(): number {
    return this.late.reduce((sum, count) => sum + count, 0);
  }
}

export function add(counts: Float64Array, at: number, amount: number): void {
  counts[at] = (counts[at] as number) + amount;
}
