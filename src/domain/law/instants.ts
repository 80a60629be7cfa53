/**
 * The law is dated by civil days that begin at 00:00 in Brussels. The day is written as the source gives it, and the name of the function
 * says which offset was in force: `winter` is UTC+1 (CET), `summer` is UTC+2 (CEST). Swiss days begin at the same instants. Acts of the
 * United Kingdom begin at 00:00 in London, an hour later. American days are dated in Brussels. A test derives every instant again from the
 * time-zone database, so a day in the wrong season fails.
 */

/** Start of the civil day (`YYYY-MM-DD`) in Brussels while CET is in force, in UTC epoch ms. */
export function winter(day: string): number {
  return Date.parse(`${day}T00:00:00+01:00`);
}

/** Start of the civil day (`YYYY-MM-DD`) in Brussels while CEST is in force, in UTC epoch ms. */
export function summer(day: string): number {
  return Date.parse(`${day}T00:00:00+02:00`);
}

/** Start of the civil day in London while GMT is in force, in UTC epoch ms. */
export function winterInLondon(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Start of the civil day in London while BST is in force, in UTC epoch ms. */
export function summerInLondon(day: string): number {
  return Date.parse(`${day}T00:00:00+01:00`);
}

/** End of an interval that is still open. */
export const OPEN = Number.POSITIVE_INFINITY;

/** Start of an interval older than any date here. */
export const ALWAYS = Number.NEGATIVE_INFINITY;
