import { DAY_MS } from '#base';

/** Width of the name of a day, px. */
export const DAY_WIDTH = 82;

/** The days of a run whose names fit into `room` px: their instants, ms since its start. */
export function namedDays(horizonMs: number, room: number): readonly number[] {
  const days = Math.ceil(horizonMs / DAY_MS);
  const every = Math.ceil(days / Math.max(1, Math.floor(room / DAY_WIDTH)));
  return Array.from({ length: Math.ceil(days / every) }, (_, i) => i * every * DAY_MS);
}
