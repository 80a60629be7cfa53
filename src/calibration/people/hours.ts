import { HOUR_MS, sumOf, WEEK_MS } from '#base';
import { hourOfWeek, type LocalClock, WEEK_HOURS } from '#domain';
import type { Contact } from '../cases/contacts.ts';
import type { Measured } from '../estimates/measured.ts';
import { firstFrom } from '../estimates/sorted.ts';
import type { Piece, Span } from './pieces.ts';
import { centreOf, type FoundGroup } from './presence.ts';

/** An hour of the week is open if at least this share of the busiest hour's agents is present. */
const OPEN_SHARE = 0.2;

const DAYS = 7;
const WORKDAYS = 5;

/**
 * Which hours of a week are open. Workdays are taken together, since a small group does something in few of them each week; a workday with
 * next to nobody is closed, and so is one at a weekend.
 */
function openHoursOf(present: readonly number[]): readonly boolean[] {
  const days = Array.from({ length: DAYS }, (_, day) => present.slice(24 * day, 24 * day + 24));
  const totals = days.map(sumOf);
  const isWorked = totals.map((total) => total > 0 && total >= OPEN_SHARE * Math.max(...totals));
  const workdays = days.filter((_, day) => day < WORKDAYS && isWorked[day]);
  const pooled = Array.from(
    { length: 24 },
    (_, hour) => sumOf(workdays.map((hours) => hours[hour] ?? 0)) / Math.max(1, workdays.length),
  );
  const most = Math.max(...pooled, ...days.slice(WORKDAYS).flat());
  return days.flatMap((hours, day) =>
    hours.map(
      (own, hour) =>
        isWorked[day] === true && (day < WORKDAYS ? (pooled[hour] ?? 0) : own) >= OPEN_SHARE * most,
    ),
  );
}

/** A night or a weekend has at least this many closed hours in a row. Work that spans it rests meanwhile. */
const NIGHT_LEAST = 4;

/** Working time between instants: only hours of the week in which a group is present count. */
export class OpenHours {
  readonly isOpen: readonly boolean[];
  private readonly startMs: number;
  /** Open milliseconds from the start to each full hour. */
  private readonly before: Float64Array;
  /** Nights and weekends without anybody. */
  private readonly nights: Piece[] = [];

  constructor({ present }: Pick<FoundGroup, 'present'>, { clock, fromMs, untilMs }: Span) {
    this.isOpen = openHoursOf(present.map(({ value }) => value));
    this.startMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
    const count = Math.ceil((untilMs - this.startMs) / HOUR_MS);
    this.before = new Float64Array(count + 1);
    let closed = 0;
    for (let k = 0; k < count; k++) {
      const atMs = this.startMs + k * HOUR_MS;
      const isOpen = this.isOpen[hourOfWeek(atMs, clock)] === true;
      this.before[k + 1] = (this.before[k] ?? 0) + (isOpen ? HOUR_MS : 0);
      if (isOpen && closed >= NIGHT_LEAST) this.nights.push({ fromMs: atMs - closed * HOUR_MS, toMs: atMs });
      closed = isOpen ? 0 : closed + 1;
    }
  }

  /** The parts of a time that lie between nights which it spans from end to end. */
  awake(fromMs: number, toMs: number): readonly Piece[] {
    const parts: Piece[] = [];
    let beginMs = fromMs;
    const { nights } = this;
    const first = firstFrom(nights.length, (at) => nights[at]?.fromMs ?? 0, fromMs);
    for (const night of nights.slice(first)) {
      if (night.toMs > toMs) break;
      parts.push({ fromMs: beginMs, toMs: night.fromMs });
      beginMs = night.toMs;
    }
    return [...parts, { fromMs: beginMs, toMs }];
  }

  /** The first night or weekend that begins at or after an instant. */
  nightFrom(atMs: number): Piece | undefined {
    return this.nights[firstFrom(this.nights.length, (at) => this.nights[at]?.fromMs ?? 0, atMs)];
  }

  between(fromMs: number, toMs: number): number {
    return Math.max(0, this.until(toMs) - this.until(fromMs));
  }

  private until(atMs: number): number {
    const hours = Math.max(0, Math.min(this.before.length - 1, (atMs - this.startMs) / HOUR_MS));
    const whole = Math.floor(hours);
    const [done = 0, next = done] = [this.before[whole], this.before[whole + 1]];
    return done + (hours - whole) * (next - done);
  }
}

/** Three standard deviations of a Poisson number. */
const ROOM = 3;
/** A log begins with no case in hand, and so do its last weeks, if work is known from them alone: later there are more. */
const TIMES = 2;

/**
 * Room for cases in hand in each open hour of the week: twice the most that the group had at the beginning of one, and what chance may add,
 * since the log shows no limit. `low` is the mean of that hour.
 */
export function casesInHand(
  contacts: readonly Contact[],
  isOpen: readonly boolean[],
  { clock, fromMs, untilMs }: Span,
): readonly Measured[] {
  const startMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS;
  const count = Math.max(0, Math.floor((untilMs - startMs) / HOUR_MS));
  const changes = new Int32Array(count + 1);
  const at = (ms: number) => Math.max(0, Math.min(count, Math.ceil((ms - startMs) / HOUR_MS)));
  for (const { heldFromMs, spell } of contacts) {
    const [from, to] = [at(heldFromMs), at(spell.toMs ?? untilMs)];
    changes[from] = (changes[from] ?? 0) + 1;
    changes[to] = (changes[to] ?? 0) - 1;
  }
  const found = Array.from({ length: WEEK_HOURS }, () => [] as number[]);
  let inHand = 0;
  for (let k = 0; k < count; k++) {
    inHand += changes[k] ?? 0;
    found[hourOfWeek(startMs + k * HOUR_MS, clock)]?.push(inHand);
  }
  const seen = Math.max(0, ...found.flatMap((values, hour) => (isOpen[hour] === true ? values : [])));
  const most = Math.ceil(TIMES * seen + ROOM * Math.sqrt(seen));
  return found.map((values, hour) => {
    const n = values.length;
    if (n === 0 || isOpen[hour] !== true) return { value: 0, low: 0, high: 0, n };
    return { value: most, low: sumOf(values) / n, high: most, n };
  });
}

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
