import { WEEK_MS } from '#base';
import { type Figures, hoursOf, Measured } from './figure.ts';

const WEEKS = 4;
/** The share of a week's arrivals by which the queue must grow each week. */
const GROWTH_SHARE = 0.01;
/** How much it must grow in total, in standard deviations of arrivals and departures. */
const DEVIATIONS = 3;

/**
 * Whether the queue grew without bound: in each of the last four whole weeks its shortest length at full hours was larger than in the week
 * before, by a hundredth of the mean week's arrivals (plus a case), and in total by more than chance allows.
 */
export class OverloadWatch {
  private waitingAtHour = 0;
  private shortest = Number.POSITIVE_INFINITY;
  private readonly shortestByWeek: number[] = [];
  private readonly arrivedByWeek: number[] = [0];

  /** Call at each full hour of the run, with the cases that have arrived so far and those that wait. */
  look(nowMs: number, arrived: number, waiting: number): void {
    this.waitingAtHour = waiting;
    this.shortest = Math.min(this.shortest, waiting);
    if (nowMs % WEEK_MS !== 0) return;
    this.shortestByWeek.push(this.shortest);
    this.arrivedByWeek.push(arrived);
    this.shortest = Number.POSITIVE_INFINITY;
  }

  /** `endedMs`: when the run was ended before its horizon, which only happens for overload; otherwise null. `waiting`: cases at its end. */
  figures(endedMs: number | null, waiting: number): Figures {
    if (endedMs === null && !this.grows()) return null;
    return {
      shortestByWeek: this.shortestByWeek.slice(-WEEKS),
      waiting: endedMs === null ? this.waitingAtHour : waiting,
      endedAfterHours: endedMs === null ? null : new Measured(hoursOf(endedMs)),
    };
  }

  private grows(): boolean {
    const weeks = this.shortestByWeek.slice(-WEEKS);
    const [first, last] = [weeks[0], weeks[WEEKS - 1]];
    if (first === undefined || last === undefined) return false;
    const arrived = (this.arrivedByWeek.at(-1) as number) - (this.arrivedByWeek.at(-1 - WEEKS) as number);
    const least = Math.max(1, (GROWTH_SHARE * arrived) / WEEKS);
    const growsEachWeek = weeks.slice(1).every((length, i) => length - (weeks[i] as number) >= least);
    return growsEachWeek && last - first >= DEVIATIONS * Math.sqrt(2 * arrived);
  }
}
