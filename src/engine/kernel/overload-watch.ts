import { HOUR_MS, WEEK_MS } from '#base';
import type { Overload, RunMs } from '#domain';

/** Weeks in a row that have to show growth. */
const WEEKS = 4;
/** Growth below this share of a week's arrivals does not count. */
const GROWTH_SHARE = 0.01;
/** Standard deviations of a queue that only fluctuates which growth over all those weeks has to exceed. */
const DEVIATIONS = 3;
/** A growing queue is hopeless when it holds the arrivals of this many average weeks. */
const HOPELESS_WEEKS = 8;
/**
 * Detects a queue that grows without bound. A stable queue follows the hours of the day and the days of the week, and falls back to about
 * the same length once a week. Under overload, the *shortest* length of each week is larger than that of the week before. Growth counts if
 * it lasts for four weeks and is more than chance: a queue that does not grow fluctuates by about √(2 × arrivals).
 */
export class OverloadWatch {
  /** When to look next, ms: at each full hour. */
  nextMs = Number.POSITIVE_INFINITY;
  /** The queue can no longer be worked off. */
  isHopeless = false;
  private shortest = Number.POSITIVE_INFINITY;
  private waiting = 0;
  private readonly shortestByWeek: number[] = [];
  /** A queue of this many cases is hopeless, whatever the reason. */
  private readonly mostWaiting: number;
  /** Cases that had arrived at the end of each week. */
  private readonly arrivedByWeek: number[] = [0];

  constructor(mostWaiting: number) {
    this.mostWaiting = mostWaiting;
    this.nextMs = HOUR_MS;
  }

  /** Call at each full hour, with the cases that have arrived so far and those that wait now. */
  look(nowMs: RunMs, arrived: number, waiting: number): void {
    this.nextMs = nowMs + HOUR_MS;
    this.waiting = waiting;
    this.shortest = Math.min(this.shortest, waiting);
    if (nowMs % WEEK_MS === 0) {
      this.shortestByWeek.push(this.shortest);
      this.arrivedByWeek.push(arrived);
      this.shortest = Number.POSITIVE_INFINITY;
      const meanWeek = arrived / this.shortestByWeek.length;
      this.isHopeless = waiting >= HOPELESS_WEEKS * meanWeek && this.isGrowing();
    }
    this.isFull(waiting);
  }

  /** Whether too many cases wait for the run to go on. Call at any time. */
  isFull(waiting: number): boolean {
    if (waiting >= this.mostWaiting) this.isHopeless = true;
    return this.isHopeless;
  }

  /** The run has ended before its horizon. */
  ended(waiting: number): void {
    this.waiting = waiting;
  }

  /** The finding at the end of a run; null if the queue is stable or the run is too short to say. */
  verdict(): Overload | null {
    if (!this.isHopeless && !this.isGrowing()) return null;
    return {
      shortestByWeek: this.shortestByWeek.slice(-WEEKS),
      waiting: this.waiting,
      isEnded: this.isHopeless,
    };
  }

  private isGrowing(): boolean {
    const weeks = this.shortestByWeek.length;
    if (weeks < WEEKS) return false;
    const lines = this.shortestByWeek.slice(-WEEKS);
    const arrived = (this.arrivedByWeek[weeks] as number) - (this.arrivedByWeek[weeks - WEEKS] as number);
    const least = Math.max(1, (GROWTH_SHARE * arrived) / WEEKS);
    const grows = lines.every((line, i) => i === 0 || line - (lines[i - 1] as number) >= least);
    const growth = (lines[WEEKS - 1] as number) - (lines[0] as number);
    return grows && growth >= DEVIATIONS * Math.sqrt(2 * arrived);
  }
}
