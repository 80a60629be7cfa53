import { DAY_MS, MINUTE_MS } from '#base';

/** Number of cached days: some years. */
const DAYS_KNOWN = 4096;

/**
 * Instants of a run as texts: RFC 3339 in UTC, to the millisecond, as `Date` writes them. A log has two for each copy and access, so they
 * are assembled from cached texts of days, minutes and milliseconds.
 */
export class Instants {
  private readonly startEpochMs: number;
  private readonly days = new Map<number, string>();
  /** `T07:05:`, by the minute of the day. */
  private readonly minutes = new Array<string | undefined>(DAY_MS / MINUTE_MS);
  /** `09.123Z`, by the millisecond of the minute. */
  private readonly milliseconds = new Array<string | undefined>(MINUTE_MS);
  private lastMs = Number.NaN;
  private last = '';
  private lastDay = Number.NaN;
  private lastDayText = '';

  constructor(startEpochMs: number) {
    this.startEpochMs = startEpochMs;
  }

  at(timeMs: number): string {
    // Entries come in order of time, and several at the same time.
    if (timeMs !== this.lastMs) {
      this.last = this.textOf(Math.trunc(this.startEpochMs + timeMs));
      this.lastMs = timeMs;
    }
    return this.last;
  }

  private textOf(epochMs: number): string {
    const day = Math.floor(epochMs / DAY_MS);
    const ofDay = epochMs - day * DAY_MS;
    const minute = Math.floor(ofDay / MINUTE_MS);
    const ofMinute = ofDay - minute * MINUTE_MS;
    // Made by the same `Date` as the texts of days.
    this.minutes[minute] ??= new Date(minute * MINUTE_MS).toISOString().slice(10, 17);
    this.milliseconds[ofMinute] ??= new Date(ofMinute).toISOString().slice(17);
    return `${this.dayText(day)}${this.minutes[minute]}${this.milliseconds[ofMinute]}`;
  }

  private dayText(day: number): string {
    if (day !== this.lastDay) {
      this.lastDayText = this.days.get(day) ?? this.makeDayText(day);
      this.lastDay = day;
    }
    return this.lastDayText;
  }

  private makeDayText(day: number): string {
    const text = new Date(day * DAY_MS).toISOString().slice(0, -14);
    if (this.days.size === DAYS_KNOWN) this.days.clear();
    this.days.set(day, text);
    return text;
  }
}
