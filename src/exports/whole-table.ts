import { csvLine } from '#base';
import type { Sink } from './files/sinks.ts';
import { type ParquetContent, writeParquetTable } from './parquet/parquet-file.ts';
import { originOf } from './parquet/parquet-tables.ts';
import type { TableEvidence } from './source/evidence.ts';

export type TableForm = 'csv' | 'parquet';

/** Writes a table as CSV, times as RFC 3339, or as Parquet. */
export function writeTable(
  form: TableForm,
  content: ParquetContent,
  sink: Sink,
  evidence: TableEvidence,
): void {
  if (form === 'parquet') {
    writeParquetTable(content, sink, originOf(evidence));
    return;
  }
  const { columns, rows } = content;
  sink.text(csvLine(columns.map(({ name }) => name)));
  for (const row of rows) {
    const cells = row.map((value, i) =>
      columns[i]?.type === 'time' && typeof value === 'number' ? new Date(value).toISOString() : value,
    );
    sink.text(csvLine(cells));
  }
}
