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
    const { count, rows, table } = this;
    const title = table === 'cases' ? 'Cases' : 'Waits';
    return {
      name: title,
      lines: [title, howMany(count, table), 'Times are in UTC.'],
      columns: PARQUET_COLUMNS[table].map(columnOf),
      rows,
    };
  }

  private cellsOf(row: readonly RowValue[]): readonly CellValue[] {
    return PARQUET_COLUMNS[this.table].map(({ name }, i) => {
      const value = row[i] ?? null;
      if (typeof value === 'boolean') return value ? 'yes' : 'no';
      return name === 'segment' && typeof value === 'string' ? (this.segments.get(value) ?? value) : value;
    });
  }
}

function howMany(count: number, rows: string): string {
  if (count <= ROWS_MOST) return `All ${formatCount(count)} ${rows} of the run.`;
  return `The first ${formatCount(ROWS_MOST)} of ${formatCount(count)} ${rows}; \`meridian export --format csv\` writes them all.`;
}

/** Who was on duty, or what each group did in each half hour. */
export function dutySheet(table: DutyTable, tally: DutyTally): Sheet {
  const all = tally.rows(table);
  const title = table === 'shifts' ? 'Shifts' : 'Intervals';
  return {
    name: title,
    lines: [title, howMany(all.length, table), 'Times are in UTC.'],
    columns: DUTY_COLUMNS[table].map(columnOf),
    rows: all.slice(0, ROWS_MOST) as Sheet['rows'],
  };
}

function columnOf({ name, type }: { readonly name: string; readonly type: ColumnType }): SheetColumn {
  const words = name.replace('hand_overs', 'hand-overs').replace(/_s$/, '').replaceAll('_', ' ');
  return { head: raised(words), kind: name.endsWith('_s') ? 'duration' : KINDS[type] };
}
