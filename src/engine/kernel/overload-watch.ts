import { HOUR_MS, WEEK_MS } from '#base';
import type { Overload, RunMs } from '#domain';

/** So many weeks in a row have to show growth. */
const WEEKS = 4;
/** A week's growth below this share of a week's arrivals is none. */
const GROWTH_SHARE = 0.01;
/** Growth over all those weeks has to pass so many standard deviations of a line that only fluctuates. */
const DEVIATIONS = 3;
/** A line that grows is hopeless when it holds the arrivals of so many mean weeks. */
const HOPELESS_WEEKS = 8;
/**
 * Finds out that a waiting line grows without bound. A stable line follows the hours of the day and the days of the week,
 * and falls back to about the same length once a week; under overload the *shortest* length of each week is larger than
 * that of the week before. Growth counts when it is seen in four weeks running and is more than chance: customers come and
 * go some √(2 × arrivals) times up and down even when nothing grows.
 */
export class OverloadWatch {
  /** When it wants to look next, ms: at every full hour. */
  nextMs = Number.POSITIVE_INFINITY;
  /** The line cannot be worked off any more. */
  isHopeless = false;
  private shortest = Number.POSITIVE_INFINITY;
  private waiting = 0;
  private readonly shortestByWeek: number[] = [];
  /** A queue of so many cases is hopeless however it came about. */
  private readonly mostWaiting: number;
  /** Cases that had arrived at the end of each week. */
  private readonly arrivedByWeek: number[] = [0];

  constructor(mostWaiting: number) {
    this.mostWaiting = mostWaiting;
    this.nextMs = HOUR_MS;
  }

  /** At a full hour: cases that have arrived so far, and that wait now. */
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

  /** At any time: whether so many cases wait that the run has to end. */
  isFull(waiting: number): boolean {
    if (waiting >= this.mostWaiting) this.isHopeless = true;
    return this.isHopeless;
  }

  /** The run has ended before its horizon. */
  ended(waiting: number): void {
    this.waiting = waiting;
  }

  /** What was found, at the end of a run; null when the line is stable, or the run too short to tell. */
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
