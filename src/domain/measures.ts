import { anyOf, HOUR_MS, list, MINUTE_MS, number, type Of, optional, record, text, word } from '#base';
import { channels, clockedZone, positiveCount, rows, severities, tier } from './scenario/values.ts';
import { type Channel, type Severity, WARM_UP_SERIES } from './vocabulary.ts';

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

/** Cases of a segment (its id), of a channel, severity and product; of all of them where one is left out. */
export interface CaseFilter {
  readonly segment?: string;
  readonly channel?: Channel;
  readonly severity?: Severity;
  /** Id of the product, as declared when the wait for the first answer ended; of an arrival, at arrival. */
  readonly product?: string;
  /** Id of the centre that answered them first. */
  readonly centre?: string;
  /** Text of a `HourSpan`: they joined the queue in these hours, local to the customer, or to the centre where one is named. */
  readonly hours?: string;
}

/** `germany/phone/A`; an asterisk stands for what is left out. Product, centre and hours follow where they are given. */
export function caseFilterKey({ centre, channel, hours, product, segment, severity }: CaseFilter): string {
  const cases = [segment ?? '*', channel ?? '*', severity ?? '*'].join('/');
  const ofProduct = product === undefined ? '' : `/product:${product}`;
  return `${cases}${ofProduct}${centre === undefined ? '' : `/centre:${centre}`}${hours === undefined ? '' : `@${hours}`}`;
}

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

/** How waits for the first answer have ended. */
interface EndsOfWaits {
  readonly answered: number;
  readonly answeredAtOnce: number;
  readonly abandoned: number;
  readonly balked: number;
  readonly messages: number;
  readonly cleared?: { readonly unanswered: number };
}

/**
 * Share of those who had to wait, among all who were accepted and whose wait is over: neither answered at once nor balked. Null if there are
 * none.
 */
export function waitedShare({
  abandoned,
  answered,
  answeredAtOnce,
  balked,
  cleared,
  messages,
}: EndsOfWaits): number | null {
  const stayed = answered + abandoned + messages + (cleared?.unanswered ?? 0);
  return stayed + balked === 0 ? null : (stayed - answeredAtOnce) / (stayed + balked);
}
