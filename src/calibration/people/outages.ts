import { HOUR_MS, WEEK_MS } from '#base';
import { hourOfWeek, type LocalClock, WEEK_HOURS } from '#domain';
import type { Contact } from '../cases/contacts.ts';
import { centreOf, type Span } from './presence.ts';

/** A time in which nobody at a centre did anything, although much was expected. */
export interface FoundOutage {
  readonly centre: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Expected activities, from the mean of the same hours over all weeks. */
  readonly expected: number;
}

/** With this many expected activities, chance makes such a silence once in e^14, about a million. */
const EXPECTED_LEAST = 14;
const WEEKS_LEAST = 3;

/** Finds silences of centres. Needs three weeks of log to know what is usual. */
export function findOutages(
  contacts: readonly Contact[],
  { clock, fromMs, untilMs }: Span,
): readonly FoundOutage[] {
  const weeks = (untilMs - fromMs) / WEEK_MS;
  if (weeks < WEEKS_LEAST) return [];
  const byCentre = new Map<string, number[]>();
  for (const { spell } of contacts) {
    const centre = centreOf(spell);
    const times = byCentre.get(centre) ?? [];
    byCentre.set(centre, times);
    times.push(spell.fromMs);
    if (spell.toMs !== null) times.push(spell.toMs);
  }
  return [...byCentre]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([centre, times]) => {
      times.sort((one, other) => one - other);
      const rates = new Float64Array(WEEK_HOURS);
      for (const atMs of times) {
        const hour = hourOfWeek(atMs, clock);
        rates[hour] = (rates[hour] ?? 0) + 1 / weeks;
      }
      return times.flatMap((startMs, k): FoundOutage[] => {
        const endMs = times[k + 1];
        if (endMs === undefined || endMs - startMs < HOUR_MS / 4) return [];
        const expected = expectedBetween(startMs, endMs, rates, clock);
        // The silent time itself lowers the rate that it is compared with, so the test errs on the safe side.
        return expected < EXPECTED_LEAST ? [] : [{ centre, fromMs: startMs, toMs: endMs, expected }];
      });
    });
}

function expectedBetween(fromMs: number, toMs: number, rates: Float64Array, clock: LocalClock): number {
  let sum = 0;
  for (let atMs = fromMs; atMs < toMs; ) {
    const nextMs = Math.min(toMs, (Math.floor(atMs / HOUR_MS) + 1) * HOUR_MS);
    sum += ((rates[hourOfWeek(atMs, clock)] ?? 0) * (nextMs - atMs)) / HOUR_MS;
    atMs = nextMs;
  }
  return sum;
}
