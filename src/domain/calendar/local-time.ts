import { Temporal } from 'temporal-polyfill';
import { DAY_MS, MINUTE_MS } from '#base';

/** Whether the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return /^[A-Za-z]+(\/|$)/.test(name) || /^[+-]\d\d:\d\d$/.test(name);
  } catch {
    return false;
  }
}

/** A civil date, `2014-11-03`. */
export type CivilDate = string;

/** Days since 1970-01-01 on a local calendar. */
export type DayNumber = number;

export function civilDateOf(day: DayNumber): CivilDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Monday … 6 = Sunday: 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * A zone's clock over an interval of instants: the offsets from UTC that hold in it, looked up once. All further questions are
 * arithmetic, which matters where years of shifts are expanded.
 */
export class LocalClock {
  /** Instants (epoch ms) from which on an offset holds, ascending; the first is the beginning of time. */
  private readonly fromMs: readonly number[];
  private readonly offsetMs: readonly number[];

  private constructor(fromMs: readonly number[], offsetMs: readonly number[]) {
    this.fromMs = fromMs;
    this.offsetMs = offsetMs;
  }

  /** Right for every instant in [from, to], and for wall times in it. */
  static of(timeZone: string, fromEpochMs: number, toEpochMs: number): LocalClock {
    const from = fromEpochMs - 2 * DAY_MS;
    const changes = offsetChanges(from, toEpochMs + 2 * DAY_MS, timeZone);
    return new LocalClock(
      [Number.NEGATIVE_INFINITY, ...changes],
      [from, ...changes].map((at) => offsetAt(at, timeZone)),
    );
  }

  /** Offset from UTC, ms. */
  offsetAt(epochMs: number): number {
    const after = this.fromMs.findIndex((from) => from > epochMs);
    return this.offsetMs.at(after === -1 ? -1 : after - 1) as number;
  }

  /** The local calendar's day at the instant. */
  dayAt(epochMs: number): DayNumber {
    return Math.floor((epochMs + this.offsetAt(epochMs)) / DAY_MS);
  }

  /**
   * The instant (epoch ms) of a wall-clock minute, counted from the midnight at which the day begins; a skipped time moves
   * on by what was skipped, a doubled one is its first (RFC 5545, and `compatible` of Temporal).
   */
  instantOf(day: DayNumber, minuteOfDay: number): number {
    const wallMs = day * DAY_MS + minuteOfDay * MINUTE_MS;
    for (let i = 0; i < this.fromMs.length; i++) {
      const epochMs = wallMs - (this.offsetMs[i] as number);
      const endMs = this.fromMs[i + 1] ?? Number.POSITIVE_INFINITY;
      // Before the end of this offset; or behind it by this clock, and before it by the next: then it was skipped.
      if (epochMs < endMs || wallMs - (this.offsetMs[i + 1] as number) < endMs) return epochMs;
    }
    return wallMs - (this.offsetMs.at(-1) as number);
  }
}

/** Instants in (from, to) at which the zone's offset from UTC changes. */
export function offsetChanges(fromEpochMs: number, toEpochMs: number, timeZone: string): readonly number[] {
  const changes: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(fromEpochMs).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= toEpochMs) return changes;
    changes.push(next.epochMilliseconds);
    at = next;
  }
}

/** The first midnight at or after the instant on the zone's clock, epoch ms. */
export function midnightFrom(epochMs: number, timeZone: string): number {
  const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  const dayBegan = at.startOfDay();
  return dayBegan.epochMilliseconds === epochMs ? epochMs : dayBegan.add({ days: 1 }).epochMilliseconds;
}

/** Offset of the zone from UTC at the instant, ms. */
export function offsetAt(epochMs: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
}
