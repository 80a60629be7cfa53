import { formatHourOfDay, sumOf, weekdayName } from '#base';
import { WEEK_HOURS } from '#domain';
/** Hours of the local week with more late cases than their share of all cases. */
export interface WorstHours {
  /** `daily 21:00 to 06:00`. */
  readonly name: string;
  /** The share of late cases that arrive in these hours, and the share of all cases: from 0 to 1. */
  readonly lateShare: number;
  readonly arrivedShare: number;
  /** From 0, Monday from midnight to one, to 167. */
  readonly hours: readonly number[];
}

const DAY_SETS: readonly (readonly [name: string, days: readonly number[]])[] = [
  ['daily', [0, 1, 2, 3, 4, 5, 6]],
  ['Mon to Fri', [0, 1, 2, 3, 4]],
  ['Sat and Sun', [5, 6]],
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => [weekdayName(day), [day]] as const),
];
/** A longer span of a day becomes whole days. */
const SPAN_MAX = 14;
/** The share of late cases must exceed the share of all cases by this much. */
const EXCESS_LEAST = 0.2;
/** Each hour of a span costs this much of its share, so that of spans with nearly equal shares the shorter is named. */
const COST_OF_HOUR = 0.001;

/**
 * The span of the day (on all days, on working days, at the weekend or on one day) whose share of late cases exceeds its share of all cases
 * most. Null if none exceeds it by a fifth of all late cases: then lateness is spread over the week. `wholeDays`: the span is a day.
 */
export function worstHours(
  arrived: Float64Array,
  late: Float64Array,
  { wholeDays = false }: { readonly wholeDays?: boolean } = {},
): WorstHours | null {
  const [cases, misses] = [sumOf(arrived), sumOf(late)];
  if (cases === 0 || misses === 0) return null;
  let worst: WorstHours | null = null;
  let most = EXCESS_LEAST;
  for (const [days, numbers] of DAY_SETS) {
    for (const span of wholeDays ? [WHOLE_DAY] : SPANS) {
      const lateShare = sumIn(late, numbers, span) / misses;
      const arrivedShare = sumIn(arrived, numbers, span) / cases;
      const excess = lateShare - arrivedShare - COST_OF_HOUR * numbers.length * span.length;
      if (excess <= most + 1e-9) continue;
      most = excess;
      worst = { name: nameOf(days, span), lateShare, arrivedShare, hours: hoursOf(numbers, span) };
    }
  }
  return worst;
}

/** Hours of a day; a span beyond midnight belongs to the day on which it begins. */
interface Span {
  readonly from: number;
  readonly length: number;
}

const WHOLE_DAY: Span = { from: 0, length: 24 };
const SPANS: readonly Span[] = [
  WHOLE_DAY,
  ...Array.from({ length: SPAN_MAX }, (_, n) => n + 1).flatMap((length) =>
    Array.from({ length: 24 }, (_, from) => ({ from, length })),
  ),
];

function hoursOf(days: readonly number[], { from, length }: Span): readonly number[] {
  return days.flatMap((day) => Array.from({ length }, (_, hour) => (day * 24 + from + hour) % WEEK_HOURS));
}

function nameOf(days: string, { from, length }: Span): string {
  if (length === 24) return days;
  return `${days} ${formatHourOfDay(from)} to ${formatHourOfDay(from + length)}`;
}

/** Some three thousand spans are tried, so none has a list of its hours made for it. */
function sumIn(counts: Float64Array, days: readonly number[], { from, length }: Span): number {
  let sum = 0;
  for (const day of days) {
    const first = day * 24 + from;
    for (let hour = first; hour < first + length; hour++) sum += counts[hour % WEEK_HOURS] as number;
  }
  return sum;
}
