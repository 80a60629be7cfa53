import {
  checked,
  distribution,
  endingDistribution,
  gammaShape,
  list,
  number,
  type Of,
  optional,
  orNull,
  record,
  text,
  word,
} from '#base';
import type { DayNumber } from '../calendar/local-time.ts';
import type { CustomerNumber, RunMs, SeverityIndex } from '../indices.ts';
import { RETRY_KEEPS, SEVERITIES } from '../vocabulary.ts';
import {
  amount,
  channel,
  clockedZone,
  duration,
  perSeverity,
  perTier,
  positiveCount,
  rows,
  share,
} from './values.ts';

const dayNumber = number<DayNumber>({ step: 1 });

/** Growth or decline of rates by a fixed share a week. Days are local days since 1970. */
const trend = record({
  /** 0.01: in a week, rates grow by 1 %. */
  perWeek: number({ above: -1, max: 10 }),
  /** The day on which rates are as written. */
  asOfDay: dayNumber,
  /** Earlier days have the level of this one. Left out: the trend has no beginning. */
  fromDay: optional(dayNumber),
  /** Later days have the level of this one. Left out: the trend has no end. */
  untilDay: optional(dayNumber),
});
export interface Trend extends Of<typeof trend> {}

/** Shares over `products` from a moment on, until the next mix. */
export const productMix = record({ fromMs: number<RunMs>(), shares: rows.products.each(share) });
export interface ProductMix extends Of<typeof productMix> {}

/** How much more or less than usual happens on a day: a factor for each date, gamma with mean 1 and this shape. */
export const busyness = record({
  id: text,
  shape: gammaShape,
  /** What the factor has in common with those of other names: a part (a shape) of a gamma variate of `shape`. */
  common: optional(record({ id: text, shape: gammaShape, part: gammaShape })),
});
export interface Busyness extends Of<typeof busyness> {}

/** How wrong a forecast of rates may be: an error for each date from `firstDay` on, in days since 1970 on the customers' clock. */
export const forecastError = record({
  segment: rows.segments.index,
  channel,
  firstDay: dayNumber,
  /** Coefficients of variation of the rate; 0 where it is taken to be certain. */
  variation: list(amount, { least: 1 }),
});
export interface ForecastError extends Of<typeof forecastError> {}

/**
 * Cases of a stream that are replayed, one value per case in each column, in the order of time. −1, or a column that is left
 * out: not given, and drawn as without a trace.
 */
const trace = checked(
  record({
    atMs: list(number<RunMs>({ min: 0, step: 1 })),
    /** Declared, and true. */
    products: optional(list(rows.products.indexOrNone)),
    severities: optional(list(number<SeverityIndex>({ min: -1, max: SEVERITIES.length - 1, step: 1 }))),
    /** Declared, and true. */
    languages: optional(list(rows.languages.indexOrNone)),
    customers: optional(list(number<CustomerNumber>({ min: -1, step: 1 }))),
    /** Null: waits for ever. */
    patienceMs: optional(list(orNull(number({ min: -1 })))),
    /** Tier → handle times of the first contact there, at speed 1; null: none is given. */
    handleMs: optional(perTier(orNull(list(number({ min: -1 }))))),
  }),
  ({ atMs, customers, handleMs, languages, patienceMs, products, severities }, reading) => {
    for (const column of [customers, languages, patienceMs, products, severities, ...(handleMs ?? [])]) {
      if (column !== undefined && column !== null && column.length !== atMs.length)
        reading.report(`${column.length} values for a list of ${atMs.length}`);
    }
    if (atMs.some((ms, k) => ms < (atMs[k - 1] ?? 0))) reading.report('not in order');
  },
);
export interface Trace extends Of<typeof trace> {}

/** Rate (cases per ms) from `fromMs[i]` on until the next piece; the first piece starts at 0. A kept scenario may write it by the week. */
export const rateForm = checked(
  record({ fromMs: list(number()), perMs: list(amount) }),
  ({ fromMs, perMs }, reading) => {
    if (perMs.length !== fromMs.length)
      reading.report(`${perMs.length} values for a list of ${fromMs.length}`);
  },
);

/** How many cases arrive together: sizes and their shares. */
const batch = checked(
  record({ sizes: list(positiveCount, { least: 1 }), shares: list(share) }),
  ({ shares, sizes }, reading) => {
    if (shares.length !== sizes.length)
      reading.report(`${shares.length} values for a list of ${sizes.length}`);
  },
);

/** Cases of one segment from one country by one channel, at a rate that follows the local clock. */
export const arrivalStream = record({
  id: text,
  segment: rows.segments.index,
  country: text,
  region: text,
  timeZone: clockedZone,
  channel,
  /** Shares over `languages`, adding up to 1. */
  languageShares: rows.languages.each(share),
  /** Without the trend. */
  rate: rateForm,
  /** Multiplies the rate by date (`expectedRate`). Left out: the rate is what is expected. */
  trend: optional(trend),
  /** Cases that are replayed: then the rate is 0. */
  trace: optional(trace),
  /** Times between arrivals where the rate is 1: their mean is 1. Left out for a Poisson process. */
  intervals: optional(endingDistribution),
  /** Left out where they arrive one by one. */
  batch: optional(batch),
});
export interface ArrivalStream extends Of<typeof arrivalStream> {}

/** How long customers wait for the first answer, by the severity with which a case comes; null: for ever. */
export const patienceBySeverity = perSeverity(orNull(distribution));

/** How long customers wait once more after an answer, by what makes them wait; null: for ever. */
export const patienceAgain = record({
  /** In the queue that the case joins when a contact has found that it needs other agents. */
  transfer: orNull(distribution),
  /** After a contact was taken from its agent. */
  interruption: orNull(distribution),
  /** After the customer has re-opened the case. */
  reopening: orNull(distribution),
});
export interface PatienceAgain extends Of<typeof patienceAgain> {}

/** A customer without an answer comes again with this chance, after this time (ms), by this channel. */
export const retryRule = record({
  share,
  after: endingDistribution,
  channel,
  /** What has the draws of the last try, so that it is the same by the same channel. Left out: all is drawn anew. */
  keeps: optional(list(word(RETRY_KEEPS))),
});

/** A customer who has waited `afterMs` (ms) for the first answer leaves a message. */
export const messageRule = record({
  afterMs: duration,
  /** The channel on which the message is worked as a case; null: nobody answers it. */
  channel: orNull(channel),
});
export interface MessageRule extends Of<typeof messageRule> {}
