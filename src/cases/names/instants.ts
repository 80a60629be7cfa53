import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, writeUtf8 } from '#base';

/** Number of cached days: some years. */
const DAYS_KNOWN = 4096;

const [DIGIT_0, LETTER_T, COLON, POINT, LETTER_Z] = [0x30, 0x54, 0x3a, 0x2e, 0x5a];

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

  /** Writes the text of `at` as bytes, and returns how many. */
  write(timeMs: number, bytes: Uint8Array, start: number): number {
    const epochMs = Math.trunc(this.startEpochMs + timeMs);
    const day = Math.floor(epochMs / DAY_MS);
    const ofDay = epochMs - day * DAY_MS;
    let at = start + writeUtf8(this.dayText(day), bytes, start);
    at = writeTwoDigits(bytes, at, LETTER_T, Math.floor(ofDay / HOUR_MS));
    at = writeTwoDigits(bytes, at, COLON, Math.floor((ofDay % HOUR_MS) / MINUTE_MS));
    at = writeTwoDigits(bytes, at, COLON, Math.floor((ofDay % MINUTE_MS) / SECOND_MS));
    const milliseconds = ofDay % SECOND_MS;
    at = writeTwoDigits(bytes, at, POINT, Math.floor(milliseconds / 10));
    bytes[at++] = DIGIT_0 + (milliseconds % 10);
    bytes[at++] = LETTER_Z;
    return at - start;
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

/** Two digits after a mark. Returns where they end. */
function writeTwoDigits(bytes: Uint8Array, start: number, mark: number, value: number): number {
  const tens = Math.floor(value / 10);
  bytes[start] = mark;
  bytes[start + 1] = DIGIT_0 + tens;
  bytes[start + 2] = DIGIT_0 + value - 10 * tens;
  return start + 3;
}
