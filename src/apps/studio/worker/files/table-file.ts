import { renderCsv, type Sheet, workbookFile } from '#report';
import type { TableFormat } from '../../protocol.ts';

const TYPES: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * A table as a file. CSV contains only the table, with units in its heads; a workbook also describes its subject
 * above it.
 */
export function tableFile(sheet: Sheet, format: TableFormat): Blob {
  const content = format === 'csv' ? renderCsv(csvRowsOf(sheet)) : (workbookFile([sheet]) as BlobPart);
  return new Blob([content], { type: TYPES[format] });
}

function csvRowsOf({ columns, rows }: Sheet) {
  const heads = columns.map(({ head, kind }) => {
    if (kind === 'duration') return `${head} (s)`;
    return kind === 'instant' && !head.includes('UTC') ? `${head} (UTC)` : head;
  });
  const cells = rows.map((row) =>
    row.map((value, i) =>
      columns[i]?.kind === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value,
    ),
  );
  return [heads, ...cells];
}
