import { number, type Of, record } from '#base';
import type { Channel, RunMs, SegmentIndex } from '#domain';

/** Cases that came in some time: how many, how many of them were answered too late or not yet, and how many left unanswered. */
export const eventCounts = record({ came: number(), late: number(), lost: number() });
export interface EventCounts extends Of<typeof eventCounts> {}

/** Cases of a segment on a channel along a run, in steps of equal length. */
export class CaseSeries {
  readonly segment: SegmentIndex;
  readonly channel: Channel;
  /** By step: unanswered cases at its start, and the most of them in it. */
  readonly waiting: Uint32Array;
  readonly most: Uint32Array;
  /** By the step in which they came. */
  private readonly came: Uint32Array;
  private readonly late: Uint32Array;
  private readonly lost: Uint32Array;
  private readonly stepMs: number;
  /** Unanswered now, and after the last change of time. */
  private now = 0;
  private settled = 0;
  private step = 0;

  constructor(segment: SegmentIndex, channel: Channel, stepMs: number, steps: number) {
    this.segment = segment;
    this.channel = channel;
    this.stepMs = stepMs;
    const column = () => new Uint32Array(steps + 1);
    this.waiting = column();
    this.most = column();
    this.came = column();
    this.late = column();
    this.lost = column();
  }

  joined(timeMs: RunMs): void {
    this.now++;
    add(this.came, Math.floor(timeMs / this.stepMs));
  }

  leave(): void {
    this.now--;
  }

  count(what: 'late' | 'lost', openedMs: RunMs): void {
    add(this[what], Math.floor(openedMs / this.stepMs));
  }

  /** Nothing more happens at `timeMs`. Cases that came and were taken at one instant have not waited. */
  settle(timeMs: RunMs): void {
    this.passTo(Math.floor(timeMs / this.stepMs));
    const isStart = timeMs === this.step * this.stepMs;
    this.most[this.step] = isStart ? this.now : Math.max(this.most[this.step] as number, this.now);
    this.settled = this.now;
  }

  finish(): void {
    this.passTo(this.most.length - 1);
  }

  /** Counts the cases that came from the step `from` on and before the step `to`. */
  countsIn(from: number, to: number): EventCounts {
    const sum = (column: Uint32Array) => column.subarray(from, to).reduce((all, count) => all + count, 0);
    return { came: sum(this.came), late: sum(this.late), lost: sum(this.lost) };
  }

  private passTo(step: number): void {
    while (this.step < step) {
      this.step++;
      this.waiting[this.step] = this.settled;
      this.most[this.step] = this.settled;
    }
  }
}

function add(counts: Uint32Array, step: number): void {
  counts[step] = (counts[step] as number) + 1;
}
