/** The canonical case log: what is known of each case, and its events. `CASE-LOG.md` documents the form. */

/** What a log can say about a case. Every value is a text or missing. */
export const CASE_FIELDS = [
  'customer',
  'country',
  'language',
  'product',
  'severity',
  'channel',
  'segment',
] as const;
export type CaseField = (typeof CASE_FIELDS)[number];

/** What a log can say about an event, apart from its case and time. `tier` is a number, the others are texts. */
export const EVENT_FIELDS = ['activity', 'tier', 'group', 'centre', 'agent', 'place'] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

export interface CaseEvent {
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  readonly activity: string | null;
  readonly tier: number | null;
  readonly group: string | null;
  readonly centre: string | null;
  readonly agent: string | null;
  /** Where the data of the case lay: a country or a data centre, as the log names it. */
  readonly place: string | null;
  /** Where the log has it: the line of a text file, the row of a sheet, or the number of the event. */
  readonly row: number;
}

export interface LoggedCase extends Readonly<Record<CaseField, string | null>> {
  readonly id: string;
  /** Its events in the order of time. Events of one instant are in the order of the log. There is at least one. */
  readonly events: readonly CaseEvent[];
  /** The time of its last event if that event ends a case; null if the case is open at the end of the log. */
  readonly endedAtMs: number | null;
}

/** A case log. Cases are numbered in the order of their first events. */
export interface CaseLog {
  readonly caseCount: number;
  readonly eventCount: number;
  /** The case with this number, from 0. */
  caseAt(number: number): LoggedCase;
}

/** All cases of a log. */
export function loggedCases(log: CaseLog): readonly LoggedCase[] {
  return Array.from({ length: log.caseCount }, (_, number) => log.caseAt(number));
}

/** A cell of a table: times are milliseconds since 1970. */
type Cell = string | number | null;

interface LogColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'time';
}

/** A table of the canonical form. */
export interface CaseTable {
  readonly path: string;
  readonly columns: readonly LogColumn[];
  readonly rows: Iterable<readonly Cell[]>;
}

const CASE_COLUMNS: readonly LogColumn[] = [
  { name: 'case', type: 'string' },
  ...CASE_FIELDS.map((name) => ({ name, type: 'string' }) as const),
  { name: 'opened_at', type: 'time' },
  { name: 'ended_at', type: 'time' },
  { name: 'events', type: 'integer' },
];

const EVENT_COLUMNS: readonly LogColumn[] = [
  { name: 'case', type: 'string' },
  { name: 'time', type: 'time' },
  ...EVENT_FIELDS.map((name) => ({ name, type: name === 'tier' ? 'integer' : 'string' }) as const),
  { name: 'row', type: 'integer' },
];

/** The two tables of a case log. */
export function caseTables(log: CaseLog): readonly CaseTable[] {
  return [
    { path: 'cases.parquet', columns: CASE_COLUMNS, rows: caseRows(log) },
    { path: 'events.parquet', columns: EVENT_COLUMNS, rows: eventRows(log) },
  ];
}

function* caseRows(log: CaseLog): Generator<readonly Cell[]> {
  for (let number = 0; number < log.caseCount; number++) {
    const one = log.caseAt(number);
    const openedAtMs = one.events[0]?.atMs ?? null;
    yield [one.id, ...CASE_FIELDS.map((field) => one[field]), openedAtMs, one.endedAtMs, one.events.length];
  }
}

function* eventRows(log: CaseLog): Generator<readonly Cell[]> {
  for (let number = 0; number < log.caseCount; number++) {
    const { events, id } = log.caseAt(number);
    for (const event of events) {
      yield [id, event.atMs, ...EVENT_FIELDS.map((field) => event[field]), event.row];
    }
  }
}
