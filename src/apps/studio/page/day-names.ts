import { DAY_MS } from '#base';

/** Room for the name of a day, px. */
export const DAY_WIDTH = 82;

/** Days of a run of which so many px have room for the names: their instants, ms since its start. */
export function namedDays(horizonMs: number, room: number): readonly number[] {
  const days = Math.ceil(horizonMs / DAY_MS);
  const every = Math.ceil(days / Math.max(1, Math.floor(room / DAY_WIDTH)));
  return Array.from({ length: Math.ceil(days / every) }, (_, i) => i * every * DAY_MS);
}
