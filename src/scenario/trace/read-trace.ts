import { type Result, shown, success } from '#base';
import { CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { ScenarioIssue, ScenarioIssueCode } from '../issues.ts';
import { readLanguage } from '../shape/law-words.ts';
import { type Problem, problem, refused } from '../shape/problem.ts';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';
import { parseDuration, parseInstant } from '../shape/time-text.ts';
import type { CsvRow } from './sheet.ts';
import { Sheet, type SheetKind } from './sheet.ts';

/** A case of a trace. Undefined attributes are not given, and will be drawn. */
export interface TraceRow {
  /** Since the start of the run. */
  readonly atMs: number;
  /** Which of the segment's `customers` entries. */
  readonly customers: number;
  readonly channel: Channel;
  readonly product: string | undefined;
  readonly severity: Severity | undefined;
  readonly language: string | undefined;
  /** Number of the customer, in the order in which the trace names them. */
  readonly customer: number | undefined;
  /** Null: waits for ever. */
  readonly patienceMs: number | null | undefined;
  /** Handle time of the first contact at tier 1, 2, 3, at speed 1. */
  readonly handleMs: readonly (number | undefined)[];
}

const TRACE_COLUMNS = [
  'time',
  'country',
  'channel',
  'product',
  'severity',
  'language',
  'customer',
  'patience',
  'tier1',
  'tier2',
  'tier3',
] as const;
type TraceColumn = (typeof TRACE_COLUMNS)[number];

/** The traces of a scenario: segment → its cases, in the order of time. */
export type Traces = ReadonlyMap<string, readonly TraceRow[]>;

/** The segment whose cases the trace contains. */
interface TraceSubject {
  readonly file: ScenarioFile;
  readonly segment: SegmentFile;
  /** The key of the scenario that names the trace, e.g. `segments.premier.trace`. */
  readonly path: string;
  /** The trace's name in issues. */
  readonly traceFile: string;
}

const KIND: SheetKind<TraceColumn> = { columns: TRACE_COLUMNS, name: 'a trace', whole: 'the trace' };

/** Reads the cases of a trace, and reports everything that is wrong with it by line and column. */
export class TraceReader {
  private readonly subject: TraceSubject;
  private readonly sheet: Sheet<TraceColumn>;
  private readonly rows: TraceRow[] = [];
  private readonly customers = new Map<string, number>();
  private readonly words: SegmentWords;
  private latestMs = Number.NEGATIVE_INFINITY;
  private readonly outside: { count: number; first: CsvRow | null } = { count: 0, first: null };

  constructor(subject: TraceSubject) {
    this.subject = subject;
    this.sheet = new Sheet(KIND, { path: subject.path, file: subject.traceFile });
    this.words = wordsOf(subject.segment);
  }

  read(text: string) {
    const { sheet } = this;
    sheet.read(
      text,
      (line) => this.checkHeader(line),
      (row) => this.readRow(row),
    );
    return { rows: this.rows, errors: sheet.errors, warnings: this.warnings() };
  }

  private checkHeader(line: number): void {
    const { sheet, words } = this;
    sheet.need(line, 'time', "add it: an instant, or a duration since the scenario's start");
    if (words.channels.length > 1) sheet.need(line, 'channel', 'add it: the segment has several channels');
    if (words.isOfSeveralCountries)
      sheet.need(line, 'country', 'add it: the segment has customers in several countries');
  }

  private readRow(row: CsvRow): void {
    const { sheet } = this;
    const before = sheet.errors.length;
    const value = <Value>(column: TraceColumn, read: (text: string) => Result<Value, Problem>) =>
      sheet.value(row, column, read);
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
    if (channels.length > 1) sheet.notBlank(row, 'channel');
    if (isOfSeveralCountries) sheet.notBlank(row, 'country');
    if (sheet.errors.length > before) return;
    if (atMs >= 0 && atMs < this.subject.file.horizon) this.rows.push({ ...made, language });
    else {
      this.outside.count++;
      this.outside.first ??= row;
    }
  }

  /** Ms since the start; NaN if it cannot be read. */
  private timeOf(row: CsvRow): number {
    const { sheet } = this;
    const text = sheet.textOf(row, 'time');
    const isInstant = /^\d{4}-/.test(text);
    const read = isInstant ? parseInstant(text) : wholeMs(text);
    if (!read.ok) {
      sheet.failIn(row, 'time', read.problem);
      return Number.NaN;
    }
    const atMs = isInstant ? read.value - this.subject.file.start : read.value;
    if (atMs < this.latestMs) {
      const message = 'earlier than the row before';
      sheet.failIn(row, 'time', problem('not-in-order', message, 'put the rows in order of time'));
    } else this.latestMs = atMs;
    return atMs;
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
    const message = `${count} cases of the trace, of which this is the first, lie outside the run`;
    return [
      this.sheet.issueIn(first, 'time', problem('outside-horizon', message, "change 'start' or 'horizon'")),
    ];
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
    return refused(code, message, suggestion(text, words, 'word'));
  };
}

function patienceOf(text: string): Result<number | null, Problem> {
  return text === 'none' ? success(null) : wholeMs(text);
}

function wholeMs(text: string): Result<number, Problem> {
  const read = parseDuration(text);
  return read.ok ? success(Math.round(read.value)) : read;
}
