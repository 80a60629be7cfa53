import { Verdicts } from '#audit';
import { DAY_MS, formatTimeOfDay, HOUR_MS, MINUTE_MS, rowAt, runsOf, WEEK_MS, weekdayName } from '#base';
import {
  type ArrivalStream,
  DAY_MINUTES,
  intersectInWeek,
  localClockOf,
  minutesIn,
  type Scenario,
  subtractInWeek,
  WEEK_HOURS,
  type WeekSpan,
  WHOLE_WEEK,
  type Window,
} from '#domain';
import { joinBoxes, type NeedBox, needsOf } from './needs.ts';
import { type ScheduledWeek, type SkilledGroups, scheduledWeeks } from './scheduled-weeks.ts';

/**
 * Whether somebody is scheduled when customers may need help. Each need lies in exactly one row. Rows with the most hours in which
 * customers ask and nobody is scheduled come first.
 */
export interface Coverage {
  readonly rows: readonly CoverageRow[];
}

/** Customers, languages, products, tiers and channels. Every combination of them has the same uncovered hours. */
export interface CoverageRow extends NeedBox {
  /** Weeks on the customers' clock, several if clocks change separately. The one in force for longest comes first. */
  readonly weeks: readonly [CoverageWeek, ...CoverageWeek[]];
}

export interface CoverageWeek {
  /** When it applies, ms since the start of the run. */
  readonly periods: readonly Window[];
  /** The part of the week that these periods cover. */
  readonly contained: readonly WeekSpan[];
  /** Times when nobody able and permitted is scheduled. */
  readonly gaps: readonly WeekSpan[];
  /** The gaps in hours in which cases arrive. */
  readonly asked: readonly WeekSpan[];
  /** The part of these in which somebody able is scheduled, but promise or law forbids the access. */
  readonly withheld: readonly WeekSpan[];
}

/**
 * Finds when nobody is scheduled who has the skills and is permitted by promise and law (as the auditor reads them at the start of the
 * run), for everything that cases can need. It uses the shifts of a normal week. Holidays and closures of centres, outages and absences are
 * left out, except for what no week of the run has without them.
 */
export function coverageOf(scenario: Scenario): Coverage {
  const verdicts = new Verdicts(scenario, scenario.startEpochMs);
  const weeksFor = coverageWeeks(scenario);
  const boxes = scenario.streams.flatMap(({ channel, country, segment, timeZone }, stream) => {
    const asking = askingHours(scenario, rowAt(scenario.streams, stream));
    if (asking.length === 0) return [];
    const weeksOf = weeksFor(timeZone, asking);
    return needsOf(scenario, stream).map((need) => ({
      segment,
      timeZone,
      countries: [country],
      channels: [channel],
      languages: [need.language],
      products: [need.product],
      tiers: [need.tier],
      weeks: weeksOf(verdicts.groupsFor(stream, need.product, need.language, need.tier)),
    }));
  });
  const rows = joinBoxes(boxes, ({ weeks }) => weeks.number).map(({ weeks, ...box }) => ({
    ...box,
    weeks: weeks.list,
  }));
  return { rows: rows.sort((left, right) => askedMinutes(right) - askedMinutes(left)) };
}

/** The week with the most hours in which customers may ask and nobody able and permitted is scheduled; among equals, the most usual. */
export function worstWeek({ weeks: [usual, ...others] }: CoverageRow): CoverageWeek {
  return others.reduce(
    (worst, week) => (minutesIn(week.asked) > minutesIn(worst.asked) ? week : worst),
    usual,
  );
}

/** Minutes of that week in which customers ask and nobody is scheduled. */
export function askedMinutes(row: CoverageRow): number {
  return minutesIn(worstWeek(row).asked);
}

/** Weeks of a row; equal ones have the same number. */
interface Weeks {
  readonly number: number;
  readonly list: CoverageRow['weeks'];
}

function coverageWeeks(
  scenario: Scenario,
): (timeZone: string, asking: readonly WeekSpan[]) => (groups: SkilledGroups) => Weeks {
  const seenFrom = scheduledWeeks(scenario);
  const clockLike = firstClocksAlike(scenario);
  // The auditor answers with the same object for the same groups.
  const known = new Map<string, Map<SkilledGroups, Weeks>>();
  const byContent = new Map<string, Weeks>();
  return (timeZone, asking) => {
    const clock = clockLike.get(timeZone) ?? timeZone;
    const key = `${clock} ${asking.map(({ fromMinute, toMinute }) => `${fromMinute}-${toMinute}`)}`;
    const byGroups = known.get(key) ?? new Map<SkilledGroups, Weeks>();
    known.set(key, byGroups);
    return (groups) => {
      const before = byGroups.get(groups);
      if (before !== undefined) return before;
      const list = seenFrom(clock, groups).map((week) => coverageWeek(week, asking));
      const content = JSON.stringify(list);
      const weeks = byContent.get(content) ?? { number: byContent.size, list: list as [CoverageWeek] };
      byContent.set(content, weeks);
      byGroups.set(groups, weeks);
      return weeks;
    };
  };
}

/** For each time zone of the scenario, the first one whose clock shows the same times throughout the run. */
function firstClocksAlike({ clocks }: Scenario): ReadonlyMap<string, string> {
  const firsts = new Map<string, string>();
  return new Map(
    clocks.map(({ fromMs, offsetMs, timeZone }) => {
      const times = `${fromMs} ${offsetMs}`;
      const first = firsts.get(times) ?? timeZone;
      firsts.set(times, first);
      return [timeZone, first];
    }),
  );
}

function coverageWeek(
  { contained, periods, permitted, withheld }: ScheduledWeek,
  asking: readonly WeekSpan[],
): CoverageWeek {
  const gaps = subtractInWeek(contained, permitted);
  const asked = intersectInWeek(gaps, asking);
  return { periods, contained, gaps, asked, withheld: intersectInWeek(asked, withheld) };
}

/** From Thursday, 1970-01-01, to the Monday after it. */
const FIRST_MONDAY_HOURS = (4 * DAY_MS) / HOUR_MS;

/** The hours of the customers' week in which cases of the stream arrive at some time of the run; none if they never do. */
function askingHours(scenario: Scenario, stream: ArrivalStream): readonly WeekSpan[] {
  const { horizonMs, startEpochMs } = scenario;
  const { rate, timeZone, trace } = stream;
  // In two weeks, every hour of the week comes, even if one of them skips it.
  const isAlwaysSeen = rate.perMs.length === 1 || horizonMs >= 2 * WEEK_MS;
  if (isAlwaysSeen && rate.perMs.every((perMs) => perMs > 0)) return WHOLE_WEEK;
  const clock = localClockOf(scenario, timeZone);
  const hours = new Set<number>();
  const add = (fromMs: number, toMs: number) => {
    const offsetMs = clock.offsetAt(startEpochMs + fromMs) + startEpochMs;
    const first = Math.floor((fromMs + offsetMs) / HOUR_MS);
    // Pieces of a rate end at clock changes, or are longer than the skipped time.
    const end = Math.min(first + WEEK_HOURS, (toMs + offsetMs) / HOUR_MS);
    for (let hour = first; hour < end; hour++) {
      hours.add((((hour - FIRST_MONDAY_HOURS) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS);
    }
  };
  rate.perMs.forEach((perMs, i) => {
    if (perMs > 0 && hours.size < WEEK_HOURS)
      add(rate.fromMs[i] as number, Math.min(horizonMs, rate.fromMs[i + 1] ?? horizonMs));
  });
  for (const atMs of trace?.atMs ?? []) if (atMs < horizonMs) add(atMs, atMs + 1);
  return spansOfHours(hours);
}

/** Joins neighbouring hours into spans. */
function spansOfHours(hours: ReadonlySet<number>): readonly WeekSpan[] {
  const hourMinutes = HOUR_MS / MINUTE_MS;
  const inOrder = [...hours].sort((left, right) => left - right);
  return runsOf(inOrder, (hour, before) => hour === before + 1).map((run) => ({
    fromMinute: run[0] * hourMinutes,
    toMinute: (run[0] + run.length) * hourMinutes,
  }));
}

/** Rows with gaps, in the scenario's ids, for programs. `Mon 22:00` is on the customers' clock; periods are instants in UTC. */
export function coverageJson({ rows }: Coverage, scenario: Scenario) {
  const { languages, products, segments } = scenario;
  const week = ({ asked, gaps, periods, withheld }: CoverageWeek) => ({
    periods: periods.map(({ fromMs, toMs }) => ({ from: instant(fromMs), to: instant(toMs) })),
    nobodyScheduled: gaps.map(spanText),
    andCustomersAsk: asked.map(spanText),
    andPromiseOrLawKeepsSomebodyOut: withheld.map(spanText),
  });
  const instant = (atMs: number) => new Date(scenario.startEpochMs + atMs).toISOString();
  return rows
    .filter(({ weeks }) => weeks.some(({ gaps }) => gaps.length > 0))
    .map(({ channels, countries, tiers, timeZone, ...row }) => ({
      segment: segments[row.segment]?.id,
      countries,
      timeZone,
      languages: row.languages.map((language) => languages[language]),
      products: row.products.map((product) => products[product]?.id),
      tiers,
      channels,
      weeks: row.weeks.map(week),
    }));
}

function spanText({ fromMinute, toMinute }: WeekSpan) {
  return { from: momentText(fromMinute), to: momentText(toMinute) };
}

/** The end of the week is `Mon 00:00`. */
function momentText(minuteOfWeek: number): string {
  const day = Math.floor(minuteOfWeek / DAY_MINUTES) % 7;
  return `${weekdayName(day)} ${formatTimeOfDay(minuteOfWeek % DAY_MINUTES)}`;
}
