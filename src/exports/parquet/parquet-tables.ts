import { definite } from '#base';
import type { CaseHistory } from '#cases';
import { byKind, givenLaw, localClockOf, NO_CASE } from '#domain';
import type { ColumnName } from '../columns.ts';
import { fieldsJson } from '../fields/entry-fields.ts';
import type { BundleFile, FileRows, Sink } from '../files/sinks.ts';
import type { TableEvidence } from '../source/evidence.ts';
import { type ParquetColumn, ParquetFile, type ParquetOrigin, type ParquetValue } from './parquet-file.ts';

/** Tables for SQL queries. Times are timestamps in UTC; `entry` is the entry of the ledger at which a row begins. */
export const PARQUET_TABLES = ['entries', 'cases', 'accesses', 'copies', 'transfers', 'waits'] as const;
export type ParquetTable = (typeof PARQUET_TABLES)[number];

/** What a cell has for a time of the run (ms). */
type TimeCell = (timeMs: number | null) => ParquetValue;
/** When a case was opened, on the clock of its customer. */
type Local = (history: CaseHistory) => string;

/** A column: its type, and what a row has in it. */
type Column<Row> = readonly [
  type: ParquetColumn['type'],
  cell: (row: Row, time: TimeCell, history: CaseHistory, local: Local) => ParquetValue,
];

type Columns<Row> = Readonly<Partial<Record<ColumnName, Column<Row>>>>;

type RowsOfCase = (history: CaseHistory) => readonly (readonly ParquetValue[])[];

interface CaseTable {
  readonly columns: readonly ParquetColumn[];
  /** Gives the rows of each case, with the named columns. */
  rowsWith(names: readonly string[], time: TimeCell, local: Local): RowsOfCase;
}

/** A table with the rows that a case gives, each of which begins with the case. */
function table<Row>(rowsOf: (history: CaseHistory) => readonly Row[], own: Columns<Row>): CaseTable {
  const columns = Object.entries<Column<Row>>({ ...OF_CASE, ...own });
  const cellsByName = new Map(columns.map(([name, [, cell]]) => [name, cell]));
  return {
    columns: columns.map(([name, [type]]) => ({ name, type })),
    rowsWith: (names, time, local) => {
      const cells = names.map((name) => definite(cellsByName.get(name), `no column ${name}`));
      return (history) => rowsOf(history).map((row) => cells.map((cell) => cell(row, time, history, local)));
    },
  };
}

const OF_CASE: Columns<unknown> = {
  case_number: ['integer', (_, __, { caseNumber }) => caseNumber],
  customer: ['string', (_, __, { customer }) => customer],
  segment: ['string', (_, __, { segment }) => segment],
  promise: ['string', (_, __, { promise }) => promise],
};

/** When something began and ended. */
const SPAN: Columns<{ readonly entry: number; readonly fromMs: number; readonly toMs: number | null }> = {
  began: ['time', ({ fromMs }, time) => time(fromMs)],
  ended: ['time', ({ toMs }, time) => time(toMs)],
  duration_s: ['number', ({ fromMs, toMs }) => (toMs === null ? null : (toMs - fromMs) / 1000)],
  entry: ['integer', ({ entry }) => entry],
};

const TABLES: Readonly<Record<Exclude<ParquetTable, 'entries'>, CaseTable>> = {
  cases: table((history) => [history], {
    country: ['string', ({ country }) => country],
    channel: ['string', ({ channel }) => channel],
    language: ['string', ({ language }) => language],
    product: ['string', ({ product }) => product],
    severity: ['string', ({ severities }) => severities.at(-1)?.severity ?? null],
    opened: ['time', ({ openedMs }, time) => time(openedMs)],
    answered: ['time', ({ accesses }, time) => time(accesses[0]?.fromMs ?? null)],
    resolved: ['time', ({ resolvedMs }, time) => time(resolvedMs)],
    closed: ['time', ({ closedMs }, time) => time(closedMs)],
    erased: ['time', ({ states }, time) => time(states.find(isErased)?.timeMs ?? null)],
    state: ['string', ({ states }) => states.at(-1)?.state ?? 'submitted'],
    accesses: ['integer', ({ accesses }) => accesses.length],
    copies: ['integer', ({ copies }) => copies.length],
    hand_overs: ['integer', ({ escalations }) => escalations.length],
    refused: ['boolean', ({ refusedMs }) => refusedMs !== null],
    opened_local: ['string', (history, _, __, local) => local(history)],
    wait_s: ['number', ({ firstWait: { waitMs } }) => (waitMs === null ? null : waitMs / 1000)],
    target_s: ['number', ({ firstWait: { withinMs } }) => (withinMs === null ? null : withinMs / 1000)],
    in_time: ['boolean', ({ firstWait: { isInTime } }) => isInTime],
    ticket: ['string', ({ ticket }) => ticket],
  }),
  accesses: table(({ accesses }) => accesses, {
    agent: ['string', ({ agent }) => agent],
    agent_group: ['string', ({ group }) => group],
    tier: ['integer', ({ tier }) => tier],
    centre: ['string', ({ centre }) => centre],
    country: ['string', ({ country }) => country],
    employer: ['string', ({ employer }) => employer],
    employer_kind: ['string', ({ employerKind }) => employerKind],
    purpose: ['string', ({ purpose }) => purpose],
    read_from: ['string', ({ readFrom }) => readFrom],
    ...SPAN,
  }),
  copies: table(({ copies }) => copies, {
    role: ['string', ({ role }) => role],
    place: ['string', ({ place }) => place],
    country: ['string', ({ country }) => country],
    holder: ['string', ({ holder }) => holder],
    copied_from: ['string', ({ copiedFrom }) => copiedFrom],
    item_classes: ['string', ({ itemClassesText }) => itemClassesText],
    stored: ['time', ({ fromMs }, time) => time(fromMs)],
    deleted: ['time', ({ toMs }, time) => time(toMs)],
    entry: ['integer', ({ entry }) => entry],
  }),
  transfers: table(({ transfers }) => transfers, {
    occurred: ['time', ({ timeMs }, time) => time(timeMs)],
    exporter: ['string', ({ exporter }) => exporter],
    importer: ['string', ({ importer }) => importer],
    place: ['string', ({ place }) => place],
    country: ['string', ({ country }) => country],
    basis: ['string', ({ basis }) => basis],
    instrument: ['string', ({ instrument }) => instrument],
    entry: ['integer', ({ entry }) => entry],
  }),
  waits: table(({ waits }) => waits, {
    cause: ['string', ({ cause }) => cause],
    tier: ['integer', ({ tier }) => tier],
    ...SPAN,
  }),
};

function isErased({ state }: CaseHistory['states'][number]): boolean {
  return state === 'erased';
}

/** The columns of each table, in order. */
export const PARQUET_COLUMNS: Readonly<Record<ParquetTable, readonly ParquetColumn[]>> = {
  entries: [
    { name: 'entry', type: 'integer' },
    { name: 'occurred', type: 'time' },
    { name: 'kind', type: 'string' },
    { name: 'case_number', type: 'integer' },
    { name: 'fields', type: 'json' },
  ],
  cases: TABLES.cases.columns,
  accesses: TABLES.accesses.columns,
  copies: TABLES.copies.columns,
  transfers: TABLES.transfers.columns,
  waits: TABLES.waits.columns,
};

/** What bundles of formats 2 and 3 have in place of seconds. */
export const EARLIER_DURATION = { now: 'duration_s', name: 'duration_ms', type: 'integer' } as const;

/** Columns of format 4 that earlier ones lack. */
const SINCE_FORMAT_4: readonly string[] = ['opened_local', 'wait_s', 'target_s', 'in_time', 'ticket'];

/** `isEarlier`: as formats 2 and 3 have the table. */
export function parquetTable(table: ParquetTable, evidence: TableEvidence, isEarlier = false): BundleFile {
  const path = `parquet/${table}.parquet`;
  const origin = originOf(evidence);
  const shown = PARQUET_COLUMNS[table].filter(({ name }) => !(isEarlier && SINCE_FORMAT_4.includes(name)));
  const columns = shown.map((column) =>
    isEarlier && column.name === EARLIER_DURATION.now ? EARLIER_DURATION : column,
  );
  const open = (sink: Sink) => new ParquetFile(columns, sink, origin);
  if (table === 'entries') return { path, open: (sink) => entryRows(evidence, open(sink)) };
  const rowsOf = tableRows(
    table,
    evidence,
    shown.map(({ name }) => name),
  );
  const earlierCell = (value: ParquetValue, i: number) =>
    columns[i] === EARLIER_DURATION && typeof value === 'number' ? Math.round(value * 1000) : value;
  return {
    path,
    open: (sink) => {
      const file = open(sink);
      return {
        oneCase: (history) => {
          for (const row of rowsOf(history)) file.row(isEarlier ? row.map(earlierCell) : row);
        },
        end: () => file.finish(),
      };
    },
  };
}

/** The rows of a table that a case gives: with all columns of `PARQUET_COLUMNS`, or those named; with times as ms since 1970, or as given. */
export function tableRows(
  table: Exclude<ParquetTable, 'entries'>,
  { scenario }: Pick<TableEvidence, 'scenario'>,
  names: readonly string[] = PARQUET_COLUMNS[table].map(({ name }) => name),
  time: TimeCell = (timeMs) => (timeMs === null ? null : scenario.startEpochMs + timeMs),
): RowsOfCase {
  const clocks = scenario.streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
  const local: Local = ({ openedMs, streamIndex }) => {
    const atMs = scenario.startEpochMs + openedMs;
    const text = new Date(atMs + (clocks[streamIndex]?.offsetAt(atMs) ?? 0)).toISOString();
    return text.slice(0, 19).replace('T', ' ');
  };
  return TABLES[table].rowsWith(names, time, local);
}

/** The scenario's name, and its law if that differs from history. */
export function originOf({ ledger, scenario }: TableEvidence): ParquetOrigin {
  const law = givenLaw(scenario);
  return {
    createdBy: `meridian ${ledger.header.engineVersion}`,
    metadata: [
      { key: 'meridian.scenario', value: scenario.name },
      ...(law.length === 0 ? [] : [{ key: 'meridian.law', value: law.join(' ') }]),
    ],
  };
}

function entryRows({ names, scenario }: TableEvidence, file: ParquetFile): FileRows {
  const kinds = byKind((kind) => kind);
  return {
    entry: (entry) => {
      const { caseNumber, kind, timeMs } = entry;
      file.row([
        entry.index,
        scenario.startEpochMs + timeMs,
        kinds[kind] ?? `unknown ${kind}`,
        caseNumber === NO_CASE ? null : caseNumber,
        fieldsJson(kind, entry, names),
      ]);
    },
    end: () => file.finish(),
  };
}
