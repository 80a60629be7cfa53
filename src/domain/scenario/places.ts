import { list, number, type Of, optional, record, text, word } from '#base';
import { calendarForm, windows } from '../calendar/windows.ts';
import type { RunMs } from '../indices.ts';
import { clockedZone, factor, rows } from './values.ts';

/** Mean times up (or present) and down (or away), both exponential. */
export const randomTimes = record({ upMeanMs: factor, downMeanMs: factor });
export interface RandomTimes extends Of<typeof randomTimes> {}

/** Random outages: both times exponential, drawn from the stream of the cause. Places with one cause go down together. */
export const randomOutages = record({ ...randomTimes.members, cause: text });
export interface RandomOutages extends Of<typeof randomOutages> {}

const outages = { plannedOutages: windows, randomOutages: list(randomOutages) };

export const dataCentre = record({
  id: text,
  title: text,
  country: text,
  entity: rows.entities.index,
  ...outages,
});

export const serviceCentre = record({
  id: text,
  title: text,
  country: text,
  timeZone: clockedZone,
  entity: rows.entities.index,
  /** Routing region, e.g. `emea`; the local specialist preference compares it with the customer's. */
  region: text,
  /** Degrees; both or neither. Only maps and the order of centres from east to west look at them. */
  latitude: optional(number()),
  longitude: optional(number()),
  /** `remote view`: nothing is stored at the centre; `local system`: a working copy is stored in its country. */
  access: word(['remote view', 'local system']),
  /** Opening windows over the horizon: hours, holidays and closures applied, daylight saving resolved. */
  open: calendarForm,
  ...outages,
});
export interface ServiceCentre extends Of<typeof serviceCentre> {}

/** Where copies are put: candidates in order of choice. No replica: an empty list. */
export const placement = record({
  id: text,
  primary: list(rows.dataCentres.index),
  replica: list(rows.dataCentres.index),
});

/** A data centre is emptied: from `atMs` on nothing is placed there, and every copy moves to the new place. */
export const evacuation = record({
  dataCentre: rows.dataCentres.index,
  atMs: number<RunMs>(),
  to: list(rows.dataCentres.index),
});
export interface Evacuation extends Of<typeof evacuation> {}
