import { failure, type Result, shown, success } from '#base';
import {
  CASE_FIELDS,
  type CaseField,
  checkWord,
  guessFormat,
  isChecked,
  type TimeFormat,
  WallClock,
} from '#caselog';
import {
  type CsvRow,
  type Problem,
  problem,
  type ScenarioIssue,
  Sheet,
  type SheetKind,
  suggestion,
} from '#scenario';

/** How a session of software ended: it answered the case, people got it, or the customer went away before either. */
const OUTCOMES = ['contained', 'handed over', 'left'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** A session of a case with software that answers first. Times are epoch ms. */
export interface Session {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: Outcome;
  /** What the log of sessions says of the case, as the case log would. */
  readonly about: Readonly<Record<CaseField, string | null>>;
}

/** A log of sessions, by the number of the case. */
export interface SessionLog {
  /** Its name, for sentences. */
  readonly name: string;
  readonly sessions: ReadonlyMap<string, Session>;
}

const NEEDED = ['case', 'start', 'end', 'outcome', 'product', 'channel'] as const;
/** Columns that have a value in each row. */
const FILLED = ['case', 'start', 'end', 'outcome'] as const;
const COLUMNS = [...NEEDED, 'customer', 'segment', 'country', 'language', 'severity'] as const;
type Column = (typeof COLUMNS)[number];

const KIND: SheetKind<Column> = {
  columns: COLUMNS,
  name: 'a log of sessions',
  whole: 'the log of sessions',
  isAnyCase: true,
};

/** Texts from which the form of the times is told. */
const SAMPLES_MOST = 5000;

/**
 * Reads a log of sessions (CSV), and everything that is wrong with it. `timeZone`: the clock of times that do not say their offset from UTC.
 */
export function readSessions(
  text: string,
  { file, timeZone }: { readonly file: string; readonly timeZone: string },
): Result<SessionLog, readonly ScenarioIssue[]> {
  const reader = new SessionReader(file, timeZone);
  const errors = reader.read(text);
  return errors.length > 0 ? failure(errors) : success({ name: file, sessions: reader.sessions });
}

class SessionReader {
  readonly sessions = new Map<string, Session>();
  private readonly sheet: Sheet<Column>;
  private readonly clock: WallClock;
  private readonly rows: CsvRow[] = [];
  private readonly lineOf = new Map<string, number>();

  constructor(file: string, timeZone: string) {
    this.sheet = new Sheet(KIND, { path: 'sessions', file });
    this.clock = new WallClock(timeZone);
  }

  read(text: string): readonly ScenarioIssue[] {
    const { rows, sheet } = this;
    const checkHeader = (line: number) => {
      for (const column of NEEDED) sheet.need(line, column, `add it: ${NEEDED.join(',')}`);
    };
    sheet.read(text, checkHeader, (row) => rows.push(row));
    if (sheet.errors.length > 0) return sheet.errors;
    const format = this.formatOf();
    for (const row of rows) this.take(row, format);
    if (rows.length === 0)
      sheet.fail(1, problem('file-empty', `${KIND.whole} has no sessions`, 'write a row for each session'));
    return sheet.errors;
  }

  /** The form of the times; null if it is reported. */
  private formatOf(): TimeFormat | null {
    const { rows, sheet } = this;
    const [first] = rows;
    if (first === undefined) return null;
    const guessed = guessFormat(rows.slice(0, SAMPLES_MOST).map((row) => sheet.textOf(row, 'start')));
    if (guessed.kind === 'one') return guessed.format;
    const row = rows.find((one) => guessed.kind === 'several' && sheet.textOf(one, 'start') === guessed.text);
    const message =
      guessed.kind === 'none'
        ? 'most of the times are in no known form'
        : `the times can be read as ${guessed.patterns.slice(0, 3).join(' or ')}`;
    sheet.failIn(row ?? first, 'start', problem('bad-instant', message, WRITE_TIMES));
    return null;
  }

  private take(row: CsvRow, format: TimeFormat | null): void {
    const { sheet } = this;
    const before = sheet.errors.length;
    const id = sheet.textOf(row, 'case');
    for (const column of FILLED) {
      if (sheet.textOf(row, column) !== '') continue;
      const remedy = `write the ${column === 'case' ? 'number of the case' : column} in each row`;
      sheet.failIn(row, column, problem('empty-value', `the ${column} is missing`, remedy));
    }
    const outcome = sheet.value(row, 'outcome', readOutcome);
    const timeOf = (column: 'start' | 'end') =>
      format === null ? undefined : sheet.value(row, column, (text) => this.instantOf(format, text));
    const [startMs, endMs] = [timeOf('start'), timeOf('end')];
    const about = Object.fromEntries(
      CASE_FIELDS.map((field) => [field, sheet.value(row, field, (text) => readField(field, text)) ?? null]),
    ) as Session['about'];
    const earlier = this.lineOf.get(id);
    if (id !== '' && earlier !== undefined)
      sheet.failIn(row, 'case', problem('duplicate-entry', `line ${earlier} has the same case`, ONE_EACH));
    this.lineOf.set(id, earlier ?? row.line);
    if (startMs !== undefined && endMs !== undefined && endMs < startMs)
      sheet.failIn(
        row,
        'end',
        problem('ends-before-it-begins', 'the session ends before it begins', 'correct it'),
      );
    if (outcome === undefined || startMs === undefined || endMs === undefined) return;
    if (sheet.errors.length === before) this.sessions.set(id, { id, startMs, endMs, outcome, about });
  }

  private instantOf(format: TimeFormat, text: string): Result<number, Problem> {
    const read = format.read(text);
    if (typeof read === 'string') return failure(problem('bad-instant', read, WRITE_TIMES));
    if (read.offsetMs !== null) return success(read.wallMs - read.offsetMs);
    const { epochMs, kind } = this.clock.read(read.wallMs);
    if (kind !== 'skipped') return success(epochMs);
    const message = `clocks in ${this.clock.timeZone} skipped this time when they were set forward`;
    return failure(problem('bad-instant', message, 'name the zone of the times with --time-zone'));
  }
}

const WRITE_TIMES = 'write all times as 2025-03-03 09:15:00, or with their offset as 2025-03-03T09:15:00Z';
const ONE_EACH = 'keep one session of a case: the software has it once';

function readOutcome(text: string): Result<Outcome, Problem> {
  const written = text.toLowerCase().replace(/[-_]/g, ' ');
  const found = OUTCOMES.find((one) => one === written);
  if (found !== undefined) return success(found);
  const remedy = suggestion(written, OUTCOMES, 'outcome');
  return failure(problem('unknown-word', `'${shown(text)}' is no outcome of a session`, remedy));
}

const CODES = {
  country: 'unknown-country',
  language: 'unknown-language',
  severity: 'unknown-severity',
  channel: 'unknown-channel',
  tier: 'unknown-word',
} as const;

function readField(field: CaseField, text: string): Result<string, Problem> {
  if (!isChecked(field)) return success(text);
  const read = checkWord(field, text);
  return read.ok ? read : failure(problem(CODES[field], read.problem.message, read.problem.remedy));
}
