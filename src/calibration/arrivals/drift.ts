import { DAY_MS, formatCount, formatShare, sumOf } from '#base';
import { civilDateOf, type DayNumber, type LocalClock, weekdayOf } from '#domain';
import { type Measured, measuredRatio } from '../estimates/measured.ts';
import { correlationOfNeighbours, type Day, devianceOfTrend } from './trend.ts';

/** A date from which on more or fewer cases come than weekdays and chance explain. */
export interface FoundDrift {
  /** The first day of the new level, and the days between which it lies by the log-likelihood (95 %). */
  readonly day: DayNumber;
  readonly between: readonly [DayNumber, DayNumber];
  /** Cases after ÷ cases before. */
  readonly ratio: Measured;
}

/** Openings of cases, epoch ms, in [fromMs, untilMs), on the clock of a desk. */
export interface Openings {
  readonly openedMs: readonly number[];
  readonly clock: LocalClock;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Whole days that are needed on either side. What follows is then enough to calibrate from. */
const SIDE_LEAST = 14;
/**
 * A step counts if the deviance falls by at least this, in units of the variance of days. For the best of all dates in the middle half of a log,
 * chance makes 12 in about one of a hundred (D. W. K. Andrews, Econometrica 61 (1993), table 1); two parts of a long log are searched.
 */
const DEVIANCE_LEAST = 16;
/** The deviance within which a date cannot be told from the best one: 95 % of chi squared with one degree of freedom. */
const DEVIANCE_OF_DATES = 3.84;
const ROUNDS = 4;

/** The last step of the level of arrivals; null if chance or a trend explains the days. Needs four weeks. */
export function findDrift(openings: Openings): FoundDrift | null {
  const days = countsByDay(openings);
  let from = 0;
  let found: FoundDrift | null = null;
  for (;;) {
    const left = days.slice(from);
    // Two steps that undo each other hide in a long log, but not both in its last half.
    const half = left.length < 4 * SIDE_LEAST ? [] : left.slice(Math.ceil(left.length / 2));
    const step = stepIn(left) ?? stepIn(half);
    if (step === null) return found;
    found = step;
    from = days.findIndex(({ day }) => day === step.day);
  }
}

/** Cases of each whole day. */
function countsByDay({ clock, fromMs, openedMs, untilMs }: Openings): readonly Day[] {
  const first = clock.dayAt(clock.midnightFrom(fromMs));
  const days = Array.from({ length: Math.max(0, clock.dayAt(untilMs) - first) }, (_, k) => ({
    day: first + k,
    count: 0,
    expected: 1,
  }));
  for (const atMs of openedMs) {
    const one = days[clock.dayAt(atMs) - first];
    if (one !== undefined) one.count++;
  }
  return days;
}

/** The date that splits days into two levels best, if it does so clearly and better than a trend. */
function stepIn(days: readonly Day[]): FoundDrift | null {
  if (days.length < 2 * SIDE_LEAST) return null;
  let at = days.length;
  let split = splitAt(days, at);
  let gains: readonly number[] = [];
  // Weights of weekdays are fitted given the step, and the step given the weights.
  for (let round = 0; round < ROUNDS; round++) {
    gains = days.map((_, k) =>
      k < SIDE_LEAST || k > days.length - SIDE_LEAST ? 0 : gainAt(split.weighted, k),
    );
    const best = gains.reduce((top, gain, k) => (gain > (gains[top] ?? 0) ? k : top), 0);
    if (best === 0) return null;
    at = best;
    split = splitAt(days, at);
  }
  const variance = varianceOf(split);
  const gain = gainAt(split.weighted, at) / variance;
  if (gain < DEVIANCE_LEAST || gain * variance <= devianceOfTrend(split.weighted)) return null;
  const near = gains.flatMap((one, k) =>
    (gains[at] ?? 0) - one <= DEVIANCE_OF_DATES * variance && one > 0 ? [k] : [],
  );
  const dayAt = (k: number | undefined) => days[k ?? at]?.day ?? 0;
  const [before, after] = [split.weighted.slice(0, at), split.weighted.slice(at)].map(levelOf);
  const error = Math.sqrt(variance * (1 / (before?.count || 1) + 1 / (after?.count || 1)));
  const ratio = (after?.level ?? 1) / (before?.level || 1);
  return {
    day: dayAt(at),
    between: [dayAt(near[0]), dayAt(near.at(-1))],
    ratio: measuredRatio(ratio, error, days.length),
  };
}

interface Split {
  /** Days. `expected` is the weight of their weekday, at the level 1. */
  readonly weighted: readonly Day[];
  /** Standardised residuals beside weekdays and both levels. */
  readonly residuals: readonly number[];
}

/** Weekdays and the levels of the days before and from a place on, fitted alternately. */
function splitAt(days: readonly Day[], at: number): Split {
  let weighted = days;
  let means: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const levels = [levelOf(weighted.slice(0, at)).level, levelOf(weighted.slice(at)).level];
    const levelAt = (k: number) => levels[k < at ? 0 : 1] ?? 1;
    const sums = Array.from({ length: 7 }, () => ({ count: 0, level: 0 }));
    for (const [k, { count, day }] of days.entries()) {
      const sum = sums[weekdayOf(day)];
      if (sum === undefined) continue;
      sum.count += count;
      sum.level += levelAt(k);
    }
    const weights = sums.map(({ count, level }) => (level === 0 ? 0 : count / level));
    weighted = days.map((one) => ({ ...one, expected: weights[weekdayOf(one.day)] ?? 0 }));
    means = weighted.map(({ expected }, k) => expected * levelAt(k));
  }
  const residuals = days.map(({ count }, k) => {
    const mean = means[k] ?? 0;
    return mean === 0 ? 0 : (count - mean) / Math.sqrt(mean);
  });
  return { weighted, residuals };
}

/** Cases, and how many there are for each that is expected. */
function levelOf(days: readonly Day[]): { readonly count: number; readonly level: number } {
  const count = sumOf(days.map((one) => one.count));
  const expected = sumOf(days.map((one) => one.expected));
  return { count, level: expected === 0 ? 1 : count / expected };
}

/** By how much two levels instead of one lower the deviance of Poisson counts. */
function gainAt(days: readonly Day[], at: number): number {
  const whole = levelOf(days).level;
  return sumOf(
    [days.slice(0, at), days.slice(at)].map((side) => {
      const { count, level } = levelOf(side);
      return count === 0 ? 0 : 2 * count * Math.log(level / whole);
    }),
  );
}

/** Variance of days ÷ their mean, at least 1; more where a day is like the day before, since such days say less. */
function varianceOf({ residuals }: Split): number {
  const squares = sumOf(residuals.map((one) => one * one));
  // Seven weights of weekdays and two levels were fitted to these days.
  const dispersion = Math.max(1, squares / Math.max(1, residuals.length - 8));
  // A short series shows too little of its correlation (M. G. Kendall, Biometrika 41 (1954)).
  const correlation = correlationOfNeighbours(residuals, (seen) => seen + (1 + 3 * seen) / residuals.length);
  return (dispersion * (1 + correlation)) / (1 - correlation);
}

/** What a reader is told of a step: when, how much, how sure. */
export function driftSentence({ between, day, ratio }: FoundDrift): string {
  const change = (value: number) => Math.abs(value - 1);
  const more = ratio.value > 1 ? 'more' : 'fewer';
  const [low, high] = [ratio.low, ratio.high]
    .map(change)
    .sort((one, other) => one - other)
    .map(formatShare);
  const [first, last] = between.map(civilDateOf);
  const when = first === last ? '' : ` (between ${first} and ${last}, 95 %)`;
  return `From ${civilDateOf(day)} on${when}, ${formatShare(change(ratio.value))} ${more} cases come than before (95 %: ${low} to ${high})`;
}

/** The end of a log in which too few cases were opened. */
export interface ThinEnd {
  /** The first day that lacks cases, and when it begins, epoch ms. */
  readonly day: DayNumber;
  readonly fromMs: number;
  /** Cases opened from then on, and how many are usual on such weekdays. */
  readonly count: number;
  readonly usual: number;
}

/** Days at the end of a log are thin if they all have less than this share of what is usual. */
const THIN_SHARE = 0.5;
/** If this many cases are usual, chance leaves half of them or fewer in about two logs of a thousand. */
const THIN_USUAL = 30;

/** Finds days at the end, seven at most, in which fewer than half as many cases were opened as on such weekdays before. */
export function thinEndOf(openings: Openings): ThinEnd | null {
  const days = countsByDay(openings);
  if (days.length < 2 * SIDE_LEAST) return null;
  const before = days.slice(0, -7);
  const usualOn = (day: DayNumber) => {
    const same = before.filter((one) => weekdayOf(one.day) === weekdayOf(day));
    return sumOf(same.map(({ count }) => count)) / Math.max(1, same.length);
  };
  let found: ThinEnd | null = null;
  let [count, usual] = [0, 0];
  for (const one of days.slice(-7).toReversed()) {
    const own = usualOn(one.day);
    if (one.count > THIN_SHARE * own) break;
    count += one.count;
    usual += own;
    const fromMs = openings.clock.instantAt(one.day * DAY_MS);
    if (usual >= THIN_USUAL && own > 0) found = { day: one.day, fromMs, count, usual };
  }
  return found;
}

export function thinEndSentence({ count, day, usual }: ThinEnd): string {
  const cases = count === 1 ? '1 case was' : `${formatCount(count)} cases were`;
  return `From ${civilDateOf(day)} on, ${cases} opened where ${formatCount(Math.round(usual))} are usual: the log seems to be cut there`;
}
