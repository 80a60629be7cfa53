import { SECOND_MS } from '#base';
import type { Scenario } from '#domain';
import {
  type BundleFile,
  type ParquetContent,
  type TableEvidence,
  type TableForm,
  writeTable,
} from '#exports';
import { restOf, targetVerdicts } from '#planning';
import type { Summary } from '#statistics';
import { costRows } from './csv.ts';

/** Tables of what the summary of a run says: what `run` judged, with its verdicts, and wages. */
export const SUMMARY_TABLES = ['targets', 'costs'] as const;
export type SummaryTable = (typeof SUMMARY_TABLES)[number];

export const SUMMARY_COLUMNS: Readonly<Record<SummaryTable, ParquetContent['columns']>> = {
  targets: [
    { name: 'target', type: 'string' },
    { name: 'of', type: 'string' },
    { name: 'segment', type: 'string' },
    { name: 'channel', type: 'string' },
    { name: 'severity', type: 'string' },
    { name: 'product', type: 'string' },
    { name: 'target_s', type: 'number' },
    { name: 'to_be_met', type: 'number' },
    { name: 'judged', type: 'integer' },
    { name: 'attainment', type: 'number' },
    { name: 'low', type: 'number' },
    { name: 'high', type: 'number' },
    { name: 'verdict', type: 'string' },
  ],
  costs: [
    { name: 'kind', type: 'string' },
    { name: 'id', type: 'string' },
    { name: 'currency', type: 'string' },
    { name: 'cost', type: 'number' },
    { name: 'cost_per_case', type: 'number' },
  ],
};

type Rows = readonly (readonly (string | number | null)[])[];
export type SummaryRows = Readonly<Record<SummaryTable, Rows>>;

/** The rows of both tables. Throws where the summary is damaged, or of an earlier version. */
export function summaryRows(summary: Summary, scenario: Scenario): SummaryRows {
  return { targets: targetRows(summary, scenario), costs: costRows(summary) };
}

/** Both tables as files of an export. */
export function summaryFiles(
  form: TableForm,
  rows: SummaryRows,
  evidence: TableEvidence,
): readonly BundleFile[] {
  return SUMMARY_TABLES.map((table) => ({
    path: `${form}/${table}.${form}`,
    open: (sink) => ({
      end: () => writeTable(form, { columns: SUMMARY_COLUMNS[table], rows: rows[table] }, sink, evidence),
    }),
  }));
}

/** Shares are those of `targets.csv`: a target of abandonment counts those who did not give up. */
function targetRows(summary: Summary, scenario: Scenario): Rows {
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
