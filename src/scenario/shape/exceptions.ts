import type * as z from 'zod';
import { shown, success } from '#base';
import { readHourSpan, uniteInWeek, WEEKDAYS } from '#domain';
import {
  distribution,
  distributionOrNone,
  distributionOrNoneText,
  distributionText,
} from './distribution.ts';
import { list, oneOf } from './leaf.ts';
import { refused } from './problem.ts';
import { record, yaml } from './record.ts';
import { channels, names, several, severities, share } from './values.ts';

const DAY = `(?:${WEEKDAYS.join('|')})`;
const TIME = '\\d{1,2}:\\d\\d';
const DAYS = `(?:daily|${DAY}(?:-${DAY})?)`;
const HOURS = `${TIME}\\s*-\\s*${TIME}`;
const EXAMPLE = 'mon-fri 18:00-22:00';
const REMEDY = `write days, hours or both, such as '${EXAMPLE}', 'sat-sun' or '22:00-06:00', or a list of such`;

/** Hours that come again every week: one text such as `mon-fri 18:00-22:00`, or a list. */
function weekHours(description: string) {
  const item = { type: 'string', pattern: `^(?:${DAYS}|${HOURS}|${DAYS}\\s+${HOURS})$` };
  return several({ description, example: EXAMPLE, item, remedy: REMEDY }, (text) => {
    const found = typeof text === 'string' ? readHourSpan(text) : null;
    if (found !== null) return success(found.spans);
    return refused('bad-time', `'${shown(String(text))}' is not hours of the week`, REMEDY);
  }).transform(uniteInWeek);
}

/** The attributes by which cases are selected. */
const caseSelection = () => ({
  segment: names('Segments: one, or a list. Default: all.', 'premier', 'a segment').optional(),
  product: names('Products: one, or a list. Default: all.', 'azure', 'a product').optional(),
});

const HANDLE = 'Handle time of a contact at speed 1.';
const AFTER_CONTACT = 'Work after a contact, at speed 1; none: no such work.';

const perTier = <Value>(of: (description: string) => z.ZodType<Value, unknown>, what: string) =>
  record(null, {
    tier1: of(`${what} At tier 1.`).optional(),
    tier2: of(`${what} At tier 2.`).optional(),
    tier3: of(`${what} At tier 3.`).optional(),
  });

const exception = record('Cases that are worked differently, and how. Attributes left out match any value.', {
  ...caseSelection(),
  channel: channels('Channels: one, a list, or all. Default: all.').optional(),
  severity: severities('Severities: one, a list, or all. Default: all.').optional(),
  hours: weekHours(
    "Hours of the week in which the exception applies. For handle and afterContact: when they begin, on the clock of the agent's centre. For patience and balking: when the case arrives, on the customer's clock. Default: always.",
  ).optional(),
  handle: oneOf(`${HANDLE} One for all tiers, or { tier1, tier2, tier3 }.`, [
    distributionText(HANDLE),
    perTier(distribution, HANDLE),
  ]).optional(),
  afterContact: oneOf(`${AFTER_CONTACT} One for all tiers, or { tier1, tier2, tier3 }.`, [
    distributionOrNoneText(AFTER_CONTACT),
    perTier(distributionOrNone, AFTER_CONTACT),
  ]).optional(),
  patience: distributionOrNone('Patience before the first answer; none: for ever.').optional(),
  balking: share('Share of the customers who leave at once if they would have to wait.', 0.1).optional(),
});

export const exceptions = list(
  'Cases that are worked differently from others on their channel. For each key, the first exception that matches a case and has the key applies. Default: none.',
  exception,
  yaml`
          work:
            exceptions:
              - { segment: premier, product: [azure], channel: phone, severity: [A, B], handle: { tier1: fixed 9 min }, balking: 0.05 }
              - { segment: standard, hours: [mon-fri 18:00-22:00, sun], patience: exponential 9 min }
              - { channel: web, afterContact: { tier1: fixed 1 min } }
        `,
).prefault([]);
