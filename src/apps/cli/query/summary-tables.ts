import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CsvValue, SECOND_MS } from '#base';
import { BUNDLE } from '#bundle';
import type { Scenario } from '#domain';
import { restOf, targetVerdicts } from '#planning';
import { COST_HEADS, costRows } from '#report';
import type { Summary } from '#statistics';
import { openBundle } from '../bundle/bundle-evidence.ts';
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

export type SummaryTable = keyof typeof COLUMNS;
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
