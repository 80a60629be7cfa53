import { anyOf, HOUR_MS, list, MINUTE_MS, number, type Of, optional, record, text, word } from '#base';
import { WARM_UP_SERIES } from '../vocabulary.ts';
import { channels, clockedZone, positiveCount, rows, severities, tier } from './values.ts';

/** The part at the beginning that measures leave out: a time that is given, or found where a series has settled. */
export const warmUpRule = anyOf(
  record({ forMs: positiveCount }),
  /** Means of the series over `everyMs`, a whole number of hours. */
  record({ by: word(WARM_UP_SERIES), everyMs: number({ min: HOUR_MS, step: HOUR_MS }) }),
);
export type WarmUpRule = Of<typeof warmUpRule>;

/** What measures tell apart. A tier and a centre have contacts only: a case that waits has none yet. */
export const MEASURE_DIMENSIONS = ['segment', 'product', 'severity', 'channel', 'tier', 'centre'] as const;
export type MeasureDimension = (typeof MEASURE_DIMENSIONS)[number];

/** What is counted by interval of the week: cases, or contacts with agents. */
export const weeklyMeasure = record({
  id: text,
  /** A whole number of them is a day. */
  intervalMs: number({ min: MINUTE_MS, step: 1 }),
  timeZone: clockedZone,
  /** Left out: cases. */
  of: optional(word(['contacts'])),
  segments: list(rows.segments.index),
  channels,
  /** Left out: all. */
  severities: optional(severities),
  products: optional(list(rows.products.index)),
  tiers: optional(list(tier)),
  /** All where empty. */
  centres: list(rows.centres.index),
  /** Each combination of their values is counted by itself; left out: all together. */
  by: optional(list(word(MEASURE_DIMENSIONS))),
});
export interface WeeklyMeasure extends Of<typeof weeklyMeasure> {}
