import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CsvValue, SECOND_MS } from '#base';
import { BUNDLE } from '#bundle';
import type { Scenario } from '#domain';
import type { ParquetTable } from '#exports';
import { restOf, targetVerdicts } from '#planning';
import { COST_HEADS, costRows } from '#report';
import type { Summary } from '#statistics';
import { openBundle } from '../run/run-evidence.ts';
import { FILES, openRunFolder } from '../run/run-folder.ts';

const SQL_TYPES = { text: 'VARCHAR', number: 'DOUBLE', count: 'BIGINT' } as const;
type Columns = Readonly<Record<string, keyof typeof SQL_TYPES>>;

/** Tables of what the summary of a run says, with their columns: what `run` judged, and wages. */
const COLUMNS = {
  targets: {
    target: 'text',
    of: 'text',
    segment: 'text',
    channel: 'text',
    severity: 'text',
    product: 'text',
    within_s: 'number',
    to_be_met: 'number',
    judged: 'count',
    attainment: 'number',
    low: 'number',
    high: 'number',
    verdict: 'text',
  },
  costs: Object.fromEntries(
    COST_HEADS.map((name) => [name, name.startsWith('cost') ? 'number' : 'text'] as const),
  ),
} satisfies Readonly<Record<string, Columns>>;

type SummaryTable = keyof typeof COLUMNS;
export const SUMMARY_TABLES = Object.keys(COLUMNS) as readonly SummaryTable[];

export type SummaryRows = Readonly<Record<SummaryTable, readonly (readonly CsvValue[])[]>>;

/** The rows of a run folder or a bundle; null if it has no summary, or one of an earlier format. */
export function summaryRowsOf(folder: string): SummaryRows | null {
  const isBundle = existsSync(join(folder, BUNDLE.manifest));
  const path = join(folder, isBundle ? BUNDLE.summary : FILES.summary);
  if (!existsSync(path)) return null;
  const { scenario } = isBundle ? openBundle(folder) : openRunFolder(folder);
  try {
    const summary = JSON.parse(readFileSync(path, 'utf8')) as Summary;
    return { targets: targetRows(summary, scenario), costs: costRows(summary) };
  } catch {
    return null;
  }
}

/** Shares are those of `targets.csv`: a target of abandonment counts those who did not give up. */
function targetRows(summary: Summary, scenario: Scenario): SummaryRows['targets'] {
  return targetVerdicts(summary, scenario).map((one) => {
    const [low, high] = one.interval;
    const shares = [one.wanted, one.share, low, high];
    const [wanted, share, ...ends] = one.of === 'abandonment' ? shares.map(restOf) : shares;
    return [
      ...[one.id ?? 'service level', one.of, one.segment.id, one.channels.join(', ')],
      ...[one.severities.join(', '), one.product?.id ?? null],
      ...[one.withinMs === null ? null : one.withinMs / SECOND_MS, wanted ?? null, one.judged, share ?? null],
      ...[Math.min(...ends), Math.max(...ends), one.state],
    ];
  });
}

/** A SELECT of one run's rows. `ofRun`: the column in front that names the run, or nothing. */
export function selectRows(table: SummaryTable, rows: SummaryRows | null, ofRun: string): string {
  const columns = Object.entries<keyof typeof SQL_TYPES>(COLUMNS[table]);
  const cellsOf = (row: readonly CsvValue[]) =>
    columns
      .map(([name, type], c) => `${literal(row[c] ?? null)}::${SQL_TYPES[type]} AS "${name}"`)
      .join(', ');
  if (rows === null)
    return `SELECT ${ofRun}${cellsOf([])} WHERE error('the run has no ${FILES.summary} of this version, from which ${table} are made')`;
  const own = rows[table].map((row) => `SELECT ${ofRun}${cellsOf(row)}`);
  return own.length === 0 ? `SELECT ${ofRun}${cellsOf([])} WHERE false` : own.join(' UNION ALL ');
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
