import { formatCount, formatHourOfDay, sumOf } from '#base';
import type { Scenario } from '#domain';
import type { LateAnswers } from '#planning';
import type { Summary } from '#statistics';
import { element, type Markup, scrolling } from '../document/markup.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';

/** Late or lost answers of the customers of one segment, by the hour of their day in which they came. */
interface LateRow {
  readonly title: string;
  /** 24 counts from midnight, in the customers' time. */
  readonly byHour: readonly number[];
  readonly late: number;
  readonly judged: number;
}

/** More rows would not fit on the first screen. */
const ROWS_MOST = 3;
const HOURS = 24;
const NOON = 12;
/** Hours of a row that are named with their count. */
const NAMED_LEAST = 3;
/** Colours from few to many. */
const STEPS = 4;

/** The numbers of the map; null where there is none. */
export function lateHoursTable(
  summary: Summary,
  scenario: Scenario,
  late: LateAnswers | null,
): Markup | null {
  const rows = late === null ? [] : lateRows(summary, scenario, late);
  return rows.length === 0 ? null : scrolling('Late answers by hour: table', tableOf(rows));
}

/** Late and lost answers by hour, from noon to noon, so that a night is one block. Null if there are none, or nobody knows. */
export function renderLateHours(
  summary: Summary,
  scenario: Scenario,
  late: LateAnswers | null,
): Markup | null {
  const rows = late === null ? [] : lateRows(summary, scenario, late);
  if (rows.length === 0) return null;
  const shown = rows.slice(0, ROWS_MOST);
  const most = Math.max(...shown.flatMap(({ byHour }) => byHour));
  const rest = rows.slice(ROWS_MOST);
  const about =
    rest.length === 0
      ? ''
      : `; ${rest.length} more segments have ${formatCount(sumOf(rest.map((row) => row.late)))}`;
  return element(
    'div',
    { class: 'late-hours', id: 'late-hours' },
    element(
      'h2',
      {},
      'Where it hurts ',
      element('span', { class: 'soft' }, `late or lost answers by the customers’ hour, noon to noon${about}`),
    ),
    element(
      'div',
      { role: 'img', 'aria-label': inWordsOf(shown) },
      element(
        'div',
        { class: 'late-row late-axis' },
        cells((hour) => hourName(hour)),
      ),
      shown.map((row) => drawnRow(row, most)),
    ),
  );
}

function hoursFromNoon(): readonly number[] {
  return Array.from({ length: HOURS }, (_, i) => (i + NOON) % HOURS);
}

function lateRows({ segments }: Summary, scenario: Scenario, late: LateAnswers): readonly LateRow[] {
  const judgedOf = new Map(segments.map(({ id, judged }) => [id, judged]));
  return scenario.segments
    .map(({ id, title }) => {
      const byHour = new Array<number>(HOURS).fill(0);
      for (const [key, cell] of late) {
        // Those of targets count the same cases again.
        if (!key.startsWith(`${id}/`)) continue;
        cell.late.forEach((count, hour) => {
          byHour[hour % HOURS] = (byHour[hour % HOURS] as number) + count;
        });
      }
      return { title, byHour, late: sumOf(byHour), judged: judgedOf.get(id) ?? 0 };
    })
    .filter((row) => row.late > 0)
    .toSorted((one, other) => other.late - one.late);
}

/** Every third hour is named. */
function hourName(hour: number): Markup {
  return element('span', {}, hour % 3 === 0 ? formatHourOfDay(hour).slice(0, 2) : '');
}

function cells(cellOf: (hour: number) => Markup): Markup {
  return element('span', { class: 'late-cells' }, hoursFromNoon().map(cellOf));
}

function drawnRow({ byHour, judged, late, title }: LateRow, most: number): Markup {
  // In a row without a dark cell, the hours with most are named all the same.
  const named = Math.min(most / STEPS, byHour.toSorted((one, other) => other - one)[NAMED_LEAST - 1] ?? 0);
  const cellOf = (hour: number) => {
    const count = byHour[hour] as number;
    const step = count === 0 ? 0 : 1 + Math.floor((STEPS * count) / (most + 1));
    return element(
      'span',
      { class: `h${step}` },
      count > 0 && (step > 1 || count >= named) ? formatCount(count) : '',
    );
  };
  return element(
    'div',
    { class: 'late-row' },
    element('b', { class: 'late-name' }, title),
    cells(cellOf),
    element('span', { class: 'late-sum' }, element('b', {}, formatCount(late)), ` of ${formatCount(judged)}`),
  );
}

function inWordsOf(rows: readonly LateRow[]): string {
  const told = rows.map(({ byHour, judged, late, title }) => {
    const worst = byHour.indexOf(Math.max(...byHour));
    return `${title}: ${formatCount(late)} of ${formatCount(judged)} late or lost, most of them from ${formatHourOfDay(worst)} to ${formatHourOfDay(worst + 1)}`;
  });
  return told.join('; ');
}

function tableOf(rows: readonly LateRow[]): Markup {
  return renderTable(rows, {
    caption: 'Late or lost answers, by the hour in which the customers came',
    columns: [
      inWords('Segment', ({ title }) => title),
      inNumbers('Late or lost', ({ late }) => formatCount(late)),
      inNumbers('Judged', ({ judged }) => formatCount(judged)),
      ...hoursFromNoon().map((hour) =>
        inNumbers(formatHourOfDay(hour), ({ byHour }: LateRow) => formatCount(byHour[hour] as number)),
      ),
    ],
  });
}
