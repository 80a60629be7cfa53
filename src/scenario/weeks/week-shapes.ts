import * as z from 'zod';
import { DAY_MS } from '#base';
import { civilDateOf } from '#domain';
import { index, length, text, windows } from '../scenario-json-parts.ts';

/** Schemas of calendars in `scenario.json`: written out, or by the week. */

const plan = {
  timeZone: text,
  week: z.array(index).length(7, 'a week has seven days; give the kind of each, Monday first'),
  except: z.record(text, index),
};

interface Plan {
  readonly days: readonly unknown[];
  readonly week: readonly number[];
  readonly except: Readonly<Record<string, number>>;
}

/** Checks that every named kind exists, and every date is valid. */
function checkPlan({ days, except, week }: Plan, context: z.core.$RefinementCtx): void {
  const check = (kind: number, path: readonly (string | number)[]) => {
    if (kind < days.length) return;
    const message = `there is no kind of day ${kind}; name one of the ${days.length} in 'days', counted from 0`;
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  for (const [weekday, kind] of week.entries()) check(kind, ['week', weekday]);
  for (const [written, kind] of Object.entries(except)) {
    check(kind, ['except', written]);
    if (isDate(written)) continue;
    const message = 'this is not a date; write a date as in 2014-12-25';
    context.addIssue({ code: 'custom', path: ['except', written], message });
  }
}

function isDate(written: string): boolean {
  const epochMs = Date.parse(written);
  return (
    /^\d{4}-\d\d-\d\d$/.test(written) && !Number.isNaN(epochMs) && civilDateOf(epochMs / DAY_MS) === written
  );
}

const kindOfWindows = z
  .array(
    z.tuple([length.max(DAY_MS - 1, 'it begins on a later day; move it to the kind of that day'), length]),
  )
  .refine(
    (spans) => spans.every(([from, to], k) => from < to && from >= (spans[k - 1]?.[1] ?? 0)),
    'its times are not in order; write each window after the one before, with its begin before its end',
  );

const kindOfRates = z
  .strictObject({
    fromMs: z.array(length.max(DAY_MS - 1, 'it is on a later day; use times from 0 to 86399999')),
    perMs: z.array(length),
  })
  .refine(
    ({ fromMs }) =>
      fromMs.every((ms, k) => (k === 0 ? ms === 0 : ms > (fromMs[k - 1] ?? ms))) && fromMs.length > 0,
    'its times are not in order; begin with 0, and go up',
  )
  .refine(({ fromMs, perMs }) => fromMs.length === perMs.length, 'give one rate for each time');

export const keptWindows = z.union([
  windows,
  z.strictObject({ ...plan, days: z.array(kindOfWindows).min(1) }).superRefine(checkPlan),
]);

export const keptRate = z.union([
  z.strictObject({ fromMs: z.array(z.number()), perMs: z.array(length) }),
  z.strictObject({ ...plan, days: z.array(kindOfRates).min(1) }).superRefine(checkPlan),
]);
