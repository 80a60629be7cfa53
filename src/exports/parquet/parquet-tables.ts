import type { CaseHistory } from '#cases';
import { ByAct } from '#cases';
import { byKind, givenLaw, NO_CASE } from '#domain';
import { fieldsJson } from '../fields/entry-fields.ts';
import { transferCells } from '../fields/transfer-cells.ts';
import { caseFile, entryFile } from '../files/case-files.ts';
import type { BundleFile, EntryRows, Sink } from '../files/sinks.ts';
import type { TableEvidence } from '../source/evidence.ts';
import type { ParquetColumn, ParquetValue } from './parquet-column.ts';
import { ParquetFile, type ParquetOrigin } from './parquet-file.ts';

/** Tables for SQL queries. Times are timestamps in UTC; `entry` is the entry of the ledger at which a row begins. */
export const PARQUET_TABLES = ['entries', 'cases', 'accesses', 'copies', 'transfers', 'waits'] as const;
export type ParquetTable = (typeof PARQUET_TABLES)[number];

const columns = (types: Readonly<Record<string, ParquetColumn['type']>>): readonly ParquetColumn[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }));

const OF_CASE = { case_number: 'integer', customer: 'string', segment: 'string', promise: 'string' } as const;

/** The columns of each table, in order. */
export const PARQUET_COLUMNS: Readonly<Record<ParquetTable, readonly ParquetColumn[]>> = {
  entries: columns({
    entry: 'integer',
    occurred: 'time',
    kind: 'string',
    case_number: 'integer',
    fields: 'json',
  }),
  cases: columns({
    ...OF_CASE,
    country: 'string',
    channel: 'string',
    language: 'string',
    product: 'string',
    severity: 'string',
    opened: 'time',
    answered: 'time',
    resolved: 'time',
    closed: 'time',
    erased: 'time',
    state: 'string',
    accesses: 'integer',
    copies: 'integer',
    hand_overs: 'integer',
    refused: 'boolean',
  }),
  accesses: columns({
    ...OF_CASE,
    agent: 'string',
    agent_group: 'string',
    tier: 'integer',
    centre: 'string',
    country: 'string',
    employer: 'string',
    employer_kind: 'string',
    purpose: 'string',
    read_from: 'string',
    began: 'time',
    ended: 'time',
    duration_ms: 'integer',
    entry: 'integer',
  }),
  copies: columns({
    ...OF_CASE,
    role: 'string',
    place: 'string',
    country: 'string',
    holder: 'string',
    copied_from: 'string',
    item_classes: 'string',
    stored: 'time',
    deleted: 'time',
    entry: 'integer',
  }),
  transfers: columns({
    ...OF_CASE,
    occurred: 'time',
    exporter: 'string',
    importer: 'string',
    place: 'string',
    country: 'string',
    basis: 'string',
    instrument: 'string',
    entry: 'integer',
  }),
  waits: columns({
    ...OF_CASE,
    cause: 'string',
    tier: 'integer',
    began: 'time',
    ended: 'time',
    duration_ms: 'integer',
    entry: 'integer',
  }),
};

export function parquetTable(table: ParquetTable, evidence: TableEvidence): BundleFile {
  const path = `parquet/${table}.parquet`;
  const origin = originOf(evidence);
  const open = (sink: Sink) => new ParquetFile(PARQUET_COLUMNS[table], sink, origin);
  if (table === 'entries') return entryFile(path, evidence, (sink) => entryRows(evidence, open(sink)));
  const rowsOf = tableRows(table, evidence);
  return caseFile(path, evidence, (sink) => {
    const file = open(sink);
    return {
      visit: (history) => rowsOf(history).forEach(file.row),
      finish: () => file.finish(),
    };
  });
}

/** The rows of a table that a case gives, in the order of `PARQUET_COLUMNS`; times are ms since 1970. */
export function tableRows(
  table: Exclude<ParquetTable, 'entries'>,
  { scenario }: Pick<TableEvidence, 'scenario'>,
): (history: CaseHistory) => readonly (readonly ParquetValue[])[] {
  const epoch: Epoch = (timeMs) => (timeMs === null ? null : scenario.startEpochMs + timeMs);
  return (history) => ROWS[table](history, epoch);
}

/** The scenario's name, and its law if that differs from history. */
function originOf({ ledger, scenario }: TableEvidence): ParquetOrigin {
  const law = givenLaw(scenario);
  return {
    createdBy: `meridian ${ledger.header.engineVersion}`,
    metadata: [
      { key: 'meridian.scenario', value: scenario.name },
      ...(law.length === 0 ? [] : [{ key: 'meridian.law', value: law.join(' ') }]),
    ],
  };
}

function entryRows({ names, scenario }: TableEvidence, file: ParquetFile): EntryRows {
  const kinds = byKind((kind) => kind);
  const fields = new ByAct(names.acts, (kind, act) => fieldsJson(kind, act, names));
  return {
    visit: (entry) => {
      const { caseNumber, kind, timeMs } = entry;
      file.row([
        entry.index,
        scenario.startEpochMs + timeMs,
        kinds[kind] ?? `unknown ${kind}`,
        caseNumber === NO_CASE ? null : caseNumber,
        fields.ofKnown(kind, entry) ?? fieldsJson(kind, entry, names),
      ]);
    },
    finish: () => {
      file.finish();
      return null;
    },
  };
}

type Epoch = (timeMs: number | null) => number | null;
type Rows = (history: CaseHistory, epoch: Epoch) => readonly (readonly ParquetValue[])[];

function ofCase({ caseNumber, customer, promise, segment }: CaseHistory): readonly ParquetValue[] {
  return [caseNumber, customer, segment, promise];
}

const ROWS: Readonly<Record<Exclude<ParquetTable, 'entries'>, Rows>> = {
  cases: (history, epoch) => {
    const at = (state: string) => epoch(history.states.find((row) => row.state === state)?.timeMs ?? null);
    return [
      [
        ...ofCase(history),
        history.country,
        history.channel,
        history.language,
        history.product,
        history.severities.at(-1)?.severity ?? null,
        epoch(history.openedMs),
        epoch(history.accesses[0]?.fromMs ?? null),
        epoch(history.resolvedMs),
        epoch(history.closedMs),
        at('erased'),
        history.states.at(-1)?.state ?? 'submitted',
        history.accesses.length,
        history.copies.length,
        history.escalations.length,
        history.refusedMs !== null,
      ],
    ];
  },
  accesses: (history, epoch) =>
    history.accesses.map((row) => [
      ...ofCase(history),
      row.agent,
      row.group,
      row.tier,
      row.centre,
      row.country,
      row.employer,
      row.employerKind,
      row.purpose,
      row.readFrom,
      ...spanOf(row, epoch),
    ]),
  copies: (history, epoch) =>
    history.copies.map((row) => [
      ...ofCase(history),
      row.role,
      row.place,
      row.country,
      row.holder,
      row.copiedFrom,
      row.itemClassesText,
      epoch(row.fromMs),
      epoch(row.toMs),
      row.entry,
    ]),
  transfers: (history, epoch) =>
    history.transfers.map((row) => [...ofCase(history), epoch(row.timeMs), ...transferCells(row)]),
  waits: (history, epoch) =>
    history.waits.map((row) => [...ofCase(history), row.cause, row.tier, ...spanOf(row, epoch)]),
};

function spanOf(
  { entry, fromMs, toMs }: { readonly entry: number; readonly fromMs: number; readonly toMs: number | null },
  epoch: Epoch,
): readonly ParquetValue[] {
  return [epoch(fromMs), epoch(toMs), toMs === null ? null : toMs - fromMs, entry];
}
