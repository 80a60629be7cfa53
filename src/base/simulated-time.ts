/**
 * Simulated time is a whole number of milliseconds since the start of the run, kept in a double, which is exact for 285,000 years. Calendar
 * instants are milliseconds since 1970-01-01T00:00Z ("epoch ms"). Both are plain `number`s; the suffix of the name says which: `…Ms` is a
 * duration or a simulated time, `…EpochMs` an instant.
 */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 604_800_000;
/** The mean over years with and without a leap day. */
export const WEEKS_PER_YEAR = 365.25 / 7;
