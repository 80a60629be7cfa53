import { formatCount, raised } from '#base';
import type { CaseHistory } from '#cases';
import {
  DUTY_COLUMNS,
  type DutyTable,
  type DutyTally,
  PARQUET_COLUMNS,
  type TableEvidence,
  tableRows,
} from '#exports';
import type { CellKind } from './cell-kinds.ts';
import type { CellValue, Sheet, SheetColumn } from './sheet-xml.ts';

/** Rows that a workbook takes of cases and of waits: more make it slow to open. */
const ROWS_MOST = 50_000;

type ColumnType = (typeof PARQUET_COLUMNS)['cases'][number]['type'];
type RowValue = ReturnType<ReturnType<typeof tableRows>>[number][number];

const KINDS: Readonly<Record<ColumnType, CellKind>> = {
  string: 'text',
  json: 'text',
  integer: 'whole',
  number: 'decimal',
  time: 'instant',
  boolean: 'text',
};

/** The first rows of a table of cases, with titles in place of ids. */
export class CaseSheet {
  private readonly table: 'cases' | 'waits';
  private readonly rowsOf: ReturnType<typeof tableRows>;
  private readonly segments: ReadonlyMap<string, string>;
  private readonly rows: (readonly CellValue[])[] = [];
  private count = 0;

  constructor(table: 'cases' | 'waits', evidence: TableEvidence) {
    this.table = table;
    this.rowsOf = tableRows(table, evidence);
    this.segments = new Map(evidence.scenario.segments.map(({ id, title }) => [id, title]));
  }

  add(history: CaseHistory): void {
    const rows = this.rowsOf(history);
    for (const row of rows) {
      if (this.count++ < ROWS_MOST) this.rows.push(this.cellsOf(row));
    }
  }

  sheet(): Sheet {
    return tableSheet(this.table, this.count, PARQUET_COLUMNS[this.table], this.rows);
  }

  private cellsOf(row: readonly RowValue[]): readonly CellValue[] {
    return PARQUET_COLUMNS[this.table].map(({ name }, i) => {
      const value = row[i] ?? null;
      if (typeof value === 'boolean') return value ? 'yes' : 'no';
      return name === 'segment' && typeof value === 'string' ? (this.segments.get(value) ?? value) : value;
    });
  }
}

/** Who was on duty, or what each group did in each half hour. */
export function dutySheet(table: DutyTable, tally: DutyTally): Sheet {
  const all = tally.rows(table);
  return tableSheet(table, all.length, DUTY_COLUMNS[table], all.slice(0, ROWS_MOST) as Sheet['rows']);
}

/** `rows`: the first of `count`. */
function tableSheet(
  table: string,
  count: number,
  columns: (typeof PARQUET_COLUMNS)['cases'],
  rows: Sheet['rows'],
): Sheet {
  const name = raised(table);
  const extent =
    count <= ROWS_MOST
      ? `All ${formatCount(count)} ${table} of the run.`
      : `The first ${formatCount(ROWS_MOST)} of ${formatCount(count)} ${table}; \`meridian export --format csv\` writes them all.`;
  return { name, lines: [name, extent, 'Times are in UTC.'], columns: columns.map(columnOf), rows };
}

function columnOf({ name, type }: { readonly name: string; readonly type: ColumnType }): SheetColumn {
  const words = name.replace('hand_overs', 'hand-overs').replace(/_s$/, '').replaceAll('_', ' ');
  return { head: raised(words), kind: name.endsWith('_s') ? 'duration' : KINDS[type] };
}
