import type { AuditReport } from '#audit';
import { formatCount, plural, raised } from '#base';
import type { CaseHistory } from '#cases';
import { givenLaw, idleClauseSentences, type Scenario, type TargetMeasure } from '#domain';
import {
  type BundleFile,
  DUTY_COLUMNS,
  type DutyTable,
  DutyTally,
  PARQUET_COLUMNS,
  type TableEvidence,
  tableRows,
} from '#exports';
import type { EventEffect, LateAnswers, TargetVerdict } from '#planning';
import type { Summary } from '#statistics';
import { answerOf } from '../answer/answer.ts';
import { kindOfCases } from '../answer/target-words.ts';
import { promiseSentence } from '../answer/verdict.ts';
import { centreSheet, costSheets, GroupTally, productSheets, serviceSheet } from './service-sheets.ts';
import {
  type CellKind,
  type CellValue,
  column,
  type RowColumn,
  type Sheet,
  type SheetColumn,
  tableOf,
} from './sheet-xml.ts';
import { workbookFile } from './workbook.ts';

/** A run as a workbook for planners: its answer first, then what it is made of. Cases and waits come from the ledger. Throws where the summary is damaged. */
export function runWorkbook(input: WorkbookInput, evidence: TableEvidence): BundleFile {
  const { scenario, summary } = input;
  const known = [
    answerSheet(input),
    serviceSheet(summary),
    ...productSheets(summary, scenario),
    centreSheet(summary),
    ...costSheets(summary),
  ];
  return {
    path: `${scenario.name}.xlsx`,
    open: (sink) => {
      const cases = new CaseSheet('cases', evidence);
      const waits = new CaseSheet('waits', evidence);
      const groups = new GroupTally(scenario, summary);
      const duty = new DutyTally(evidence);
      return {
        entry: (entry) => duty.entry(entry),
        endEntries: () => duty.endEntries(),
        oneCase: (history) => {
          cases.add(history);
          waits.add(history);
          groups.add(history);
          duty.add(history);
        },
        end: () => {
          const duties = [dutySheet('shifts', duty), dutySheet('intervals', duty)];
          sink.bytes(workbookFile([...known, groups.sheet(), ...duties, cases.sheet(), waits.sheet()]));
        },
      };
    },
  };
}

interface WorkbookInput {
  readonly summary: Summary;
  readonly scenario: Scenario;
  readonly audit: AuditReport;
  readonly late: LateAnswers;
  readonly events: readonly EventEffect[];
}

const MEASURED: Readonly<Record<TargetMeasure, string>> = {
  answer: 'answered',
  resolution: 'resolved',
  abandonment: 'gave up',
  backlog: 'days with few enough waiting',
};

const COLUMNS: readonly RowColumn<TargetVerdict>[] = [
  column('Segment', 'text', ({ segment }) => segment.title),
  column('Cases of', 'text', (target) =>
    target.id === null ? kindOfCases(target) : `${target.id}: ${kindOfCases(target)}`,
  ),
  column('Verdict', 'text', ({ state }) => state),
  column('Share', 'percentage', ({ share }) => share),
  column('Wanted', 'percentage', ({ wanted }) => wanted),
  column('Within', 'duration', ({ withinMs }) => (withinMs === null ? null : withinMs / 1000)),
  column('Measured', 'text', ({ of }) => MEASURED[of]),
  column('Interval from', 'percentage', ({ interval }) => interval[0]),
  column('Interval to', 'percentage', ({ interval }) => interval[1]),
  column('Judged', 'whole', ({ judged }) => judged),
  column('Of', 'text', ({ judgedOf }) => judgedOf),
];

/** What a planner should know first, and every target with its verdict, the worst first. */
function answerSheet({ audit, events, late, scenario, summary }: WorkbookInput): Sheet {
  const { sentences, targets } = answerOf(summary, scenario, late, { events });
  const { horizonHours, replication, seed, start } = summary;
  const run = `Run of ${plural(horizonHours, 'hour')} from ${start.replace('T', ' ').replace(/(\.0+)?Z$/, ' UTC')}; seed ${seed}, replication ${replication}; ${plural(summary.cases, 'case')}.`;
  return {
    name: 'Answer',
    lines: [
      scenario.title,
      ...sentences,
      promiseSentence(audit),
      ...idleClauseSentences(scenario),
      ...givenLaw(scenario),
      run,
      'Too close to call: the target lies within the 95 % interval of the share. Too short: the run does not tell how wide it is.',
    ],
    ...tableOf(COLUMNS, targets),
  };
}

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
function dutySheet(table: DutyTable, tally: DutyTally): Sheet {
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
