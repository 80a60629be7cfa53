import * as z from 'zod';
import { CHANNELS, SEVERITIES } from '#domain';
import {
  distribution,
  distributionOrNone,
  distributionOrNoneText,
  distributionText,
} from './distribution.ts';
import { record } from './record.ts';
import { names, share, words } from './values.ts';
import { weekHours } from './week-hours.ts';
import { yaml } from './yaml-example.ts';

/** Cases that are worked differently from others on their channel. */

/** The attributes by which cases are selected. */
export const caseSelection = () => ({
  segment: names('Segments: one, or a list. Default: all.', 'premier', 'a segment').optional(),
  product: names('Products: one, or a list. Default: all.', 'azure', 'a product').optional(),
});

const HANDLE = 'Handle time of a contact at speed 1.';
const AFTER_CONTACT = 'Work after a contact, at speed 1; none: no such work.';

const perTier = <Value>(of: (description: string) => z.ZodType<Value, unknown>, what: string) =>
  record({
    tier1: of(`${what} At tier 1.`).optional(),
    tier2: of(`${what} At tier 2.`).optional(),
    tier3: of(`${what} At tier 3.`).optional(),
  });

const exception = record({
  ...caseSelection(),
  channel: words('Channels: one, a list, or all. Default: all.', CHANNELS, 'unknown-channel').optional(),
  severity: words(
    'Severities: one, a list, or all. Default: all.',
    SEVERITIES,
    'unknown-severity',
  ).optional(),
  hours: weekHours(
    "Hours of the week in which the exception applies. For handle and afterContact: when they begin, on the clock of the agent's centre. For patience and balking: when the case arrives, on the customer's clock. Default: always.",
  ).optional(),
  handle: z
    .union([distributionText(HANDLE), perTier(distribution, HANDLE)])
    .meta({ description: `${HANDLE} One for all tiers, or { tier1, tier2, tier3 }.` })
    .optional(),
  afterContact: z
    .union([distributionOrNoneText(AFTER_CONTACT), perTier(distributionOrNone, AFTER_CONTACT)])
    .meta({ description: `${AFTER_CONTACT} One for all tiers, or { tier1, tier2, tier3 }.` })
    .optional(),
  patience: distributionOrNone('Patience before the first answer; none: for ever.').optional(),
  balking: share('Share of the customers who leave at once if they would have to wait.', 0.1).optional(),
}).meta({ description: 'Cases that are worked differently, and how. Attributes left out match any value.' });

export const exceptions = z
  .array(exception)
  .prefault([])
  .meta({
    description:
      'Cases that are worked differently from others on their channel. For each key, the first exception that matches a case and has the key applies. Default: none.',
    yaml: yaml`
          work:
            exceptions:
              - { segment: premier, product: [azure], channel: phone, severity: [A, B], handle: { tier1: fixed 9 min }, balking: 0.05 }
              - { segment: standard, hours: [mon-fri 18:00-22:00, sun], patience: exponential 9 min }
              - { channel: web, afterContact: { tier1: fixed 1 min } }
        `,
  });
