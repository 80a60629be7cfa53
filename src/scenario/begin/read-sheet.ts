import { failure, type Result, shown, success, visible } from '#base';
import { suggestion } from '../did-you-mean.ts';
import type { ScenarioIssue } from '../issues.ts';
import { type Problem, problem } from '../shape/problem.ts';
import { type CsvCell, type CsvRow, readCsv } from '../trace/csv.ts';
import type { Answers, CentreAnswer, CustomersAnswer, GroupAnswer, ShiftAnswer } from './answers.ts';
import { READ_ANSWER, type ReadAnswer } from './read-answer.ts';
import { unservedTier } from './unserved.ts';

/** Columns of a sheet and their contents. A row is a shift of a centre, or the volume of customers. */
export const SHEET_COLUMNS = {
  row: 'shift or volume',
  place: 'shift: the centre; volume: the customers',
  country: 'two capitals of ISO 3166-1: IE',
  'time zone': 'IANA name: Europe/Dublin',
  languages: 'shift: all that every agent speaks, separated by blanks: en de; volume: one',
  group: 'shift: the group of agents; first line where empty',
  tier: 'shift: 1, 2 or 3; 1 where empty',
  agents: 'shift: how many',
  days: 'shift: mon-fri, "sat, sun" or daily',
  from: 'shift: its begin on the local clock: 08:00',
  to: 'shift: its end; at or before the begin: on the next day',
  phone: 'volume: calls in a normal week; 0 where empty',
  'e-mail': 'volume: e-mails in a normal week; 0 where empty',
  web: 'volume: web cases in a normal week; 0 where empty',
  promise: 'volume: whether data stays in the EEA: none (where empty), stored, or "stored and seen"',
} as const;
type Column = keyof typeof SHEET_COLUMNS;

const COLUMNS = Object.keys(SHEET_COLUMNS) as readonly Column[];
const REQUIRED: readonly Column[] = [
  'row',
  'place',
  'country',
  'time zone',
  'languages',
  'agents',
  'from',
  'to',
];
const ISSUES_MOST = 100;

/** Reads centres, groups, shifts and volumes from a CSV sheet, or reports every mistake with its line and column. */
export function readSheet(
  text: string,
  file: string,
  title: string,
): Result<Answers, readonly ScenarioIssue[]> {
  const reader = new SheetReader(file);
  for (const row of readCsv(text)) {
    reader.take(row);
    if (reader.isOver) break;
  }
  return reader.finish(title);
}

interface Placed<Value> {
  readonly value: Value;
  readonly line: number;
  readonly cell: CsvCell;
}

interface OpenGroup extends Omit<GroupAnswer, 'shifts'> {
  readonly shifts: ShiftAnswer[];
}

interface OpenCentre extends Omit<CentreAnswer, 'groups'> {
  readonly groups: OpenGroup[];
}

class SheetReader {
  private readonly file: string;
  private readonly issues: ScenarioIssue[] = [];
  private columns: readonly string[] | null = null;
  private readonly centres = new Map<string, OpenCentre>();
  private readonly customers: Placed<CustomersAnswer>[] = [];

  constructor(file: string) {
    this.file = file;
  }

  /** Whether the rest need not be read: the header is wrong, or the list of issues is long enough. */
  get isOver(): boolean {
    return this.issues.length >= ISSUES_MOST || (this.columns === null && this.issues.length > 0);
  }

  take(row: CsvRow): void {
    if (row.isBroken) {
      const last = row.cells.at(-1) ?? NO_CELL;
      const remedy = 'put quotes around the whole value, and double quotes inside it';
      this.add(row.line, last, problem('syntax', 'a value with a stray or missing quote', remedy));
    } else if (this.columns === null) this.takeHead(row);
    else this.takeRow(row, this.columns);
  }

  finish(title: string): Result<Answers, readonly ScenarioIssue[]> {
    const none = (what: string) =>
      this.add(
        1,
        NO_CELL,
        problem('file-empty', `the sheet has no ${what}`, `add a row that begins with '${what}'`),
      );
    if (this.issues.length === 0) {
      if (this.columns === null) {
        const remedy = `begin it with the names of its columns: ${COLUMNS.join(',')}`;
        this.add(1, NO_CELL, problem('file-empty', 'the sheet is empty', remedy));
      } else if (this.centres.size === 0) none('shift');
      else if (this.customers.length === 0) none('volume');
    }
    const centres = [...this.centres.values()];
    if (this.issues.length === 0) this.checkServed(centres);
    if (this.issues.length > 0) return failure(this.issues);
    return success({ title, centres, customers: this.customers.map(({ value }) => value) });
  }

  private takeHead({ cells, line }: CsvRow): void {
    const before = this.issues.length;
    const names = cells.map(({ text }) => text.toLowerCase());
    for (const [k, cell] of cells.entries()) {
      const name = names[k] ?? '';
      if (names.indexOf(name) !== k) {
        this.add(
          line,
          cell,
          problem('duplicate-key', `the column '${shown(name)}' is there twice`, 'remove one'),
        );
      } else if (!(COLUMNS as readonly string[]).includes(name)) {
        const remedy = suggestion(name, COLUMNS, 'column');
        this.add(line, cell, problem('unknown-key', `a sheet has no column '${shown(cell.text)}'`, remedy));
      }
    }
    if (this.issues.length > before) return;
    for (const name of REQUIRED.filter((column) => !names.includes(column))) {
      const remedy = `add it: ${SHEET_COLUMNS[name]}`;
      this.add(line, NO_CELL, problem('missing-key', `the column '${name}' is missing`, remedy));
    }
    if (this.issues.length === before) this.columns = names;
  }

  private takeRow({ cells, line }: CsvRow, columns: readonly string[]): void {
    if (cells.length !== columns.length) {
      const message = `${cells.length} values in a row, ${columns.length} columns`;
      const remedy = 'write a value for each column, or nothing between its commas';
      this.add(line, NO_CELL, problem('bad-row', message, remedy));
      return;
    }
    const row = new Row(line, cells, columns, (cell, found) => this.add(line, cell, found));
    const kind = row.read('row', readKind);
    if (kind === 'shift') this.takeShift(row);
    else if (kind === 'volume') this.takeVolume(row);
  }

  private takeShift(row: Row): void {
    const place = row.read('place', READ_ANSWER.title);
    const country = row.read('country', READ_ANSWER.country);
    const timeZone = row.read('time zone', READ_ANSWER.timeZone);
    const languages = row.read('languages', READ_ANSWER.languages);
    const title = row.read('group', READ_ANSWER.title, 'first line');
    const tier = row.read('tier', READ_ANSWER.tier, '1');
    const agents = row.read('agents', READ_ANSWER.agents);
    const days = row.read('days', READ_ANSWER.days, 'daily');
    const from = row.read('from', READ_ANSWER.time);
    const to = row.read('to', READ_ANSWER.time);
    row.refuse(['phone', 'e-mail', 'web', 'promise'], 'shift');
    if (place === null || country === null || timeZone === null || languages === null) return;
    if (title === null || tier === null) return;
    const centre = this.centres.get(place) ?? { title: place, country, timeZone, groups: [] };
    this.centres.set(place, centre);
    row.agree('country', centre.country, country, place);
    row.agree('time zone', centre.timeZone, timeZone, place);
    const found = centre.groups.find((group) => group.title === title);
    const group: OpenGroup = found ?? { title, tier, languages, shifts: [] };
    if (found === undefined) centre.groups.push(group);
    row.agree('tier', String(group.tier), String(tier), title);
    row.agree('languages', group.languages.join(' '), languages.join(' '), title);
    if (agents !== null && days !== null && from !== null && to !== null)
      group.shifts.push({ agents, days, from, to });
  }

  private takeVolume(row: Row): void {
    const title = row.read('place', READ_ANSWER.title);
    const country = row.read('country', READ_ANSWER.country);
    const timeZone = row.read('time zone', READ_ANSWER.timeZone);
    const language = row.read('languages', READ_ANSWER.oneLanguage);
    const phone = row.read('phone', READ_ANSWER.perWeek, '0');
    const mail = row.read('e-mail', READ_ANSWER.perWeek, '0');
    const web = row.read('web', READ_ANSWER.perWeek, '0');
    const promise = row.read('promise', READ_ANSWER.promise, 'none');
    row.refuse(['group', 'tier', 'agents', 'days', 'from', 'to'], 'volume');
    if (phone === null || mail === null || web === null) return;
    if (phone + mail + web === 0) {
      const remedy = 'write how many cases come in a week as phone, e-mail or web';
      this.add(
        row.line,
        row.cell('row'),
        problem('no-weight', 'no case ever comes from these customers', remedy),
      );
    }
    if (title === null || country === null || timeZone === null || language === null || promise === null)
      return;
    const perWeek = { phone, 'e-mail': mail, web };
    const value = { title, country, timeZone, language, perWeek, promise };
    this.customers.push({ value, line: row.line, cell: row.cell('languages') });
  }

  private checkServed(centres: Answers['centres']): void {
    for (const { cell, line, value } of this.customers) {
      const tier = unservedTier(centres, value);
      if (tier === null) continue;
      const where = value.promise === 'stored and seen' ? ' at a centre in the EEA' : '';
      const message = `nobody at tier ${tier}${where} speaks ${value.language}`;
      const remedy = `add '${value.language}' to the languages of a group of tier ${tier}${where}`;
      this.add(line, cell, problem('no-eligible-group', message, remedy));
    }
  }

  private add(line: number, cell: CsvCell, { code, message, remedy }: Problem): void {
    if (this.issues.length >= ISSUES_MOST) return;
    this.issues.push({
      code,
      path: '',
      file: this.file,
      line,
      column: cell.column,
      value: shown(cell.text),
      message: visible(message),
      remedy: visible(remedy),
    });
  }
}

const NO_CELL: CsvCell = { text: '', column: 1 };

function readKind(text: string): Result<'shift' | 'volume', Problem> {
  const kind = (['shift', 'volume'] as const).find((word) => word === text.toLowerCase());
  if (kind !== undefined) return success(kind);
  const remedy = "write 'shift' or 'volume'";
  return failure(problem('unknown-word', `'${shown(text)}' is no kind of row`, remedy));
}

/** The values of a row by their columns. */
class Row {
  readonly line: number;
  private readonly cells: readonly CsvCell[];
  private readonly columns: readonly string[];
  private readonly report: (cell: CsvCell, found: Problem) => void;

  constructor(
    line: number,
    cells: readonly CsvCell[],
    columns: readonly string[],
    report: (cell: CsvCell, found: Problem) => void,
  ) {
    this.line = line;
    this.cells = cells;
    this.columns = columns;
    this.report = report;
  }

  cell(column: Column): CsvCell {
    return this.cells[this.columns.indexOf(column)] ?? NO_CELL;
  }

  /** Null if the value is wrong, which is reported. */
  read<Value>(column: Column, read: ReadAnswer<Value>, otherwise = ''): Value | null {
    const cell = this.cell(column);
    const outcome = read(cell.text === '' ? otherwise : cell.text);
    if (outcome.ok) return outcome.value;
    const { code, message, remedy } = outcome.problem;
    this.report(cell, problem(code, `${column}: ${message}`, remedy));
    return null;
  }

  /** Reports values that a row of this kind must not have. */
  refuse(columns: readonly Column[], kind: string): void {
    for (const column of columns) {
      if (this.cell(column).text === '') continue;
      this.report(
        this.cell(column),
        problem('alternatives', `a ${kind} has no '${column}'`, 'leave it empty'),
      );
    }
  }

  /** Reports a value that differs from what an earlier row said of the same centre or group. */
  agree(column: Column, before: string, now: string, whose: string): void {
    if (before === now) return;
    const message = `${column}: an earlier row of '${shown(whose)}' says '${shown(before)}'`;
    this.report(this.cell(column), problem('alternatives', message, 'write the same, or another name'));
  }
}
