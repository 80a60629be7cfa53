import { Temporal } from 'temporal-polyfill';

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

/** The instant (epoch ms) of a wall-clock minute on a civil date; a skipped time moves on, a doubled one is its first. */
export function instantOf(date: CivilDate, minuteOfDay: number, timeZone: string): number {
  const day = Temporal.PlainDate.from(date);
  const wall = minuteOfDay >= 1440 ? day.add({ days: Math.floor(minuteOfDay / 1440) }) : day;
  const minute = minuteOfDay % 1440;
  return wall
    .toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
    .toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** Civil dates touched by the half-open interval of instants in that zone, with weekday 0 = Monday … 6 = Sunday. */
export function civilDates(
  fromEpochMs: number,
  toEpochMs: number,
  timeZone: string,
): readonly { readonly date: CivilDate; readonly weekday: number }[] {
  const first = Temporal.Instant.fromEpochMilliseconds(fromEpochMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const last = Temporal.Instant.fromEpochMilliseconds(toEpochMs - 1)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const dates: { date: CivilDate; weekday: number }[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    dates.push({ date: day.toString(), weekday: day.dayOfWeek - 1 });
  }
  return dates;
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

/** Offset of the zone from UTC at the instant, ms. */
export function offsetAt(epochMs: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
}
