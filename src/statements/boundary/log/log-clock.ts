import { DAY_MS } from '#base';
import type { LoggedCase } from '#caselog';
import { dayInWords, LocalClock, readZoneClock } from '#domain';

/** First and last row of some cases, by the days of the log's clock. */
export class LogClock {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly rows: number;
  private readonly clock: LocalClock;

  constructor(cases: readonly LoggedCase[], timeZone: string | null) {
    let [first, last, rows] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const { events } of cases) {
      first = Math.min(first, events[0]?.atMs ?? first);
      last = Math.max(last, events.at(-1)?.atMs ?? last);
      rows += events.length;
    }
    this.firstMs = first;
    this.lastMs = last;
    this.rows = rows;
    this.clock = new LocalClock(readZoneClock(timeZone ?? 'UTC', first, last - first + DAY_MS), first);
  }

  /** `3 March 2014`, on the clock of the log. */
  day(atMs: number): string {
    return dayInWords(atMs + this.clock.offsetAt(atMs));
  }

  /** `3 to 31 March 2014`. */
  get period(): string {
    const [from, to] = [this.day(this.firstMs).split(' '), this.day(this.lastMs).split(' ')];
    const [day, month, year] = from;
    if (from.join() === to.join()) return to.join(' ');
    if (year !== to[2]) return `${from.join(' ')} to ${to.join(' ')}`;
    return month === to[1] ? `${day} to ${to.join(' ')}` : `${day} ${month} to ${to.join(' ')}`;
  }
}
