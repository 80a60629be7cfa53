import { columnName } from '#base';
import { renderCsv, type Sheet, workbookFile } from '#report';
import { type CaseRow, caseRows } from '../../chronicle/case-list.ts';
import type { TableFormat } from '../../protocol.ts';
import type { OpenRun } from '../run-scenario.ts';
import { pause, Refusal, type Work } from '../work.ts';

/** Maximum number of cases in a workbook, which is built in memory. More cases need CSV. */
const WORKBOOK_CASES_MOST = 100_000;
/** Cases written between two checks for messages. */
const BLOCK = 5000;

type CaseCell = readonly [
  head: string,
  kind: Sheet['columns'][number]['kind'],
  of: (row: CaseRow) => Sheet['rows'][number][number],
];

/** `startEpochMs`: start of the run. */
function columnsOf(startEpochMs: number): readonly CaseCell[] {
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  return [
    ['Case number', 'whole', ({ number }) => number],
    ['Opened', 'instant', ({ openedMs }) => startEpochMs + openedMs],
    ['Customer', 'text', ({ customer }) => customer],
    ['Segment', 'text', ({ segment }) => segment],
    ['Country', 'text', ({ country }) => country],
    ['Channel', 'text', ({ channel }) => channel],
    ['Severity', 'text', ({ severity }) => severity],
    ['Language', 'text', ({ language }) => language],
    ['Product', 'text', ({ product }) => product],
    ['Wait', 'duration', ({ waitMs }) => seconds(waitMs)],
    ['Took', 'duration', ({ durationMs }) => seconds(durationMs)],
    ['Contacts', 'whole', ({ contacts }) => contacts],
    ['Hand-overs', 'whole', ({ handOvers }) => handOvers],
    ['Last at', 'text', ({ centre }) => centre],
    ['Outcome', 'text', ({ outcome }) => outcome],
  ];
}

/** `lines`: description above the table of a workbook. */
export interface CaseFileRequest {
  readonly format: TableFormat;
  readonly lines: readonly string[];
}

/** The cases found, in their order, as a file. */
export async function caseFile(
  { chronicle, scenario }: OpenRun,
  found: Uint32Array,
  { format, lines }: CaseFileRequest,
  work: Work,
): Promise<Blob> {
  if (format === 'xlsx' && found.length > WORKBOOK_CASES_MOST)
    throw new Refusal(
      `${found.length} cases are too many for a workbook, which holds ${WORKBOOK_CASES_MOST}: save them as CSV, or search for fewer`,
    );
  const columns = columnsOf(scenario.startEpochMs);
  const rows: Sheet['rows'][number][] = [];
  for (let from = 0; from < found.length; from += BLOCK) {
    await pause(work, 'packing', from / found.length, from);
    for (const row of caseRows(chronicle, scenario, found.subarray(from, from + BLOCK)))
      rows.push(columns.map(([, , of]) => of(row)));
  }
  const heads = columns.map(([head, kind]) => ({ head, kind }));
  return tableFile({ name: 'Cases', lines, columns: heads, rows }, format);
}

const TYPES: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * A table as a file. CSV contains only the table, with names of columns that end in units; a workbook also describes its subject
 * above it.
 */
export function tableFile(sheet: Sheet, format: TableFormat): Blob {
  const content = format === 'csv' ? renderCsv(csvRowsOf(sheet)) : (workbookFile([sheet]) as BlobPart);
  return new Blob([content], { type: TYPES[format] });
}

function csvRowsOf({ columns, rows }: Sheet) {
  const heads = columns.map(({ head, kind }) => columnName(head, kind === 'duration' ? 's' : ''));
  const cells = rows.map((row) =>
    row.map((value, i) =>
      columns[i]?.kind === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value,
    ),
  );
  return [heads, ...cells];
}
