import { type CsvValue, csvLine } from '#base';
import { caseFile } from './files/case-files.ts';
import type { BundleFile } from './files/sinks.ts';
import type { ParquetColumn, ParquetValue } from './parquet/parquet-column.ts';
import { PARQUET_COLUMNS, tableRows } from './parquet/parquet-tables.ts';
import type { TableEvidence } from './source/evidence.ts';

/**
 * Cases and waits as CSV: the rows and columns that `query` knows by these names, times as RFC 3339. They are for planners, and stand in exports
 * only: a bundle has what an auditor looks up.
 */
export function csvCaseFiles(evidence: TableEvidence): readonly BundleFile[] {
  return (['cases', 'waits'] as const).map((table) => {
    const columns = PARQUET_COLUMNS[table];
    const rowsOf = tableRows(table, evidence);
    return caseFile(`csv/${table}.csv`, evidence, (sink) => {
      sink.text(csvLine(columns.map(({ name }) => name)));
      return {
        visit: (history) => {
          for (const row of rowsOf(history))
            sink.text(csvLine(row.map((value, i) => cellOf(value, columns[i]))));
        },
        finish: () => {},
      };
    });
  });
}

function cellOf(value: ParquetValue, column: ParquetColumn | undefined): CsvValue {
  return column?.type === 'time' && typeof value === 'number' ? new Date(value).toISOString() : value;
}
