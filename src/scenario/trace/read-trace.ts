import { failure, type Result, success } from '#base';
import { CHANNELS, SEVERITIES } from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { ScenarioIssue, ScenarioIssueCode } from '../issues.ts';
import { LIMITS } from '../read/limits.ts';
import { parseDuration } from '../shape/duration-text.ts';
import { readLanguage } from '../shape/law-words.ts';
import { type Problem, problem } from '../shape/problem.ts';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';
import { parseInstant } from '../shape/time-text.ts';
import { shown } from '../shown.ts';
import { type CsvCell, type CsvRow, readCsv } from './csv.ts';
import { TRACE_COLUMNS, type TraceColumn, type TraceRow } from './trace-row.ts';

/** The segment whose cases the trace contains. */
export interface TraceSubject {
  readonly file: ScenarioFile;
  readonly segment: SegmentFile;
  /** The key of the scenario that names the trace, e.g. `segments.premier.trace`. */
  readonly path: string;
  /** The trace's name in issues. */
  readonly traceFile: string;
}

export interface ReadTrace {
  readonly rows: readonly TraceRow[];
  readonly errors: readonly ScenarioIssue[];
  readonly warnings: readonly ScenarioIssue[];
}

/** Reads the cases of a trace, and reports everything that is wrong with it by line and column. */
export function readTrace(text: string, subject: TraceSubject): ReadTrace {
  return new TraceReader(subject).read(text);
}

class TraceReader {
  private readonly subject: TraceSubject;
  private readonly errors: ScenarioIssue[] = [];
  private readonly columns: (TraceColumn | null)[] = [];
  private readonly rows: TraceRow[] = [];
  private readonly customers = new Map<string, number>();
  private readonly words: SegmentWords;
  private latestMs = Number.NEGATIVE_INFINITY;
  private readonly outside: { count: number; first: CsvRow | null } = { count: 0, first: null };

  constructor(subject: TraceSubject) {
    this.subject = subject;
    this.words = wordsOf(subject.segment);
  }

  read(text: string): ReadTrace {
    for (const row of readCsv(text)) {
      if (this.columns.length === 0) {
        this.readHeader(row);
        if (this.errors.length > 0) break;
      } else this.readRow(row);
      if (this.errors.length < LIMITS.traceIssues) continue;
      const remedy = 'correct these first';
      this.fail(row.line, 1, '', problem('too-many', 'the rows after this one were not checked', remedy));
      break;
    }
    if (this.columns.length === 0) {
      const remedy = `begin it with the names of its columns: ${TRACE_COLUMNS.join(',')}`;
      this.fail(1, 1, '', problem('file-empty', 'the trace is empty', remedy));
    }
    return { rows: this.rows, errors: this.errors, warnings: this.warnings() };
  }

  private readHeader({ cells, line }: CsvRow): void {
    for (const cell of cells) {
      const column = TRACE_COLUMNS.find((known) => known === cell.text);
      if (column === undefined) {
        const message = `'${shown(cell.text)}' is not a column of a trace`;
        this.failAt(
          line,
          cell,
          problem('unknown-key', message, suggestion(cell.text, TRACE_COLUMNS, 'column')),
        );
      } else if (this.columns.includes(column)) {
        this.failAt(
          line,
          cell,
          problem('duplicate-key', `the column '${column}' occurs twice`, 'remove one'),
        );
      }
      this.columns.push(column ?? null);
    }
    const need = (column: TraceColumn, why: string) => {
      if (this.columns.includes(column)) return;
      this.fail(line, 1, '', problem('missing-key', `the column '${column}' is missing`, why));
    };
    need('time', "add it: an instant, or a duration since the scenario's start");
    if (this.words.channels.length > 1) need('channel', 'add it: the segment has several channels');
    if (this.words.isOfSeveralCountries)
      need('country', 'add it: the segment has customers in several countries');
  }

  private readRow(row: CsvRow): void {
    const { cells, isBroken, line } = row;
    if (isBroken) {
      const cell = cells.at(-1) as CsvCell;
      const remedy = 'put quotes around the whole value, and write quotes inside of it twice';
      return this.failAt(line, cell, problem('syntax', 'a value with a stray or missing quote', remedy));
    }
    if (cells.length !== this.columns.length) {
      const message = `${cells.length} values in a row, ${this.columns.length} columns`;
      const remedy = 'write a value for each column, or nothing between its commas';
      return this.fail(line, 1, '', problem('bad-row', message, remedy));
    }
    const before = this.errors.length;
    const value = <Value>(column: TraceColumn, read: (text: string) => Result<Value, Problem>) => {
      const cell = cells[this.columns.indexOf(column)];
      if (cell === undefined || cell.text === '') return undefined;
      const outcome = read(cell.text);
      if (outcome.ok) return outcome.value;
      this.failAt(line, cell, outcome.problem);
      return undefined;
    };
    const { channels, countries, isOfSeveralCountries, languages, products, severities } = this.words;
    const atMs = this.timeOf(row);
    const country = value('country', oneOf(countries, 'unknown-country', 'customers'));
    const channel = value('channel', oneOf(channels, 'unknown-channel', 'cases'));
    const made: TraceRow = {
      atMs,
      customers: countries.indexOf(country ?? (countries[0] as string)),
      channel: channel ?? (channels[0] as (typeof channels)[number]),
      product: value('product', oneOf(products, 'unknown-product', 'cases')),
      severity: value('severity', oneOf(severities, 'unknown-severity', 'cases')),
      language: undefined,
      customer: value('customer', (text) => success(this.numberOf(text))),
      patienceMs: value('patience', patienceOf),
      handleMs: [value('tier1', wholeMs), value('tier2', wholeMs), value('tier3', wholeMs)],
    };
    const spoken = languages[made.customers] ?? [];
    const language = value('language', (text) => {
      const read = readLanguage(text);
      return read.ok ? oneOf(spoken, 'unknown-language', 'cases of these customers')(read.value) : read;
    });
    this.needed(row, 'channel', channels.length > 1);
    this.needed(row, 'country', isOfSeveralCountries);
    if (this.errors.length > before) return;
    if (atMs >= 0 && atMs < this.subject.file.horizon) this.rows.push({ ...made, language });
    else {
      this.outside.count++;
      this.outside.first ??= row;
    }
  }

  /** Ms since the start; NaN if it cannot be read. */
  private timeOf({ cells, line }: CsvRow): number {
    const cell = cells[this.columns.indexOf('time')] as CsvCell;
    const { start } = this.subject.file;
    const isInstant = /^\d{4}-/.test(cell.text);
    const read = isInstant ? parseInstant(cell.text) : wholeMs(cell.text);
    if (!read.ok) {
      this.failAt(line, cell, read.problem);
      return Number.NaN;
    }
    const atMs = isInstant ? read.value - start : read.value;
    if (atMs < this.latestMs) {
      const message = 'earlier than the row before';
      this.failAt(line, cell, problem('not-in-order', message, 'put the rows in order of time'));
    } else this.latestMs = atMs;
    return atMs;
  }

  /** Reports a blank cell in a column that identifies the case. */
  private needed({ cells, line }: CsvRow, column: TraceColumn, isNeeded: boolean): void {
    const cell = cells[this.columns.indexOf(column)];
    if (!isNeeded || cell === undefined || cell.text !== '') return;
    this.failAt(
      line,
      cell,
      problem('empty-value', `the ${column} is missing`, `write the ${column} of the case`),
    );
  }

  private numberOf(customer: string): number {
    const known = this.customers.get(customer);
    if (known !== undefined) return known;
    this.customers.set(customer, this.customers.size);
    return this.customers.size - 1;
  }

  private warnings(): readonly ScenarioIssue[] {
    const { count, first } = this.outside;
    if (first === null) return [];
    const cell = first.cells[this.columns.indexOf('time')] as CsvCell;
    const message = `${count} cases of the trace, of which this is the first, lie outside the run`;
    return [this.issue(first.line, cell, problem('outside-horizon', message, "change 'start' or 'horizon'"))];
  }

  private failAt(line: number, cell: CsvCell, what: Problem): void {
    this.errors.push(this.issue(line, cell, what));
  }

  private fail(line: number, column: number, text: string, what: Problem): void {
    this.failAt(line, { text, column }, what);
  }

  private issue(line: number, { column, text }: CsvCell, { code, message, remedy }: Problem): ScenarioIssue {
    const { path, traceFile: file } = this.subject;
    return { code, path, file, line, column, value: shown(text), message, remedy };
  }
}

/** The allowed words of the columns: those with a share in the segment. */
type SegmentWords = ReturnType<typeof wordsOf>;

function wordsOf(segment: SegmentFile) {
  const named = (shares: Readonly<Record<string, number | undefined>>) =>
    Object.keys(shares).filter((name) => (shares[name] ?? 0) > 0);
  return {
    channels: CHANNELS.filter((channel) => (segment.channels[channel] ?? 0) > 0),
    severities: SEVERITIES.filter((severity) => (segment.severities[severity] ?? 0) > 0),
    products: named(segment.products),
    countries: segment.customers.map(({ country }) => country),
    isOfSeveralCountries: new Set(segment.customers.map(({ country }) => country)).size > 1,
    languages: segment.customers.map(({ languages }) =>
      named(languages).flatMap((tag) => {
        const read = readLanguage(tag);
        return read.ok ? [read.value] : [];
      }),
    ),
  };
}

function oneOf<Word extends string>(words: readonly Word[], code: ScenarioIssueCode, whose: string) {
  return (text: string): Result<Word, Problem> => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return success(found);
    const message = `the segment has no ${whose} with '${shown(text)}'`;
    return failure(problem(code, message, suggestion(text, words, 'word')));
  };
}

function patienceOf(text: string): Result<number | null, Problem> {
  return text === 'none' ? success(null) : wholeMs(text);
}

function wholeMs(text: string): Result<number, Problem> {
  const read = parseDuration(text);
  return read.ok ? success(Math.round(read.value)) : read;
}
