import {
  DAY_MS,
  formatDay,
  formatTimeOfDay,
  formatTrimmed,
  groupedBy,
  listInWords,
  plural,
  runsOf,
  weekdayName,
} from '#base';
import { localClockOf, minutesIn, type Scenario, type Tier, WEEK_MINUTES, type WeekSpan } from '#domain';
import { askedMinutes, type Coverage, type CoverageRow, type CoverageWeek, worstWeek } from '#planning';
import { wrap } from '../document/text-table.ts';
import { countryName, languageName } from '../document/words.ts';

const DAY_MINUTES = 1440;
/** An end such as `22:00–06:00` is read as the next morning. A longer span names the day on which it ends. */
const NIGHT_MINUTES_MAX = 16 * 60;

/** Spans of a local week: `Mon–Fri 22:00–06:00, Sat 00:00 to Mon 06:00`. `contained`: the part of the week that the run covers. */
export function spansInWords(spans: readonly WeekSpan[], contained: readonly WeekSpan[]): string {
  if (minutesIn(spans) === minutesIn(contained)) return 'at all hours';
  const byTimes = groupedBy(roundTheWeek(spans), ({ fromMinute, toMinute }) => {
    const from = formatTimeOfDay(fromMinute % DAY_MINUTES);
    const isNight = toMinute - fromMinute <= NIGHT_MINUTES_MAX;
    const isInDay = (fromMinute % DAY_MINUTES) + toMinute - fromMinute <= DAY_MINUTES;
    return isNight || isInDay ? `${from}–${endTime(toMinute)}` : `${from} to ${dayAndTime(toMinute)}`;
  });
  const daysOf = (own: readonly WeekSpan[]) =>
    daysInWords(own.map(({ fromMinute }) => Math.floor(fromMinute / DAY_MINUTES)));
  return [...byTimes].map(([words, own]) => `${daysOf(own)} ${words}`).join(', ');
}

/** Joins a span that ends with the week and one that begins with it. */
function roundTheWeek(spans: readonly WeekSpan[]): readonly WeekSpan[] {
  const [first, ...others] = spans;
  const last = others.at(-1);
  if (first?.fromMinute !== 0 || last?.toMinute !== WEEK_MINUTES) return spans;
  const joined = { fromMinute: last.fromMinute, toMinute: WEEK_MINUTES + first.toMinute };
  return [...others.slice(0, -1), joined];
}

/** `Mon–Fri`, `Sat and Sun`, `every day`; days in order. */
function daysInWords(days: readonly number[]): string {
  if (days.length === 7) return 'every day';
  const runs = runsOf(days, (day, before) => day === before + 1).map((run) => run.map(weekdayName));
  return listInWords(runs.flatMap((names) => (names.length > 2 ? [`${names[0]}–${names.at(-1)}`] : names)));
}

/** Midnight counts as the end of the day before. */
function endTime(toMinute: number): string {
  return formatTimeOfDay(((toMinute - 1) % DAY_MINUTES) + 1);
}

function dayAndTime(toMinute: number): string {
  return `${weekdayName(Math.floor((toMinute - 1) / DAY_MINUTES) % 7)} ${endTime(toMinute)}`;
}

/** `40 hours a week`; or `12 of 72 hours` if the run covers only a part of the week. */
export function hoursInWords(minutes: number, contained: readonly WeekSpan[]): string {
  const all = minutesIn(contained);
  if (all === WEEK_MINUTES) return `${hourCount(minutes)} a week`;
  return `${hoursOf(minutes)} of ${hourCount(all)}`;
}

function hourCount(minutes: number): string {
  return minutes === 60 ? '1 hour' : `${hoursOf(minutes)} hours`;
}

function hoursOf(minutes: number): string {
  return formatTrimmed(minutes / 60, 1);
}

/** The title of a row: `Premier Germany, de, Azure, tier 1, by phone`. Attributes that are the same for the whole segment are left out. */
export function rowInWords(row: CoverageRow, coverage: Coverage, scenario: Scenario): string {
  const { languages, products, segments } = scenario;
  const alike = coverage.rows.filter(({ segment }) => segment === row.segment);
  const isAll = (name: 'channels' | 'countries' | 'languages' | 'products' | 'tiers') =>
    alike.every((other) =>
      (other[name] as readonly unknown[]).every((one) => row[name].includes(one as never)),
    );
  const part = (name: Parameters<typeof isAll>[0], words: () => string) => (isAll(name) ? [] : [words()]);
  return [
    segments[row.segment]?.title ?? '',
    ...part('countries', () => listInWords(row.countries.map(countryName))),
    ...part('languages', () =>
      listInWords(row.languages.map((language) => languageName(languages[language] ?? ''))),
    ),
    ...part('products', () => listInWords(row.products.map((product) => products[product]?.title ?? ''))),
    ...part('tiers', () => tiersInWords(row.tiers)),
    ...part('channels', () => `by ${listInWords(row.channels)}`),
  ].join(', ');
}

function tiersInWords(tiers: readonly Tier[]): string {
  return `${tiers.length === 1 ? 'tier' : 'tiers'} ${listInWords(tiers)}`;
}

/** The gaps of a row in words, with further weeks if clocks change separately. */
export function gapsInWords(row: CoverageRow, scenario: Scenario): string {
  const worst = worstWeek(row);
  const others = row.weeks.filter((week) => week !== worst && minutesIn(week.asked) > 0);
  const told = ({ asked, contained }: CoverageWeek) =>
    `${spansInWords(asked, contained)}, ${hoursInWords(minutesIn(asked), contained)}`;
  const when = (week: CoverageWeek) => `${periodsInWords(week, row, scenario)}: ${told(week)}`;
  if (row.weeks.length === 1) return `${told(worst)} (${row.timeZone} time)`;
  return `${[worst, ...others].map(when).join('; ')} (${row.timeZone} time)`;
}

/** `; in 30 of these hours somebody able is scheduled, but …`; empty if that never happens. */
export function withheldInWords(row: CoverageRow): string {
  const minutes = minutesIn(worstWeek(row).withheld);
  if (minutes === 0) return '';
  const which = minutes === askedMinutes(row) ? 'all' : hoursOf(minutes);
  return `; in ${which} of these hours somebody able is scheduled, but promise or law forbids the access`;
}

/** `9 Mar to 29 Mar 2014 and 26 Oct to 1 Nov 2014`, on the customers' calendar; `in 12 spans of the run` if there are many. */
export function periodsInWords(
  { periods }: CoverageWeek,
  { timeZone }: CoverageRow,
  scenario: Scenario,
): string {
  const { startEpochMs } = scenario;
  const clock = localClockOf(scenario, timeZone);
  const day = (atMs: number) => {
    const epochMs = startEpochMs + atMs;
    return epochMs + clock.offsetAt(epochMs);
  };
  const words = periods.slice(0, 2).map(({ fromMs, toMs }) => {
    const [from, to] = [day(fromMs), day(toMs - 1)];
    const year = new Date(to).getUTCFullYear();
    return Math.floor(from / DAY_MS) === Math.floor(to / DAY_MS)
      ? `${formatDay(to)} ${year}`
      : `${formatDay(from)} to ${formatDay(to)} ${year}`;
  });
  const more = periods.length - words.length;
  return listInWords(more === 0 ? words : [...words, plural(more, 'later period')]);
}

/** The answer in one sentence, and the worst gap in another. */
export function coverageAnswer(coverage: Coverage, scenario: Scenario): readonly string[] {
  const { rows } = coverage;
  const segments = new Set(rows.map(({ segment }) => segment)).size;
  if (segments === 0) return ['No customer asks for anything in this scenario.'];
  const open = rows.filter((row) => askedMinutes(row) > 0);
  const [worst] = open;
  if (worst === undefined) {
    const hasGaps = rows.some(({ weeks }) => weeks.some(({ gaps }) => gaps.length > 0));
    const when = hasGaps ? 'at all hours in which its customers ask' : 'at all hours';
    return [`Every segment has a qualified agent who may see its cases on shift ${when}.`];
  }
  const concerned = new Set(open.map(({ segment }) => segment)).size;
  const subject =
    segments === 1
      ? 'The segment has'
      : `${concerned} of ${plural(segments, 'segment')} ${concerned === 1 ? 'has' : 'have'}`;
  return [
    `${subject} hours in which customers ask and no qualified agent who may see the case is on shift.`,
    `Worst: ${rowInWords(worst, coverage, scenario)}: ${gapsInWords(worst, scenario)}.`,
  ];
}

/** The basis of the answer. */
export const COVERAGE_BASIS =
  'This counts the shifts of all weeks of the run as those of one week, and promises and law at the start of the run. It does not see gaps on single dates (holidays, closures, other hours by date), outages and absences, and leaves out emergency access.';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const CALENDARS_MAX = 5;

const LEGEND =
  '█ customers ask and no qualified agent who may see the case is on shift (▄ for part of the hour), – nobody scheduled and nobody asks, · somebody scheduled';

/** The answer, then a calendar of the customers' week for each of the rows with the most hours. */
export function renderCoverageText(coverage: Coverage, scenario: Scenario, width: number): readonly string[] {
  const answer = coverageAnswer(coverage, scenario).flatMap((sentence) => wrap(sentence, width));
  const open = coverage.rows.filter((row) => askedMinutes(row) > 0);
  if (open.length === 0) return [...answer, ...wrap(COVERAGE_BASIS, width)];
  const shown = open.slice(0, CALENDARS_MAX);
  const more = open.length - shown.length;
  const calendars = shown.flatMap((row) => [
    '',
    ...wrap(headOf(row, coverage, scenario), width),
    ...calendarLines(worstWeek(row)),
  ]);
  return [
    ...answer,
    ...wrap(COVERAGE_BASIS, width),
    ...calendars,
    '',
    ...wrap(LEGEND, width),
    ...(more === 0 ? [] : wrap(`${more} more have at most as many hours; --json lists them all.`, width)),
  ];
}

function headOf(row: CoverageRow, coverage: Coverage, scenario: Scenario): string {
  const week = worstWeek(row);
  const when = row.weeks.length === 1 ? '' : `, ${periodsInWords(week, row, scenario)}`;
  const hours = hoursInWords(askedMinutes(row), week.contained);
  return `${rowInWords(row, coverage, scenario)}: ${hours} (${row.timeZone} time${when})`;
}

/** A line for each day; equal neighbours are joined. */
function calendarLines(week: CoverageWeek): readonly string[] {
  const days = Array.from({ length: 7 }, (_, day) => ({
    name: weekdayName(day),
    cells: HOURS.map((hour) => cellOf(week, (24 * day + hour) * 60)).join(''),
  }));
  const scale = `${' '.repeat(11)}00    06    12    18    24`;
  return [
    scale,
    ...runsOf(days, ({ cells }, before) => cells === before.cells).map(([{ cells, name }, ...alike]) => {
      const names = [name, ...alike.slice(-1).map((day) => day.name)].join('–');
      return `  ${names.padEnd(8)} ${cells}`.trimEnd();
    }),
  ];
}

function cellOf({ asked, contained, gaps }: CoverageWeek, fromMinute: number): string {
  const hour = { fromMinute, toMinute: fromMinute + 60 };
  if (minutesWithin(contained, hour) === 0) return ' ';
  const minutes = minutesWithin(asked, hour);
  if (minutes > 0) return minutes === minutesWithin(contained, hour) ? '█' : '▄';
  return minutesWithin(gaps, hour) > 0 ? '–' : '·';
}

function minutesWithin(spans: readonly WeekSpan[], within: WeekSpan): number {
  return spans.reduce(
    (sum, { fromMinute, toMinute }) =>
      sum + Math.max(0, Math.min(toMinute, within.toMinute) - Math.max(fromMinute, within.fromMinute)),
    0,
  );
}
