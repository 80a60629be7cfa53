import type { InvariantResult } from '#audit';
import { type CsvValue, csvLine } from '#base';
import { type CaseHistory, exceptionsOf } from '#cases';
import { givenDates, givenLaw, type Knowledge, legalInstant } from '#domain';
import type { ColumnName } from './columns.ts';
import { type BundleFile, textFile } from './files/sinks.ts';
import { PARQUET_COLUMNS, tableRows } from './parquet/parquet-tables.ts';
import type { Evidence, TableEvidence } from './source/evidence.ts';

/**
 * Tables for an auditor to sort and filter: one row per access, copy, transfer, exception and check, and per legal date that differs from
 * history (in its own table, since as a column it would repeat one text in every row). Times are RFC 3339, UTC.
 */
export const CSV_TABLES = ['accesses', 'copies', 'transfers', 'exceptions', 'checks', 'law'] as const;
export type CsvTable = (typeof CSV_TABLES)[number];

export function csvFile(table: CsvTable, evidence: Evidence): BundleFile {
  const path = `csv/${table}.csv`;
  if (table === 'checks' || table === 'law') {
    const rows = { checks: checkRows, law: lawRows }[table];
    return textFile(path, () => lines([HEADS[table], ...rows(evidence)]));
  }
  const first = [HEADS[table], ...(table === 'exceptions' ? violationRows(evidence) : [])];
  return fileOfCases(path, first, ROWS[table](evidence));
}

/** A table that begins with the first lines, and then has the rows of each case. */
function fileOfCases(
  path: string,
  first: readonly Line[],
  rowsOf: (history: CaseHistory) => readonly Line[],
): BundleFile {
  return {
    path,
    open: (sink) => {
      sink.text(lines(first));
      return { oneCase: (history) => sink.text(lines(rowsOf(history))) };
    },
  };
}

type Line = readonly CsvValue[];

function lines(rows: readonly Line[]): string {
  return rows.map(csvLine).join('');
}

const HEADS: Readonly<Record<CsvTable, readonly ColumnName[]>> = {
  accesses: [
    ...([
      'case_number',
      'customer',
      'agent',
      'tier',
      'agent_group',
      'centre',
      'country',
      'employer',
    ] as const),
    ...(['employer_kind', 'purpose', 'read_from', 'began', 'ended', 'duration_s', 'entry'] as const),
  ],
  copies: [
    ...(['case_number', 'customer', 'promise', 'role', 'place', 'country', 'holder', 'copied_from'] as const),
    ...(['item_classes', 'stored', 'deleted', 'kept_days', 'entry'] as const),
  ],
  transfers: [
    ...([
      'case_number',
      'customer',
      'occurred',
      'exporter',
      'importer',
      'place',
      'country',
      'basis',
    ] as const),
    ...(['instrument', 'entry'] as const),
  ],
  exceptions: ['kind', 'case_number', 'customer', 'began', 'ended', 'what', 'entry'],
  checks: [
    ...(['invariant', 'title', 'sentence', 'known', 'checks', 'violations', 'undecided'] as const),
    ...(['first_case_number', 'first_occurred', 'first_message'] as const),
  ],
  law: ['basis', 'title', 'date', 'in_scenario', 'in_history', 'sentence'],
};

type Rows = (evidence: Evidence) => (history: CaseHistory) => readonly Line[];

const ROWS: Readonly<Record<Exclude<CsvTable, 'checks' | 'law'>, Rows>> = {
  accesses: (evidence) => rowsIn('accesses', HEADS.accesses, evidence),
  transfers: (evidence) => rowsIn('transfers', HEADS.transfers, evidence),
  copies:
    ({ names }) =>
    ({ caseNumber, copies, customer, promise }) =>
      copies.map((row) => [
        caseNumber,
        customer,
        promise,
        row.role,
        row.place,
        row.country,
        row.holder,
        row.copiedFrom ?? 'the customer',
        row.itemClassesText,
        names.instant(row.fromMs),
        row.toMs === null ? null : names.instant(row.toMs),
        row.toMs === null ? null : Math.round((row.toMs - row.fromMs) / 86_400) / 1000,
        row.entry,
      ]),
  exceptions:
    ({ names }) =>
    (history) =>
      exceptionsOf(history).map(({ entry, fromMs, kind, toMs, what }) => [
        kind,
        history.caseNumber,
        history.customer,
        names.instant(fromMs),
        toMs === null ? null : names.instant(toMs),
        what,
        entry,
      ]),
};

/** The rows of a table that Parquet has too, with the named columns and times as RFC 3339. */
function rowsIn(
  table: Parameters<typeof tableRows>[0],
  columns: readonly string[],
  evidence: TableEvidence,
): ReturnType<typeof tableRows> {
  const { names } = evidence;
  return tableRows(table, evidence, columns, (timeMs) => (timeMs === null ? null : names.instant(timeMs)));
}

/** The first violation of each violated invariant. */
function violationRows({ audit, names }: Evidence): readonly Line[] {
  return audit.invariants.flatMap(({ counterexample, id, violations }) =>
    counterexample === null
      ? []
      : [
          [
            `violation of ${id} (first of ${violations})`,
            counterexample.caseNumber,
            null,
            names.instant(counterexample.timeMs),
            null,
            counterexample.message,
            counterexample.entry,
          ],
        ],
  );
}

/** By the law as known at each moment, and (where that differs) as known today. */
function checkRows({ audit, names }: Evidence): readonly Line[] {
  const rows = (known: Knowledge, results: readonly InvariantResult[]) =>
    results.map(({ checks, counterexample, id, sentence, title, undecided, violations }) => [
      id,
      title,
      sentence,
      known,
      checks,
      violations,
      undecided.reduce((sum, { count }) => sum + count, 0),
      counterexample?.caseNumber ?? null,
      counterexample === null ? null : names.instant(counterexample.timeMs),
      counterexample?.message ?? null,
    ]);
  return [...rows('then', audit.invariants), ...rows('now', audit.invariantsNow)];
}

function lawRows({ scenario }: Evidence): readonly Line[] {
  const sentences = givenLaw(scenario);
  const instant = (ms: number) => (Number.isFinite(ms) ? legalInstant(ms) : 'never');
  return givenDates(scenario.law?.bases ?? []).map(({ atMs, basis, inHistoryMs, verb }, i) => [
    basis.fact.id,
    basis.title,
    verb,
    instant(atMs),
    instant(inHistoryMs),
    sentences[i] ?? null,
  ]);
}

/**
 * Cases and waits as CSV: the rows and columns that `query` knows by these names, times as RFC 3339. They are for planners, and stand in exports
 * only: a bundle has what an auditor looks up.
 */
export function csvCaseFiles(evidence: TableEvidence): readonly BundleFile[] {
  return (['cases', 'waits'] as const).map((table) => {
    const columns = PARQUET_COLUMNS[table].map(({ name }) => name);
    return fileOfCases(`csv/${table}.csv`, [columns], rowsIn(table, columns, evidence));
  });
}
