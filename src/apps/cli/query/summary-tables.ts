import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CsvValue } from '#base';
import { BUNDLE } from '#bundle';
import type { ParquetColumn, ParquetTable } from '#exports';
import { SUMMARY_COLUMNS, type SummaryRows, type SummaryTable, summaryRows } from '#report';
import type { Summary } from '#statistics';
import { openBundle } from '../run/run-evidence.ts';
import { FILES, openRunFolder } from '../run/run-folder.ts';

/** The rows of a run folder or a bundle; null if it has no summary, or one of an earlier format. */
export function summaryRowsOf(folder: string): SummaryRows | null {
  const isBundle = existsSync(join(folder, BUNDLE.manifest));
  const path = join(folder, isBundle ? BUNDLE.summary : FILES.summary);
  if (!existsSync(path)) return null;
  const { scenario } = isBundle ? openBundle(folder) : openRunFolder(folder);
  try {
    return summaryRows(JSON.parse(readFileSync(path, 'utf8')) as Summary, scenario);
  } catch {
    return null;
  }
}

/** A SELECT of one run's rows. `ofRun`: the column in front that names the run, or nothing. */
export function selectRows(table: SummaryTable, rows: SummaryRows | null, ofRun: string): string {
  if (rows === null)
    return selectNothing(
      SUMMARY_COLUMNS[table],
      `error('the run has no ${FILES.summary} of this version, from which ${table} are made')`,
      ofRun,
    );
  const own = rows[table].map((row) => `SELECT ${ofRun}${cellsOf(SUMMARY_COLUMNS[table], row)}`);
  return own.length === 0 ? selectNothing(SUMMARY_COLUMNS[table], 'false', ofRun) : own.join(' UNION ALL ');
}

/** A table with its columns, so that it can be described, and no rows. */
export function selectNothing(columns: readonly ParquetColumn[], where: string, ofRun: string): string {
  return `SELECT ${ofRun}${cellsOf(columns, [])} WHERE ${where}`;
}

const SQL_TYPES = {
  string: 'VARCHAR',
  json: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
} as const;

function cellsOf(columns: readonly ParquetColumn[], row: readonly CsvValue[]): string {
  return columns
    .map(({ name, type }, c) => `${literal(row[c] ?? null)}::${SQL_TYPES[type]} AS "${name}"`)
    .join(', ');
}

/** A value as SQL. */
export function literal(value: CsvValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

/** Tables that SQL makes from others, each with those others. */
export const VIEWS: Readonly<Record<'shifts' | 'intervals', readonly ParquetTable[]>> = {
  shifts: ['entries'],
  intervals: ['entries', 'cases', 'accesses'],
};

/** Statements that create the views, in order. `key`: the columns in front that name the run; empty if there is only one. */
export function viewStatements(key: 'run, ' | ''): readonly string[] {
  return [`CREATE VIEW shifts AS ${shifts(key)}`, `CREATE VIEW intervals AS ${intervals(key)}`];
}

/** Who was scheduled when, as the ledger says: agents of a shift who begin duty together, until they end it. */
function shifts(key: string): string {
  return `
SELECT ${key}agent_group, shift, agents, began, ended FROM (
  SELECT ${key}fields->>'group' AS agent_group, CAST(fields->>'shift' AS BIGINT) AS shift,
    CAST(fields->>'agents' AS BIGINT) AS agents, occurred AS began,
    lead(occurred) OVER (PARTITION BY ${key}fields->>'group', fields->>'shift' ORDER BY entry) AS ended,
    fields->>'begins' AS begins
  FROM entries WHERE kind = 'duty')
WHERE begins = 'true'`;
}

/** Means over a half hour that begins on the clock of UTC, and counts in it, by the group that answered a case first; null: nobody did. */
function intervals(key: string): string {
  const slotOf = (time: string) => `time_bucket(INTERVAL 30 minutes, ${time})`;
  const count = (what: string, time: string, from: string) =>
    `SELECT ${key}'${what}' AS what, agent_group, ${slotOf(time)} AS slot, 1 AS n FROM ${from}`;
  const figures = ['on_duty', 'in_hand', 'waiting', 'arrived', 'contacts', 'answered', 'answered_in_time'];
  const columns = figures.map((name) => `coalesce(sum(n) FILTER (what = '${name}'), 0) AS ${name}`);
  return `
WITH views AS (SELECT * FROM accesses WHERE purpose = 'support'),
firsts AS (SELECT ${key}case_number, arg_min(agent_group, entry) AS agent_group FROM views GROUP BY ALL),
first_answers AS (SELECT cases.*, agent_group FROM cases LEFT JOIN firsts USING (${key}case_number)),
answers AS (SELECT * FROM first_answers WHERE wait_s IS NOT NULL AND answered IS NOT NULL),
spans AS (
  SELECT ${key}'on_duty' AS what, agent_group, began, ended, agents FROM shifts
  UNION ALL SELECT ${key}'in_hand', agent_group, began, ended, 1 FROM views
  UNION ALL SELECT ${key}'waiting', agent_group, answered - to_milliseconds(wait_s * 1000), answered, 1 FROM answers),
ends AS (SELECT ${key}max(occurred) AS until FROM entries GROUP BY ALL),
lasting AS (
  SELECT spans.* REPLACE (coalesce(ended, until) AS ended) FROM spans ${key === '' ? 'CROSS JOIN ends' : 'JOIN ends USING (run)'}),
pieces AS (
  SELECT *, unnest(generate_series(${slotOf('began')}, ended - INTERVAL 1 millisecond, INTERVAL 30 minutes)) AS slot
  FROM lasting),
figures AS (
  SELECT ${key}what, agent_group, slot,
    agents * epoch(least(ended, slot + INTERVAL 30 minutes) - greatest(began, slot)) / 1800 AS n FROM pieces
  UNION ALL ${count('arrived', 'opened', 'first_answers')}
  UNION ALL ${count('contacts', 'began', 'views')}
  UNION ALL ${count('answered', 'answered', 'answers')}
  UNION ALL ${count('answered_in_time', 'answered', 'answers WHERE in_time')})
SELECT ${key}slot AS began, agent_group, ${columns.join(', ')} FROM figures GROUP BY ALL`;
}
