import { type Distribution, type Indexed, rowAt } from '#base';
import { NONE_32 } from './acts/act-field.ts';
import type { DayNumber } from './calendar/local-time.ts';
import type {
  CustomerNumber,
  DurationMs,
  LanguageIndex,
  ProductIndex,
  RunMs,
  SegmentIndex,
  SeverityIndex,
  StreamIndex,
} from './indices.ts';
import type { Channel, RetryKeeps, Severity } from './vocabulary.ts';

/** Growth or decline of rates by a fixed share a week. Days are local days since 1970. */
export interface Trend {
  /** 0.01: in a week, rates grow by 1 %. */
  readonly perWeek: number;
  /** The day on which rates are as written. */
  readonly asOfDay: DayNumber;
  /** Earlier days have the level of this one. Left out: the trend has no beginning. */
  readonly fromDay?: DayNumber;
  /** Later days have the level of this one. Left out: the trend has no end. */
  readonly untilDay?: DayNumber;
}

/** Shares over `products` from a moment on, until the next mix. */
export interface ProductMix {
  readonly fromMs: RunMs;
  readonly shares: Indexed<ProductIndex, number>;
}

/** How much more or less than usual happens on a day: a factor for each date, gamma with mean 1 and this shape. */
export interface Busyness {
  readonly id: string;
  readonly shape: number;
  /** What the factor has in common with those of other names: a part (a shape) of a gamma variate of `shape`. */
  readonly common?: { readonly id: string; readonly shape: number; readonly part: number } | undefined;
}

/** How wrong a forecast of rates may be: an error for each date from `firstDay` on, in days since 1970 on the customers' clock. */
export interface ForecastError {
  readonly segment: SegmentIndex;
  readonly channel: Channel;
  readonly firstDay: number;
  /** Coefficients of variation of the rate; 0 where it is taken to be certain. */
  readonly variation: readonly number[];
}

/**
 * Cases of a stream that are replayed, one value per case in each column, in the order of time. −1, or a column that is left
 * out: not given, and drawn as without a trace.
 */
export interface Trace {
  readonly atMs: readonly RunMs[];
  /** Declared, and true. */
  readonly products?: readonly ProductIndex[] | undefined;
  readonly severities?: readonly SeverityIndex[] | undefined;
  /** Declared, and true. */
  readonly languages?: readonly LanguageIndex[] | undefined;
  readonly customers?: readonly CustomerNumber[] | undefined;
  /** Null: waits for ever. */
  readonly patienceMs?: readonly (number | null)[] | undefined;
  /** Tier → handle times of the first contact there, at speed 1; null: none is given. */
  readonly handleMs?: readonly (readonly number[] | null)[] | undefined;
}

/** Cases of one segment from one country by one channel, at a rate that follows the local clock. */
export interface ArrivalStream {
  readonly id: string;
  readonly segment: SegmentIndex;
  readonly country: string;
  readonly region: string;
  readonly timeZone: string;
  readonly channel: Channel;
  /** Shares over `languages`, adding up to 1. */
  readonly languageShares: Indexed<LanguageIndex, number>;
  /** Rate (cases per ms) from `fromMs[i]` on until the next piece; the first piece starts at 0. Without the trend. */
  readonly rate: { readonly fromMs: readonly number[]; readonly perMs: readonly number[] };
  /** Multiplies the rate by date (`expectedRate`). Left out: the rate is what is expected. */
  readonly trend?: Trend;
  /** Cases that are replayed: then the rate is 0. */
  readonly trace?: Trace | undefined;
  /** Times between arrivals where the rate is 1: their mean is 1. Left out for a Poisson process. */
  readonly intervals?: Distribution | undefined;
  /** How many cases arrive together: sizes and their shares. Left out where they arrive one by one. */
  readonly batch?: { readonly sizes: readonly number[]; readonly shares: readonly number[] } | undefined;
}

/** For each stream all streams of the same customers, itself included, in ascending order; they differ in their channel. */
export function streamsOfSameCustomers(
  streams: Indexed<StreamIndex, ArrivalStream>,
): Indexed<StreamIndex, readonly StreamIndex[]> {
  const found = new Map<string, StreamIndex[]>();
  return streams.map(({ country, segment, timeZone }, index) => {
    const key = `${segment} ${country} ${timeZone}`;
    const all = found.get(key) ?? [];
    found.set(key, all);
    all.push(index);
    return all;
  });
}

/**
 * What the customers of each stream are called, by all channels alike: `premier/DE`, with the time zone where the ids of the streams have it.
 * A customer is one of them by number.
 */
export function customersNames(streams: Indexed<StreamIndex, ArrivalStream>): Indexed<StreamIndex, string> {
  return streamsOfSameCustomers(streams).map(([first = 0]) => {
    const { channel, id } = rowAt(streams, first);
    const ending = `/${channel}`;
    return id.endsWith(ending) ? id.slice(0, -ending.length) : id;
  });
}

/** `premier/DE/17`: one of the customers that are called so. `unnamed` where the ledger does not say which. */
export function customerName(customers: string, number: CustomerNumber): string {
  return `${customers}/${number === NONE_32 ? 'unnamed' : number}`;
}

/** How long customers wait for the first answer, by the severity with which a case comes; null: for ever. */
export type PatienceBySeverity = Readonly<Record<Severity, Distribution | null>>;

/** How long customers wait once more after an answer, by what makes them wait; null: for ever. */
export interface PatienceAgain {
  /** In the queue that the case joins when a contact has found that it needs other agents. */
  readonly transfer: Distribution | null;
  /** After a contact was taken from its agent. */
  readonly interruption: Distribution | null;
  /** After the customer has re-opened the case. */
  readonly reopening: Distribution | null;
}

/** A customer without an answer comes again with this chance, after this time (ms), by this channel. */
export interface RetryRule {
  readonly share: number;
  readonly after: Distribution;
  readonly channel: Channel;
  /** What has the draws of the last try, so that it is the same by the same channel. Left out: all is drawn anew. */
  readonly keeps?: readonly RetryKeeps[];
}

/** A customer who has waited `afterMs` (ms) for the first answer leaves a message. */
export interface MessageRule {
  readonly afterMs: DurationMs;
  /** The channel on which the message is worked as a case; null: nobody answers it. */
  readonly channel: Channel | null;
}

/** Whether messages of some channel are worked as cases. */
export function answersMessages(message: Readonly<Record<Channel, MessageRule | null>> | undefined): boolean {
  return message !== undefined && Object.values(message).some((rule) => (rule?.channel ?? null) !== null);
}
