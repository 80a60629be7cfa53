import { DAY_MS } from '#base';
import { civilDateOf } from '#domain';
import { CASE_FIELDS, type CaseLog, EVENT_FIELDS } from '../case-log.ts';
import type { LogFindings } from '../log-builder.ts';
import { columnsOf, type Mapping } from '../mapping/mapping.ts';
import { columnNames, findColumn } from '../rows/columns.ts';
import type { LogProblem } from '../rows/refusals.ts';
import type { RowImporter } from '../rows/row-importer.ts';
import type { TimeReader } from '../time/time-reader.ts';
import type { WallClock } from '../time/wall-clock.ts';
import type { SheetFacts } from '../workbook/read-workbook.ts';

/** A property of the log, and how it is known. */
export interface Known {
  readonly value: string;
  readonly from: 'told' | 'guessed' | 'byte-order mark' | 'format' | 'the only visible one';
}

/** Days without any event, from and until a day. */
export interface DayGap {
  readonly from: string;
  readonly until: string;
  readonly days: number;
}

/** What an import found. It is written as `import.json`. */
export interface ImportReport {
  readonly 'meridian-import': 1;
  readonly log: string;
  /** Format of the file, encoding, separator, form of times. */
  readonly read: Readonly<Record<string, Known>>;
  /** Zone of times without an offset, and of the days below; null: UTC, because all times say their offset. */
  readonly timeZone: string | null;
  readonly rows: { readonly read: number; readonly imported: number; readonly refused: number };
  readonly cases: number;
  readonly events: number;
  /** First and last event, ISO 8601 in UTC. */
  readonly first: string;
  readonly last: string;
  /** The first refused rows; `rows.refused` counts all. */
  readonly refused: readonly LogProblem[];
  readonly refusedByColumn: Readonly<Record<string, number>>;
  /** Times that the clock skipped (their rows are refused) and showed twice (the earlier is taken). */
  readonly clock: { readonly skipped: FoundTimes; readonly repeated: FoundTimes };
  readonly outOfOrder: LogFindings['outOfOrder'];
  readonly repeatedEvents: LogFindings['repeated'];
  /** Cases of which the log says different things, by field. */
  readonly changedCases: LogFindings['changed'];
  readonly eventsWithout: LogFindings['missing'];
  /** Days between the first and the last without any event: how many, and the longest gaps. */
  readonly daysWithout: { readonly count: number; readonly of: number; readonly longest: readonly DayGap[] };
  /** Cases that are open at the end of the log, and the activities that end one. */
  readonly open: { readonly cases: number; readonly ends: readonly string[] };
  /** What else the sheet of a workbook has; null: the log is no workbook. */
  readonly sheet: SheetFacts | null;
  readonly unusedColumns: readonly string[];
  /** Fields that no column gives. */
  readonly unknownFields: readonly string[];
}

export interface FoundTimes {
  readonly count: number;
  /** The first of them, as written. */
  readonly first: string;
}

const GAPS_MAX = 20;

/** How a log was read, as far as its rows do not tell. */
export interface LogSource {
  readonly name: string;
  readonly read: Readonly<Record<string, Known>>;
  readonly mapping: Mapping;
  readonly sheet?: SheetFacts | null;
}

/** Closes an import: the case log, and the report of it. */
export function closeImport(
  importer: RowImporter,
  { mapping, name, read, sheet = null }: LogSource,
): { readonly log: CaseLog; readonly report: ImportReport } {
  const { builder, refusals, rowCount, times } = importer;
  const { findings, log } = builder.finish(mapping.ends);
  const clock = times?.clock ?? null;
  const report: ImportReport = {
    'meridian-import': 1,
    log: name,
    read: { ...read, timeFormat: timeForm(times) },
    timeZone: clock?.timeZone ?? null,
    rows: { read: rowCount, imported: rowCount - refusals.count, refused: refusals.count },
    cases: log.caseCount,
    events: log.eventCount,
    first: isoOf(findings.firstMs),
    last: isoOf(findings.lastMs),
    refused: refusals.listed,
    refusedByColumn: refusals.byColumn(),
    clock: { skipped: times?.skipped ?? NONE, repeated: times?.repeated ?? NONE },
    outOfOrder: findings.outOfOrder,
    repeatedEvents: findings.repeated,
    changedCases: findings.changed,
    eventsWithout: findings.missing,
    daysWithout: gapsOf(importer, clock),
    open: { cases: findings.openCount, ends: mapping.ends },
    sheet,
    unusedColumns: unusedColumns(importer.columns, mapping),
    unknownFields: unknownFields(mapping),
  };
  return { log, report };
}

const NONE: FoundTimes = { count: 0, first: '' };

/** The form of times; in a sheet, date cells have none. */
function timeForm(times: TimeReader | null): Known {
  const { dateCells = null, format, isGuessed = false } = times ?? {};
  if (dateCells !== null && format === dateCells) return { value: 'date cells', from: 'format' };
  const pattern = format?.pattern ?? '';
  return {
    value: dateCells === null ? pattern : `date cells, or texts as ${pattern}`,
    from: isGuessed ? 'guessed' : 'told',
  };
}

function isoOf(epochMs: number): string {
  return Number.isFinite(epochMs) ? new Date(epochMs).toISOString() : '';
}

function gapsOf({ builder }: RowImporter, clock: WallClock | null): ImportReport['daysWithout'] {
  const days = new Set<number>();
  builder.forEachTime((atMs) => days.add(Math.floor((clock?.wallOf(atMs) ?? atMs) / DAY_MS)));
  const sorted = Float64Array.from(days).sort();
  const gaps: DayGap[] = [];
  let count = 0;
  for (let i = 1; i < sorted.length; i++) {
    const [before, day] = [sorted[i - 1] as number, sorted[i] as number];
    if (day === before + 1) continue;
    count += day - before - 1;
    gaps.push({ from: civilDateOf(before + 1), until: civilDateOf(day - 1), days: day - before - 1 });
  }
  const longest = gaps.toSorted((left, right) => right.days - left.days).slice(0, GAPS_MAX);
  return { count, of: count + days.size, longest };
}

/** The columns that the mapping does not read, by the names with which a mapping finds them. */
function unusedColumns(columns: readonly string[], mapping: Mapping): readonly string[] {
  const used = new Set(
    columnsOf(mapping).flatMap((name) => {
      const place = findColumn(name, columns, null);
      return place.ok ? [place.value] : [];
    }),
  );
  return columnNames(columns).filter((_, at) => !used.has(at));
}

function unknownFields({ columns, fixed, rows }: Mapping): readonly string[] {
  const fields = [...CASE_FIELDS, ...EVENT_FIELDS].filter(
    (field) => rows === 'event' || field !== 'activity',
  );
  return fields.filter((field) => columns[field] === undefined && fixed[field] === undefined);
}
