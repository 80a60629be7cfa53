import { CASE_FIELDS, type CaseField, EVENT_FIELDS, type EventField } from '../case-log.ts';
import { LogBuilder, MISSING, newRawEvent } from '../log-builder.ts';
import { columnsOf, type MappedField, type Mapping } from '../mapping/mapping.ts';
import { type RowSource, TimeReader } from '../time/time-reader.ts';
import { Cells, columnNames, findColumn, lateHeadProblem, TOO_LONG } from './columns.ts';
import { FieldReader, REFUSED } from './field-reader.ts';
import { type LogProblem, problemOfLog, Refusals } from './refusals.ts';

/** Rows that are looked at before the form of times is guessed. */
const SAMPLE_ROWS = 1000;
/** Rows that are searched for the names of columns if the first one lacks them. */
const TITLE_ROWS = 20;
/** Times that a guess looks at. */
const SAMPLE_TIMES = 300;

/** Takes the rows of a log. */
export interface RowSink {
  /** True when the log cannot be imported, so that reading on is useless. */
  readonly isOver: boolean;
  head(cells: readonly string[], row: number): void;
  /** `faults`: what is wrong with single cells, by their place. They refuse the row if their columns are read. */
  row(cells: readonly string[], row: number, faults?: CellFaults): void;
  /** Refuses a row that could not be split into cells. */
  refuseRow(row: number, problem: string, remedy: string): void;
  /** Ends the import, because nothing that follows can be read. */
  stop(problem: LogProblem): void;
}

/** Takes the rows of a sheet. */
export interface SheetSink extends RowSink {
  /** Whether the column at this place, from 0, is read. Known after `head`. */
  uses(place: number): boolean;
}

/** Why a cell of a sheet has no value that can be taken. */
export interface CellFault extends Pick<LogProblem, 'value' | 'problem' | 'remedy'> {}
export type CellFaults = ReadonlyMap<number, CellFault>;

/** A row that is held until the form of times is known. */
interface HeldRow {
  readonly cells: readonly string[];
  readonly row: number;
  readonly faults: CellFaults | undefined;
}

/** A time of a row, and the activity that it belongs to; null: the row's own activity. */
interface TimeColumn {
  readonly activity: string | null;
  readonly cells: Cells;
}

/** Turns rows into events by a mapping. */
export class RowImporter implements SheetSink {
  readonly refusals = new Refusals();
  readonly builder: LogBuilder;
  /** Why the log cannot be imported; null so far. */
  stopped: LogProblem | null = null;
  times: TimeReader | null = null;
  rowCount = 0;
  columns: readonly string[] = [];
  private readonly mapping: Mapping;
  private readonly source: RowSource;
  private readonly missing: ReadonlySet<string>;
  private caseId = new Cells('', [], new Set());
  private timeColumns: readonly TimeColumn[] = [];
  private readers: readonly FieldReader[] = [];
  private readonly raw = newRawEvent();
  private held: HeldRow[] = [];
  private readonly used = new Set<number>();
  /** The first column that the first row lacks; null: it has all. */
  private lacking: LogProblem | null = null;

  constructor(mapping: Mapping, source: RowSource = 'text') {
    this.mapping = mapping;
    this.source = source;
    this.missing = new Set(mapping.missing);
    this.builder = new LogBuilder(CASE_FIELDS.filter((field) => isMapped(mapping, field)));
  }

  get isOver(): boolean {
    return this.stopped !== null;
  }

  head(cells: readonly string[], row: number): void {
    this.columns = cells.map((cell) => cell.trim());
    const { columns, times } = this.mapping;
    this.caseId = this.cellsOf(columns.case ?? [], row);
    this.timeColumns =
      this.mapping.rows === 'event'
        ? [{ activity: null, cells: this.cellsOf(columns.time ?? [], row) }]
        : Object.entries(times).map(([activity, names]) => ({ activity, cells: this.cellsOf(names, row) }));
    this.readers = [...CASE_FIELDS, ...EVENT_FIELDS].flatMap((field) => {
      if (!isMapped(this.mapping, field)) return [];
      const names = columns[field];
      const read = names === undefined ? null : this.cellsOf(names, row);
      return [new FieldReader(field, read, this.builder.names[field], this.mapping)];
    });
  }

  uses(place: number): boolean {
    return this.used.has(place);
  }

  row(cells: readonly string[], row: number, faults?: CellFaults): void {
    if (this.stopped !== null) return;
    this.rowCount++;
    if (this.lacking !== null) return this.findHead(cells, row);
    if (this.times !== null) return this.takeSound(cells, row, faults);
    this.held.push({ cells, row, faults });
    if (this.held.length === SAMPLE_ROWS) this.begin();
  }

  refuseRow(row: number, problem: string, remedy: string): void {
    this.rowCount++;
    this.refusals.add('', () => ({ row, value: '', problem, remedy }));
  }

  stop(problem: LogProblem): void {
    this.stopped ??= problem;
  }

  /** Imports the rows that are held back. Call it after the last row. */
  end(): void {
    if (this.times === null && this.stopped === null) this.begin();
  }

  /** Finds the form of times, and takes the rows that were held until it was known. */
  private begin(): void {
    const { held } = this;
    this.held = [];
    if (this.lacking !== null) return this.stop(this.lacking);
    if (this.columns.length === 0) {
      const remedy = 'export it again, with the names of columns in its first row';
      return this.stop(problemOfLog('the log is empty', remedy));
    }
    if (held.length === 0 && this.refusals.count === 0) {
      const remedy = 'export it again: a log needs at least one row below the names of its columns';
      return this.stop({ row: 1, column: '', value: '', problem: 'the log has no rows', remedy });
    }
    const samples = held
      .flatMap(({ cells }) => this.timeColumns.map((column) => column.cells.of(cells) ?? ''))
      .filter((text) => text !== '');
    const times = TimeReader.of(this.mapping, samples.slice(0, SAMPLE_TIMES), this.source);
    if (!(times instanceof TimeReader)) {
      const column = this.timeColumns[0]?.cells.name ?? '';
      const row = held[0]?.row ?? null;
      return this.stop({ row, column, value: samples[0] ?? '', ...times });
    }
    this.times = times;
    for (const { cells, faults, row } of held) this.takeSound(cells, row, faults);
  }

  /** Looks for the names of columns below the first row, so that the cause can be named. */
  private findHead(cells: readonly string[], row: number): void {
    const late = lateHeadProblem(columnsOf(this.mapping), cells, row);
    if (late !== null) return this.stop(late);
    if (this.rowCount >= TITLE_ROWS && this.lacking !== null) this.stop(this.lacking);
  }

  /** Takes a row unless a cell that is read has a fault. */
  private takeSound(cells: readonly string[], row: number, faults: CellFaults | undefined): void {
    for (const [place, fault] of faults ?? []) {
      if (!this.used.has(place) || this.missing.has(fault.value)) continue;
      return this.refusals.add(columnNames(this.columns)[place] ?? '', () => ({ row, ...fault }));
    }
    this.take(cells, row);
  }

  private take(cells: readonly string[], row: number): void {
    if (cells.length !== this.columns.length) {
      return this.refusals.add('', () => ({
        row,
        value: '',
        problem: `the row has ${cells.length} cells, the first row ${this.columns.length}`,
        remedy: 'put quotes around cells that contain the separator',
      }));
    }
    const id = this.caseId.of(cells);
    if (id === null || id === '') {
      const why = id === null ? TOO_LONG : { problem: 'the id of the case is missing', remedy: NO_VALUE };
      return this.refusals.add(this.caseId.name, () => ({ row, value: '', ...why }));
    }
    if (SHORTENED.test(id))
      return this.refusals.add(this.caseId.name, () => ({ row, value: id, ...SHORTENED_ID }));
    for (const reader of this.readers) {
      const code = reader.code(cells);
      if (code === REFUSED) {
        const problem = reader.problem(cells, row);
        return this.refusals.add(problem.column, () => problem);
      }
      const { field } = reader;
      if (isEventField(field)) this.raw.eventCodes[field] = code;
      else this.raw.caseCodes[field as CaseField] = code;
    }
    this.raw.caseId = id;
    this.raw.row = row;
    if (this.mapping.rows === 'event') this.takeEvent(cells, row);
    else this.takeTimes(cells, row);
  }

  private takeEvent(cells: readonly string[], row: number): void {
    const [column] = this.timeColumns;
    const atMs = column === undefined ? null : this.timeOf(column, cells, row);
    if (atMs === null || column === undefined) return;
    if (Number.isNaN(atMs)) {
      const problem = 'the time is missing';
      return this.refusals.add(column.cells.name, () => ({ row, value: '', problem, remedy: NO_VALUE }));
    }
    this.raw.atMs = atMs;
    this.builder.add(this.raw);
  }

  private takeTimes(cells: readonly string[], row: number): void {
    const earlier = this.mapping.rows === 'case' ? this.builder.rowOfCase(this.raw.caseId) : null;
    if (earlier !== null) {
      return this.refusals.add(this.caseId.name, () => ({
        row,
        value: this.raw.caseId,
        problem: `row ${earlier} has the same case`,
        remedy:
          'remove one of them; if the log has a row for each event or step, write rows: event or rows: step',
      }));
    }
    const events: { readonly atMs: number; readonly activity: string }[] = [];
    for (const column of this.timeColumns) {
      const atMs = this.timeOf(column, cells, row);
      if (atMs === null) return;
      if (!Number.isNaN(atMs)) events.push({ atMs, activity: column.activity ?? '' });
    }
    const early = this.endBeforeBegin(events, cells);
    if (early !== null) return this.refusals.add(early.column, () => ({ row, ...early }));
    if (events.length === 0) {
      const column = this.timeColumns.map(({ cells: { name } }) => name).join(', ');
      const problem = 'the row has no time at all';
      return this.refusals.add(column, () => ({ row, value: '', problem, remedy: NO_VALUE }));
    }
    this.addEvents(events);
  }

  /** Why a row is refused in which an end comes before the first of `times`; null if none does. */
  private endBeforeBegin(
    events: readonly { readonly atMs: number; readonly activity: string }[],
    cells: readonly string[],
  ): Omit<LogProblem, 'row'> | null {
    const [begin] = this.timeColumns;
    const [first] = events;
    if (begin === undefined || first === undefined || first.activity !== begin.activity) return null;
    const early = events.find(
      ({ activity, atMs }) => atMs < first.atMs && this.mapping.ends.includes(activity),
    );
    if (early === undefined) return null;
    const end = this.timeColumns.find(({ activity }) => activity === early.activity)?.cells;
    return {
      column: end?.name ?? '',
      value: end?.of(cells) ?? '',
      problem: `'${early.activity}' is before '${first.activity}', ${begin.cells.of(cells)}`,
      remedy: 'correct it, or leave the row out; an end after midnight needs a date of its own',
    };
  }

  /** Adds the events of a row. What a row that is a case says of people and places is known of its last event only. */
  private addEvents(events: readonly { readonly atMs: number; readonly activity: string }[]): void {
    const { eventCodes } = this.raw;
    const own = { ...eventCodes };
    const isStep = this.mapping.rows === 'step';
    const latest = events.reduce(
      (last, event, at) => (event.atMs >= (events[last]?.atMs ?? 0) ? at : last),
      0,
    );
    for (const [at, { activity, atMs }] of events.entries()) {
      for (const field of EVENT_FIELDS) {
        eventCodes[field] = isStep || at === latest ? own[field] : MISSING;
      }
      eventCodes.activity = this.builder.names.activity.numberOf(activity);
      this.raw.atMs = atMs;
      this.builder.add(this.raw);
    }
    Object.assign(eventCodes, own);
  }

  /** Ms since 1970; NaN if the cell is empty; null if it was refused. */
  private timeOf({ cells: column }: TimeColumn, cells: readonly string[], row: number): number | null {
    const text = column.of(cells);
    if (text === '') return Number.NaN;
    const { times } = this;
    if (text === null || times === null) {
      this.refusals.add(column.name, () => ({ row, value: '', ...TOO_LONG }));
      return null;
    }
    const atMs = times.read(text);
    if (!Number.isNaN(atMs)) return atMs;
    this.refusals.add(column.name, () => ({ row, value: text, ...times.problemOf(text) }));
    return null;
  }

  private cellsOf(names: readonly string[], row: number): Cells {
    const places = names.map((name) => findColumn(name, this.columns, row));
    for (const place of places) {
      if (place.ok) this.used.add(place.value);
      else this.lacking ??= place.problem;
    }
    return new Cells(
      names.join(' + '),
      places.flatMap((place) => (place.ok ? [place.value] : [])),
      this.missing,
    );
  }
}

/** How spreadsheets write a long number. Written so, many ids look alike. */
const SHORTENED = /^\d(?:[.,]\d+)?E\+\d{1,3}$/i;
const SHORTENED_ID = {
  problem: 'a spreadsheet has shortened the id to a number, and several cases may have the same one',
  remedy: 'format the column as text in the spreadsheet before you export, or export from the ticket system',
};

const NO_VALUE = 'add it, or leave the row out';

function isMapped({ columns, fixed }: Mapping, field: MappedField): boolean {
  return columns[field] !== undefined || fixed[field] !== undefined;
}

function isEventField(field: MappedField): field is EventField {
  return EVENT_FIELDS.some((known) => known === field);
}
