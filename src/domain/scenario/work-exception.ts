import {
  anyOf,
  distribution,
  endingDistribution,
  list,
  type Of,
  optional,
  orNull,
  record,
  word,
} from '#base';
import { weekSpan } from '../calendar/local-week.ts';
import { channel, perTier, rows, severity, share } from './values.ts';

/** Cases that have one of each list; null: any. */
const caseSelection = record({
  segments: orNull(list(rows.segments.index, { least: 1 })),
  products: orNull(list(rows.products.index, { least: 1 })),
  channels: orNull(list(channel, { least: 1 })),
  severities: orNull(list(severity, { least: 1 })),
});
export interface CaseSelection extends Of<typeof caseSelection> {}

/**
 * How selected cases are worked, if differently from what the channel says. For each member, the first exception that matches a case and
 * has the member decides. The product is the declared one.
 */
export const workException = record({
  ...caseSelection.members,
  /**
   * When the exception applies; left out: always. Handle times and after-contact work: the hours in which they begin, on the clock of the
   * agent's centre. Patience and balking: those of the arrival, on the customer's clock. Forecasts of waits ignore exceptions with hours.
   */
  hours: optional(list(weekSpan, { least: 1 })),
  /**
   * Handle time of a contact at speed 1: tier → product; null: nothing is said about the tier. `severityFactors` apply if `severities` is
   * null.
   */
  handle: optional(perTier(orNull(rows.products.each(endingDistribution)))),
  /** Work after a contact at speed 1, by tier; null: nothing is said about the tier. */
  afterContact: optional(perTier(orNull(anyOf(endingDistribution, word(['none']))))),
  /** By the severity at arrival; null: the customer waits for ever. */
  patience: optional(orNull(distribution)),
  /** Share of the customers who leave at once when they would have to wait. */
  balking: optional(share),
});
export interface WorkException extends Of<typeof workException> {}
