import { failure, type Result, shown, success } from '#base';
import type { ScenarioIssue } from '../issues.ts';
import { type Problem, problem, refused } from '../shape/problem.ts';
import type { CsvRow } from '../trace/sheet.ts';
import { Sheet, type SheetKind } from '../trace/sheet.ts';
import type { Answers, CentreAnswer, CustomersAnswer, GroupAnswer, ShiftAnswer } from './answers.ts';
import { READ_ANSWER, type ReadAnswer } from './read-answer.ts';
import { unservedTier } from './scenario-text.ts';

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

const KIND: SheetKind<Column> = {
  columns: Object.keys(SHEET_COLUMNS) as readonly Column[],
  name: 'a sheet',
  whole: 'the sheet',
  isAnyCase: true,
};
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

/** Reads centres, groups, shifts and volumes from a CSV sheet, or reports every mistake with its line and column. */
export function readSheet(
  text: string,
  file: string,
  title: string,
): Result<Answers, readonly ScenarioIssue[]> {
  return new AnswersReader(file).read(text, title);
}

interface OpenGroup extends Omit<GroupAnswer, 'shifts'> {
  readonly shifts: ShiftAnswer[];
}

interface OpenCentre extends Omit<CentreAnswer, 'groups'> {
  readonly groups: OpenGroup[];
}

class AnswersReader {
  private readonly sheet: Sheet<Column>;
  private readonly centres = new Map<string, OpenCentre>();
  private readonly customers: { readonly value: CustomersAnswer; readonly row: CsvRow }[] = [];

  constructor(file: string) {
    this.sheet = new Sheet(KIND, { path: '', file });
  }

  read(text: string, title: string): Result<Answers, readonly ScenarioIssue[]> {
    const { errors } = this.sheet;
    this.sheet.read(
      text,
      (line) => this.checkHeader(line),
      (row) => this.readRow(row),
    );
    if (errors.length === 0) {
      const none = this.centres.size === 0 ? 'shift' : this.customers.length === 0 ? 'volume' : null;
      if (none !== null)
        this.sheet.fail(
          1,
          problem('file-empty', `the sheet has no ${none}`, `add a row that begins with '${none}'`),
        );
    }
    const centres = [...this.centres.values()];
    if (errors.length === 0) this.checkServed(centres);
    if (errors.length > 0) return failure(errors);
    return success({ title, centres, customers: this.customers.map(({ value }) => value) });
  }

  private checkHeader(line: number): void {
    if (this.sheet.errors.length > 0) return;
    for (const name of REQUIRED) this.sheet.need(line, name, `add it: ${SHEET_COLUMNS[name]}`);
  }

  private readRow(row: CsvRow): void {
    const kind = this.value(row, 'row', readKind);
    if (kind === 'shift') this.takeShift(row);
    else if (kind === 'volume') this.takeVolume(row);
  }

  private takeShift(row: CsvRow): void {
    const place = this.value(row, 'place', READ_ANSWER.title);
    const country = this.value(row, 'country', READ_ANSWER.country);
    const timeZone = this.value(row, 'time zone', READ_ANSWER.timeZone);
    const languages = this.value(row, 'languages', READ_ANSWER.languages);
    const title = this.value(row, 'group', READ_ANSWER.title, 'first line');
    const tier = this.value(row, 'tier', READ_ANSWER.tier, '1');
    const agents = this.value(row, 'agents', READ_ANSWER.agents);
    const days = this.value(row, 'days', READ_ANSWER.days, 'daily');
    const from = this.value(row, 'from', READ_ANSWER.time);
    const to = this.value(row, 'to', READ_ANSWER.time);
    this.refuse(row, ['phone', 'e-mail', 'web', 'promise'], 'shift');
    if (place === null || country === null || timeZone === null || languages === null) return;
    if (title === null || tier === null) return;
    const centre = this.centres.get(place) ?? { title: place, country, timeZone, groups: [] };
    this.centres.set(place, centre);
    this.agree(row, 'country', [centre.country, country], place);
    this.agree(row, 'time zone', [centre.timeZone, timeZone], place);
    const found = centre.groups.find((group) => group.title === title);
    const group: OpenGroup = found ?? { title, tier, languages, shifts: [] };
    if (found === undefined) centre.groups.push(group);
    this.agree(row, 'tier', [String(group.tier), String(tier)], title);
    this.agree(row, 'languages', [group.languages.join(' '), languages.join(' ')], title);
    if (agents !== null && days !== null && from !== null && to !== null)
      group.shifts.push({ agents, days, from, to });
  }

  private takeVolume(row: CsvRow): void {
    const title = this.value(row, 'place', READ_ANSWER.title);
    const country = this.value(row, 'country', READ_ANSWER.country);
    const timeZone = this.value(row, 'time zone', READ_ANSWER.timeZone);
    const language = this.value(row, 'languages', READ_ANSWER.oneLanguage);
    const phone = this.value(row, 'phone', READ_ANSWER.perWeek, '0');
    const mail = this.value(row, 'e-mail', READ_ANSWER.perWeek, '0');
    const web = this.value(row, 'web', READ_ANSWER.perWeek, '0');
    const promise = this.value(row, 'promise', READ_ANSWER.promise, 'none');
    this.refuse(row, ['group', 'tier', 'agents', 'days', 'from', 'to'], 'volume');
    if (phone === null || mail === null || web === null) return;
    if (phone + mail + web === 0) {
      const remedy = 'write how many cases come in a week as phone, e-mail or web';
      this.sheet.failIn(row, 'row', problem('no-weight', 'no case ever comes from these customers', remedy));
    }
    if (title === null || country === null || timeZone === null || language === null || promise === null)
      return;
    const perWeek = { phone, 'e-mail': mail, web };
    this.customers.push({ value: { title, country, timeZone, language, perWeek, promise }, row });
  }

  private checkServed(centres: Answers['centres']): void {
    for (const { row, value } of this.customers) {
      const tier = unservedTier(centres, value);
      if (tier === null) continue;
      const where = value.promise === 'stored and seen' ? ' at a centre in the EEA' : '';
      const message = `nobody at tier ${tier}${where} speaks ${value.language}`;
      const remedy = `add '${value.language}' to the languages of a group of tier ${tier}${where}`;
      this.sheet.failIn(row, 'languages', problem('no-eligible-group', message, remedy));
    }
  }

  /** Null if the value is wrong, which is reported. */
  private value<Value>(row: CsvRow, column: Column, read: ReadAnswer<Value>, otherwise = ''): Value | null {
    const outcome = read(this.sheet.textOf(row, column) || otherwise);
    if (outcome.ok) return outcome.value;
    const { code, message, remedy } = outcome.problem;
    this.sheet.failIn(row, column, problem(code, `${column}: ${message}`, remedy));
    return null;
  }

  /** Reports values that a row of this kind must not have. */
  private refuse(row: CsvRow, columns: readonly Column[], kind: string): void {
    for (const column of columns) {
      if (this.sheet.textOf(row, column) === '') continue;
      this.sheet.failIn(
        row,
        column,
        problem('alternatives', `a ${kind} has no '${column}'`, 'leave it empty'),
      );
    }
  }

  /** Reports a value that differs from what an earlier row said of the same centre or group. */
  private agree(row: CsvRow, column: Column, [before, now]: readonly [string, string], whose: string): void {
    if (before === now) return;
    const message = `${column}: an earlier row of '${shown(whose)}' says '${shown(before)}'`;
    this.sheet.failIn(row, column, problem('alternatives', message, 'write the same, or another name'));
  }
}

function readKind(text: string): Result<'shift' | 'volume', Problem> {
  const kind = (['shift', 'volume'] as const).find((word) => word === text.toLowerCase());
  if (kind !== undefined) return success(kind);
  const remedy = "write 'shift' or 'volume'";
  return refused('unknown-word', `'${shown(text)}' is no kind of row`, remedy);
}
