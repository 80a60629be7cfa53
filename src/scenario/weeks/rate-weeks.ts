import { DAY_MS, definite, type Of } from '#base';
import type { ArrivalStream, DayNumber } from '#domain';
import type { rateWeek } from './week-plan.ts';
import { type CalendarSpan, kindsBy, planOf, sizeOfPlan, withUsedKinds } from './week-plan.ts';

/** Rates (cases per ms), each with the time from which it holds. */
export type Rate = ArrivalStream['rate'];

/** A rate that repeats by the week on a local clock. */
export interface RateWeek extends Of<typeof rateWeek> {}

/** A rate as in a file: written out, or by the week if that is shorter. */
export type KeptRate = Rate | RateWeek;

export function isRateWeek(kept: KeptRate): kept is RateWeek {
  return 'week' in kept;
}

/** The rate over the span: at each instant, that of its wall time. Neighbours of equal value are joined. */
export function expandRate(week: RateWeek, span: CalendarSpan): Rate {
  const kindOn = kindsBy(week);
  const fromMs: number[] = [];
  const perMs: number[] = [];
  let last: number | undefined;
  for (const stretch of stretchesOf(span)) {
    const { fromMs: steps, perMs: rates } = definite(
      week.days[kindOn(stretch.day)],
      'a kind of day that is there',
    );
    for (let k = 0; k < steps.length; k++) {
      const atMs = Math.max(stretch.fromMs, stretch.midnightMs + (steps[k] as number));
      const nextMs = stretch.midnightMs + (steps[k + 1] ?? DAY_MS);
      if (nextMs <= atMs || rates[k] === last) continue;
      if (atMs >= stretch.toMs) break;
      last = rates[k] as number;
      fromMs.push(atMs);
      perMs.push(last);
    }
  }
  return { fromMs, perMs };
}

/** The rate by the week, if that reproduces it exactly and is shorter. */
export function shortestRate(rate: Rate, timeZone: string, span: CalendarSpan): KeptRate {
  if (rate.fromMs.length < 7) return rate;
  const week = weekOf(rate, timeZone, span);
  if (week === null || sizeOfWeek(week) >= 2 * rate.fromMs.length) return rate;
  const again = expandRate(week, span);
  const isSame =
    again.fromMs.length === rate.fromMs.length &&
    again.fromMs.every((atMs, k) => atMs === rate.fromMs[k] && again.perMs[k] === rate.perMs[k]);
  return isSame ? week : rate;
}

/** The most pieces that a week can expand to. */
export function countOfPieces({ days }: RateWeek, { endMs }: CalendarSpan): number {
  return (Math.ceil(endMs / DAY_MS) + 1) * Math.max(1, ...days.map(({ fromMs }) => fromMs.length));
}

/** A part of a local day in which the clock does not change, in simulated time. */
interface Stretch {
  readonly day: DayNumber;
  readonly fromMs: number;
  readonly toMs: number;
  /** Midnight by the offset of the stretch; before `fromMs` if the day does not begin with it. */
  readonly midnightMs: number;
}

/** The span as days and parts of days, in the order of time. */
function* stretchesOf({ clock, endMs, startEpochMs }: CalendarSpan): Generator<Stretch> {
  const endEpochMs = startEpochMs + endMs;
  const bounds = [startEpochMs, ...clock.changesBetween(startEpochMs, endEpochMs), endEpochMs];
  for (const [k, begin] of bounds.slice(0, -1).entries()) {
    const toMs = (bounds[k + 1] ?? endEpochMs) - startEpochMs;
    const offset = clock.offsetAt(begin);
    for (let fromMs = begin - startEpochMs; fromMs < toMs; ) {
      const day = Math.floor((startEpochMs + fromMs + offset) / DAY_MS);
      const midnightMs = day * DAY_MS - offset - startEpochMs;
      const nextMs = Math.min(toMs, midnightMs + DAY_MS);
      yield { day, fromMs, toMs: nextMs, midnightMs };
      fromMs = nextMs;
    }
  }
}

/** A stretch, and the number of the piece in force when it begins. */
interface ReadStretch extends Stretch {
  readonly piece: number;
  readonly isWhole: boolean;
}

function weekOf(rate: Rate, timeZone: string, span: CalendarSpan): RateWeek | null {
  const perDay = readDays(rate, span);
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of perDay.keys()) [first, last] = [Math.min(first, day), Math.max(last, day)];
  const kinds: Rate[] = [];
  const fits = (day: DayNumber, kind: number) => {
    const of = kinds[kind] as Rate;
    for (const stretch of perDay.get(day) ?? []) if (!isOfKind(stretch, of, rate)) return false;
    return true;
  };
  const bySum = new Map<number, number[]>();
  const numberOf = (stretches: readonly ReadStretch[], isWholeDay: boolean): number => {
    const kind = kindOf(stretches, rate);
    const sum = kind.perMs.reduce((total, value, k) => total + value * (k + 1), kind.fromMs.length);
    const alike = bySum.get(sum) ?? [];
    const known = alike.find(
      (number) => isWholeDay && isOfKind(stretches[0] as ReadStretch, kinds[number] as Rate, rate),
    );
    if (known !== undefined) return known;
    bySum.set(sum, [...alike, kinds.length]);
    return kinds.push(kind) - 1;
  };
  const shown: (number | null)[] = [];
  const isWhole: boolean[] = [];
  for (let day = first; day <= last; day++) {
    const stretches = perDay.get(day) ?? [];
    const isWholeDay = stretches.length === 1 && stretches[0]?.isWhole === true;
    isWhole.push(isWholeDay);
    // Most days equal the day a week ago, or the day before, and comparing is cheaper than reading.
    const near = isWholeDay ? [shown.at(-7), shown.at(-1)] : [];
    const before = near.find((kind) => typeof kind === 'number' && fits(day, kind));
    shown.push(before ?? (stretches.length === 0 ? null : numberOf(stretches, isWholeDay)));
  }
  const plan = planOf({ first, shown, isWhole, fits });
  return plan === null ? null : { timeZone, ...withUsedKinds(plan, kinds) };
}

/** The stretches of each day. A day that the clock of a zone skips has none. */
function readDays(rate: Rate, span: CalendarSpan): ReadonlyMap<DayNumber, readonly ReadStretch[]> {
  const perDay = new Map<DayNumber, ReadStretch[]>();
  let piece = 0;
  for (const stretch of stretchesOf(span)) {
    while ((rate.fromMs[piece + 1] ?? Number.POSITIVE_INFINITY) <= stretch.fromMs) piece++;
    const { day, fromMs, midnightMs, toMs } = stretch;
    const read = { day, fromMs, toMs, midnightMs, piece, isWhole: toMs - fromMs === DAY_MS };
    const others = perDay.get(stretch.day);
    if (others === undefined) perDay.set(stretch.day, [read]);
    else others.push(read);
  }
  return perDay;
}

/** Whether a day of the kind has exactly these pieces within the stretch. */
function isOfKind({ fromMs, midnightMs, piece: first, toMs }: ReadStretch, kind: Rate, rate: Rate): boolean {
  let k = 0;
  while (k + 1 < kind.fromMs.length && midnightMs + (kind.fromMs[k + 1] as number) <= fromMs) k++;
  for (let piece = first; ; piece++, k++) {
    if (kind.perMs[k] !== rate.perMs[piece]) return false;
    const nextMs = rate.fromMs[piece + 1] ?? toMs;
    const nextOfKindMs = k + 1 < kind.fromMs.length ? midnightMs + (kind.fromMs[k + 1] as number) : toMs;
    if (nextMs >= toMs || nextOfKindMs >= toMs) return nextMs >= toMs && nextOfKindMs >= toMs;
    if (nextMs !== nextOfKindMs) return false;
  }
}

/** The kind of day shown by the stretches of a day. For a time that the clock shows twice, the second counts. */
function kindOf(stretches: readonly ReadStretch[], rate: Rate): Rate {
  const fromMs: number[] = [];
  const perMs: number[] = [];
  for (const stretch of stretches) {
    for (let { piece } = stretch; (rate.fromMs[piece] ?? stretch.toMs) < stretch.toMs; piece++) {
      const atMs = Math.max(stretch.fromMs, rate.fromMs[piece] as number) - stretch.midnightMs;
      while (fromMs.length > 0 && (fromMs.at(-1) as number) >= atMs) {
        fromMs.pop();
        perMs.pop();
      }
      const value = rate.perMs[piece] ?? 0;
      if (perMs.at(-1) === value) continue;
      fromMs.push(fromMs.length === 0 ? 0 : atMs);
      perMs.push(value);
    }
  }
  return { fromMs, perMs };
}

function sizeOfWeek(week: RateWeek): number {
  return week.days.reduce((sum, { fromMs }) => sum + 2 * fromMs.length, sizeOfPlan(week));
}
