import { Temporal } from 'temporal-polyfill';

/** Start of the civil day in Brussels by the time-zone database, in UTC epoch ms. */
export function brussels(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('Europe/Brussels').epochMilliseconds;
}

/** Start of the civil day in London by the time-zone database, in UTC epoch ms. */
export function london(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('Europe/London').epochMilliseconds;
}

/** Whether a civil day begins at that instant in London, by the time-zone database. */
export function isMidnightInLondon(epochMs: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO('Europe/London');
  return local.toPlainTime().equals(Temporal.PlainTime.from('00:00'));
}

/** The local date and time in Brussels, `YYYY-MM-DDTHH:MM:SS`, by the time-zone database. */
export function brusselsTextOf(epochMs: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO('Europe/Brussels');
  return local.toPlainDateTime().toString({ smallestUnit: 'second' });
}
