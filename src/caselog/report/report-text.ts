import { formatShare, plural, shown } from '#base';
import type { LogProblem } from '../rows/refusals.ts';
import type { SheetFacts } from '../workbook/read-workbook.ts';
import type { ImportReport } from './import-report.ts';

/** The report of an import as lines of text. The first three say what a reader should know. */
export function importLines(report: ImportReport): readonly string[] {
  return [...headLines(report), ...readLines(report), ...findingLines(report)];
}

function headLines(report: ImportReport): readonly string[] {
  const { cases, events, first, last, log, open, rows, timeZone } = report;
  if (events === 0) return [`${shown(log)}: no case could be read from ${plural(rows.read, 'row')}.`];
  const zone = timeZone === null ? '' : ` (times without an offset: ${timeZone})`;
  const openShare = formatShare(open.cases / Math.max(1, cases));
  const days = report.daysWithout;
  return [
    `${shown(log)}: ${plural(cases, 'case')} with ${plural(events, 'event')}, from ${first} to ${last}${zone}.`,
    rows.refused === 0
      ? `All ${plural(rows.read, 'row')} could be read; none was refused.`
      : `${plural(rows.imported, 'row')} of ${rows.read.toLocaleString('en-GB')} could be read; ${rows.refused.toLocaleString('en-GB')} were refused.`,
    `${plural(open.cases, 'case is', 'cases are')} open at the end (${openShare}); ${plural(days.count, 'day', 'days')} of ${days.of.toLocaleString('en-GB')} ${days.count === 1 ? 'has' : 'have'} no event.`,
  ];
}

function readLines({ read, unknownFields, unusedColumns }: ImportReport): readonly string[] {
  const parts = Object.entries(read).map(([name, { from, value }]) => {
    const text = value === '\t' ? 'tab' : value;
    return `${WORDS[name] ?? name} ${text} (${from})`;
  });
  const list = (names: readonly string[]) => names.map((name) => shown(name)).join(', ');
  return [
    '',
    `Read as: ${parts.join('; ')}.`,
    ...(unusedColumns.length === 0 ? [] : [`Columns that were not used: ${list(unusedColumns)}.`]),
    ...(unknownFields.length === 0 ? [] : [`Fields without a column: ${list(unknownFields)}.`]),
  ];
}

const WORDS: Readonly<Record<string, string>> = { timeFormat: 'times' };

function findingLines(report: ImportReport): readonly string[] {
  const { changedCases, clock, daysWithout, open, outOfOrder, repeatedEvents } = report;
  const lines: string[] = [];
  if (open.cases === report.cases && report.cases > 0) {
    lines.push(
      `No case ends: no last activity is one of ${open.ends.map((word) => shown(word)).join(', ')}. If the log ends cases, name its activities under ends.`,
    );
  }
  if (clock.repeated.count > 0) {
    lines.push(
      `${plural(clock.repeated.count, 'time')} (first: ${shown(clock.repeated.first)}) occurred twice when clocks were set back; the earlier instant was taken.`,
    );
  }
  if (outOfOrder.count > 0) {
    lines.push(
      `${plural(outOfOrder.count, 'event')} came after a later event of the same case (first: row ${outOfOrder.row}); events were sorted by time.`,
    );
  }
  if (repeatedEvents.count > 0) {
    lines.push(
      `${plural(repeatedEvents.count, 'event equals', 'events equal')} another of the same case in everything that was mapped (first: row ${repeatedEvents.row}); all were kept.`,
    );
  }
  for (const [field, count] of Object.entries(changedCases)) {
    if (count > 0)
      lines.push(`The ${field} changes within ${plural(count, 'case')}; the earliest was taken.`);
  }
  const [gap] = daysWithout.longest;
  if (gap !== undefined) {
    lines.push(
      `Longest time without an event: ${plural(gap.days, 'day')}, from ${gap.from} to ${gap.until}.`,
    );
  }
  if (report.sheet !== null) lines.push(...sheetLines(report.sheet));
  return lines.length === 0 ? [] : ['', ...lines];
}

/** What a sheet has that a reader of its rows does not see. */
function sheetLines(sheet: SheetFacts): readonly string[] {
  const { beside, emptyRows, formulas, hiddenColumns, hiddenRows, hiddenSheets } = sheet;
  const lines: string[] = [];
  if (formulas.count > 0) {
    lines.push(
      `${plural(formulas.count, 'cell has a formula', 'cells have formulas')} (first: ${formulas.first}); the results that the workbook keeps were taken.`,
    );
  }
  if (sheet.isHidden) lines.push('The sheet is hidden in the workbook.');
  if (hiddenRows.count > 0) {
    lines.push(
      `${plural(hiddenRows.count, 'row is hidden', 'rows are hidden')} in the sheet (first: row ${hiddenRows.first}), and read like the others.`,
    );
  }
  if (hiddenColumns > 0) {
    lines.push(
      `${plural(hiddenColumns, 'column is', 'columns are')} hidden in the sheet, and can be mapped like the others.`,
    );
  }
  if (emptyRows.count > 0) {
    lines.push(
      `${plural(emptyRows.count, 'row between others is empty', 'rows between others are empty')} (first: row ${emptyRows.first}) and left out.`,
    );
  }
  if (beside.count > 0) {
    lines.push(
      `${plural(beside.count, 'cell lies', 'cells lie')} beside the columns with a name (first: ${beside.first}), and not read.`,
    );
  }
  if (hiddenSheets.length > 0) {
    lines.push(`Hidden sheets that were not read: ${hiddenSheets.map((name) => shown(name)).join(', ')}.`);
  }
  return lines;
}

/** A refused row, or why the whole log is refused, in one line; the remedy is apart. */
export function problemLine(log: string, { column, problem, row, value }: LogProblem): string {
  const at = row === null ? '' : `, row ${row}`;
  const where = column === '' ? '' : `, column '${shown(column)}'`;
  const what = value === '' ? '' : ` (${shown(value)})`;
  return `${shown(log)}${at}${where}: ${problem}${what}`;
}
