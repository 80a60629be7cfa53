import { runsOf, weekdayName } from '#base';
import type { Scenario, WeekSpan } from '#domain';
import { askedMinutes, type Coverage, type CoverageRow, type CoverageWeek, worstWeek } from '#planning';
import { wrap } from '../document/text-table.ts';
import {
  COVERAGE_BASIS,
  coverageAnswer,
  hoursInWords,
  periodsInWords,
  rowInWords,
} from './coverage-words.ts';

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
