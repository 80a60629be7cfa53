/**
 * Law is dated by civil days that begin at 00:00 in Brussels. The day is written as the source gives it, and the verb says
 * which offset was in force there: `winter` is UTC+1 (CET), `summer` is UTC+2 (CEST). A test re-derives every instant from
 * the time-zone database, so a day in the wrong season fails there. Swiss days begin at the same instants; British and
 * American ones are dated in Brussels too, unless a row says otherwise.
 */

/** Start of the civil day (`YYYY-MM-DD`) in Brussels while CET is in force, in UTC epoch ms. */
export function winter(day: string): number {
  return Date.parse(`${day}T00:00:00+01:00`);
}

/** Start of the civil day (`YYYY-MM-DD`) in Brussels while CEST is in force, in UTC epoch ms. */
export function summer(day: string): number {
  return Date.parse(`${day}T00:00:00+02:00`);
}

/** End of an interval that is still open. */
export const OPEN = Number.POSITIVE_INFINITY;

/** Start of an interval older than any date here. */
export const ALWAYS = Number.NEGATIVE_INFINITY;
