import {
  type CsvValue,
  DAY_MS,
  formatCount,
  formatDuration,
  formatShare,
  formatTimeOfDay,
  MINUTE_MS,
  present,
  SECOND_MS,
  weekdayName,
} from '#base';
import { MEASURE_DIMENSIONS } from '#domain';
import type { FigureColumns } from '#experiment';
import type { Summary, WeeklyRow } from '#statistics';
import { element, folded, type Markup } from '../../document/markup.ts';
import { type Column, inNumbers, inWords, renderTable } from '../../document/table.ts';
import { figureCells, renderCsv } from './csv.ts';

const HEADS: Readonly<Record<string, readonly [head: string, format: (value: number | null) => string]>> = {
  arrived: ['Arrived', formatCounted],
  answered: ['Answered', formatCounted],
  abandoned: ['Abandoned', formatCounted],
  contacts: ['Contacts', formatCounted],
  serviceLevel: ['Service level', formatShare],
  speedOfAnswerS: ['Speed of answer', formatDuration],
  waitMeanS: ['Mean wait', formatDuration],
  handleMeanS: ['Handle time', formatDuration],
};

function formatCounted(value: number | null): string {
  return formatCount(value ?? 0);
}

/** `Mon 08:30`. */
function intervalName({ intervalS }: WeeklyRow, interval: number): string {
  const minute = (interval * intervalS * SECOND_MS) / MINUTE_MS;
  const minutes = DAY_MS / MINUTE_MS;
  return `${weekdayName(Math.floor(minute / minutes))} ${formatTimeOfDay(minute % minutes)}`;
}

/** Up to this number, the largest combinations of a measure are shown, so that the page stays readable. */
const TABLES_MAX = 24;

/** Each measure by interval of the week, folded up. Intervals in which nothing was counted are left out. */
export function renderWeeklyMeasures({ weekly = [] }: Summary): readonly Markup[] {
  const ids = [...new Set(weekly.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const rows = weekly.filter((row) => row.id === id);
    const most = rows.map(countedOf).sort((one, other) => other - one)[TABLES_MAX - 1] ?? 0;
    const drawn = rows.filter((row) => countedOf(row) >= most).slice(0, TABLES_MAX);
    const text = `${id}: the ${drawn.length} largest of ${rows.length} combinations; weekly.csv has all of them.`;
    return present([
      drawn.length < rows.length && element('p', { class: 'note' }, text),
      ...drawn.map(renderWeeklyMeasure),
    ]);
  });
}

function renderWeeklyMeasure(row: WeeklyRow): Markup {
  const name = [row.id, ...Object.entries(row.where ?? {}).map(([what, value]) => `${what} ${value}`)];
  const caption = `${name.join(', ')}: ${row.of} by interval of the week, ${row.timeZone}; counts of the whole run`;
  const columns = Object.entries(row.columns).map(([column, values]): Column<number> => {
    const [head, format] = HEADS[column] ?? [column, String];
    return inNumbers(head, (interval) => format(values[interval] ?? null));
  });
  const intervals = row.times.flatMap((_, k) =>
    Object.values(row.columns).some((values) => (values[k] ?? 0) > 0) ? [k] : [],
  );
  const from: Column<number> = inWords('From', (k) => intervalName(row, k));
  const table = renderTable(intervals, { caption, columns: [from, ...columns] });
  return folded(caption, table);
}

/** Cases that arrived, or contacts. */
function countedOf({ columns: { arrived, contacts } }: WeeklyRow): number {
  return (arrived ?? contacts ?? []).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** A row per measure, combination and interval; null if there are no such measures. */
export function renderWeeklyCsv({ weekly }: Summary, figures: FigureColumns): string | null {
  if (weekly === undefined) return null;
  const dimensions = MEASURE_DIMENSIONS.filter((one) =>
    weekly.some(({ where }) => where?.[one] !== undefined),
  );
  const { heads, of } = figureCells(
    [...new Set(weekly.map((row) => row.of))].flatMap((what) => figures[`measures of ${what}`]),
    [],
  );
  const rows = weekly.flatMap((row) =>
    row.times.map((times, k): CsvValue[] => [
      ...[row.id, ...dimensions.map((one) => row.where?.[one] ?? null)],
      ...[row.timeZone, intervalName(row, k), times],
      ...of(Object.fromEntries(Object.entries(row.columns).map(([key, values]) => [key, values[k] ?? null]))),
    ]),
  );
  return renderCsv([['measure', ...dimensions, 'time_zone', 'interval_from', 'times', ...heads], ...rows]);
}
