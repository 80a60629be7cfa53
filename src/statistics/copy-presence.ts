import { assertEqual, sumOf, WEEK_MS } from '#base';
import { ITEM_CLASSES, isZoneMember, type ResidencyPromise, type Scenario } from '#domain';
import { countriesOfPlaces, RESTING_DIMENSIONS, type RestingDimension } from './copy-places.ts';
import { ratio } from './rounding.ts';
import type { RunMeter } from './run-meter.ts';
import type { CopyPresence } from './summary.ts';

/** Where copies lay, by promise, country and resting dimension. Only combinations in which there ever was a copy. */
export function summariseCopies(meter: RunMeter, scenario: Scenario, endMs: number): CopyPresence[] {
  const { countries } = countriesOfPlaces(scenario);
  const weeks = weeksUntil(endMs);
  assertEqual('time by week', sumOf(weeks.map(({ fromMs, toMs }) => toMs - fromMs)), endMs);
  const rows: CopyPresence[] = [];
  scenario.promises.forEach((promise, p) => {
    countries.forEach((country, c) => {
      RESTING_DIMENSIONS.forEach((dimension, d) => {
        const level = meter.copyLevel(p, c, d);
        const peak = meter.copies.peakOf(level);
        if (peak === 0) return;
        rows.push({
          promise: promise.id,
          country,
          dimension,
          allowed: weeks.map(({ toMs }) =>
            isAllowed(promise, dimension, country, scenario.startEpochMs + toMs - 1),
          ),
          meanByWeek: weeks.map(
            ({ fromMs, toMs }, week) => ratio(meter.copies.integral(level, week), toMs - fromMs) ?? 0,
          ),
          peak,
        });
      });
    });
  });
  return rows;
}

/** The weeks of the horizon. The last one may be short. */
function weeksUntil(endMs: number): { readonly fromMs: number; readonly toMs: number }[] {
  return Array.from({ length: Math.ceil(endMs / WEEK_MS) }, (_, week) => ({
    fromMs: week * WEEK_MS,
    toMs: Math.min((week + 1) * WEEK_MS, endMs),
  }));
}

/** Whether every item class may rest in the country: a copy of a case contains all of them. */
function isAllowed(
  promise: ResidencyPromise,
  dimension: RestingDimension,
  country: string,
  atEpochMs: number,
): boolean {
  return ITEM_CLASSES.every((itemClass) =>
    isZoneMember(promise.zones[itemClass][dimension], country, atEpochMs),
  );
}
