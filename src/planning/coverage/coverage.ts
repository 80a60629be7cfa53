import { Verdicts } from '#audit';
import { rowAt } from '#base';
import {
  intersectInWeek,
  minutesIn,
  type Scenario,
  subtractInWeek,
  type WeekSpan,
  type Window,
} from '#domain';
import { askingHours } from './asking-hours.ts';
import { joinBoxes, type Need, type NeedBox, needsOf } from './needs.ts';
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
  const whoMay = skilledGroups(scenario);
  const weeksFor = coverageWeeks(scenario);
  const boxes = scenario.streams.flatMap(({ channel, country, segment, timeZone }, stream) => {
    const asking = askingHours(scenario, rowAt(scenario.streams, stream));
    if (asking.length === 0) return [];
    return needsOf(scenario, stream).map((need) => ({
      segment,
      timeZone,
      countries: [country],
      channels: [channel],
      languages: [need.language],
      products: [need.product],
      tiers: [need.tier],
      weeks: weeksFor(timeZone, asking, whoMay(need)),
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

function skilledGroups(scenario: Scenario): (need: Need) => SkilledGroups {
  const verdicts = new Verdicts(scenario, scenario.startEpochMs);
  const { tables } = verdicts;
  const known = new Map<string, readonly number[]>();
  return ({ language, product, stream, tier }) => {
    const { channel } = tables.stream(stream);
    const key = `${channel} ${product} ${language} ${tier}`;
    const able =
      known.get(key) ??
      scenario.groups.flatMap((group, g) => {
        const speaks = group.tier === tier && tables.takes(g, channel) && tables.serves(g, language);
        return speaks && tables.knows(g, product) ? [g] : [];
      });
    known.set(key, able);
    return { able, permitted: verdicts.permittedGroups(stream, product, language, tier) };
  };
}

/** Weeks of a row; equal ones have the same number. */
interface Weeks {
  readonly number: number;
  readonly list: CoverageRow['weeks'];
}

function coverageWeeks(
  scenario: Scenario,
): (timeZone: string, asking: readonly WeekSpan[], groups: SkilledGroups) => Weeks {
  const seenFrom = scheduledWeeks(scenario);
  const known = new Map<string, Weeks>();
  const byContent = new Map<string, Weeks>();
  return (timeZone, asking, groups) => {
    const hours = asking.map(({ fromMinute, toMinute }) => `${fromMinute}-${toMinute}`);
    const key = `${timeZone} ${hours} ${groups.permitted} ${groups.able}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const list = seenFrom(timeZone, groups).map((week) => coverageWeek(week, asking));
    const content = JSON.stringify(list);
    const weeks = byContent.get(content) ?? { number: byContent.size, list: list as [CoverageWeek] };
    byContent.set(content, weeks);
    known.set(key, weeks);
    return weeks;
  };
}

function coverageWeek(
  { contained, periods, permitted, withheld }: ScheduledWeek,
  asking: readonly WeekSpan[],
): CoverageWeek {
  const gaps = subtractInWeek(contained, permitted);
  const asked = intersectInWeek(gaps, asking);
  return { periods, contained, gaps, asked, withheld: intersectInWeek(asked, withheld) };
}
