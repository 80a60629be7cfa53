import { type Result, shown, success } from '#base';
import {
  type Backlog,
  CHANNELS,
  mayStand,
  NONE,
  OPEN_CASE_STATES,
  type OpenCase,
  type Scenario,
  SEVERITIES,
  servesLanguage,
} from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioIssue, ScenarioIssueCode } from '../issues.ts';
import { LIMITS } from '../read/limits.ts';
import { readLanguage } from '../shape/law-words.ts';
import { type Problem, problem, refused } from '../shape/problem.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { parseDuration, parseInstant } from '../shape/time-text.ts';
import type { ScenarioSource } from '../source.ts';
import { readNamedFile } from '../trace/load-traces.ts';
import { type CsvRow, Sheet, type SheetKind } from '../trace/sheet.ts';

const PATH = ['backlog'];

/** Adds the cases that are open at the start. Issues go into the list. `files`: those of the scenario that were read. */
export function withBacklog(
  scenario: Scenario,
  file: ScenarioFile,
  list: IssueList,
  source: ScenarioSource,
): { readonly scenario: Scenario; readonly files: readonly string[] } {
  const words = {
    example: 'open-cases.csv',
    inside: 'put the file beside the scenario, or name it with --backlog',
  };
  const named =
    source.backlog ??
    (file.backlog === undefined ? null : readNamedFile(file.backlog, PATH, { list, source, ...words }));
  if (named === null) return { scenario, files: [] };
  const files = source.backlog === undefined ? [named.file] : [];
  if (named.text.length > LIMITS.traceLength) {
    const message = `the file of open cases has ${named.text.length} characters`;
    list.error('file-too-large', PATH, message, `at most ${LIMITS.traceLength} are read`);
    return { scenario, files };
  }
  const { backlog, errors, warnings } = new BacklogReader(scenario, named.file).read(named.text);
  for (const error of errors) list.errors.add(() => error);
  for (const warning of warnings) list.warnings.add(() => warning);
  return { scenario: backlog.length === 0 ? scenario : { ...scenario, backlog }, files };
}

/** Columns of a file of open cases. */
const BACKLOG_COLUMNS = [
  'case',
  'segment',
  'country',
  'channel',
  'product',
  'severity',
  'language',
  'opened',
  'state',
  'since',
  'tier',
  'primary',
  'replica',
  'group',
  'worked',
] as const;
type BacklogColumn = (typeof BACKLOG_COLUMNS)[number];

const NEEDED_COLUMNS = [
  'case',
  'segment',
  'channel',
  'product',
  'severity',
  'opened',
  'state',
] as const satisfies readonly BacklogColumn[];

type Read<Value> = (text: string) => Result<Value, Problem>;

const KIND: SheetKind<BacklogColumn> = {
  columns: BACKLOG_COLUMNS,
  name: 'open cases',
  whole: 'the file of open cases',
};

/** Reads the cases that are open when the scenario starts, and reports everything that is wrong with them by line and column. */
class BacklogReader {
  private readonly scenario: Scenario;
  private readonly sheet: Sheet<BacklogColumn>;
  private readonly rows: OpenCase[] = [];
  private readonly lineOf = new Map<string, number>();
  /** The first row that does not say where its copies lie, and how many there are. */
  private readonly placeless: { count: number; line: number } = { count: 0, line: 1 };

  constructor(scenario: Scenario, file: string) {
    this.scenario = scenario;
    this.sheet = new Sheet(KIND, { path: 'backlog', file });
  }

  read(text: string) {
    const { sheet } = this;
    const checkHeader = (line: number) => {
      for (const column of NEEDED_COLUMNS) sheet.need(line, column, 'add it');
    };
    sheet.read(text, checkHeader, (row) => this.readRow(row));
    // Those that have waited longest join their queues first. Those in work wait only if nobody goes on with them.
    const joinsMs = ({ sinceMs, state }: OpenCase) => (state === 'in work' ? 0 : sinceMs);
    const backlog: Backlog = [...this.rows].sort((left, right) => joinsMs(left) - joinsMs(right));
    return { backlog, errors: sheet.errors, warnings: this.warnings() };
  }

  private readRow(row: CsvRow): void {
    const { errors } = this.sheet;
    const before = errors.length;
    const made = this.caseOf(row);
    if (made === null || errors.length > before) return;
    this.judge(row, made);
    if (errors.length === before) this.rows.push(made);
  }

  private caseOf(row: CsvRow): OpenCase | null {
    const { groups, products } = this.scenario;
    const id = this.needed(row, 'case', success);
    const stream = this.streamOf(row);
    const product = this.needed(row, 'product', indexOf(idsOf(products), 'unknown-product', 'product'));
    const severity = this.needed(row, 'severity', indexOf(SEVERITIES, 'unknown-severity', 'severity'));
    const state = this.needed(row, 'state', wordOf(OPEN_CASE_STATES));
    const opened = this.needed(row, 'opened', (text) => this.timeOf(text));
    const since = this.sheet.value(row, 'since', (text) => this.timeOf(text));
    const tier = this.sheet.value(row, 'tier', wordOf(['1', '2', '3']));
    const group = this.sheet.value(row, 'group', indexOf(idsOf(groups), 'unknown-group', 'group'));
    const worked = this.sheet.value(row, 'worked', parseDuration);
    const copies = this.copiesOf(row);
    const language = stream === undefined ? undefined : this.languageOf(row, stream);
    if (id === undefined || stream === undefined || product === undefined || severity === undefined)
      return null;
    if (state === undefined || opened === undefined || language === undefined) return null;
    return {
      id,
      stream,
      product,
      severity,
      language,
      state,
      tier: tier === undefined ? 1 : Number(tier),
      openedMs: opened,
      sinceMs: since ?? (state === 'in work' ? 0 : opened),
      copies,
      group,
      workedMs: worked,
    };
  }

  /** What the values of a row mean together. */
  private judge(row: CsvRow, made: OpenCase): void {
    const { groups, languages, streams, work } = this.scenario;
    const { language, openedMs, product, sinceMs, state, stream, tier } = made;
    const earlier = this.lineOf.get(made.id);
    this.lineOf.set(made.id, row.line);
    if (earlier !== undefined)
      this.failIn(row, 'case', 'duplicate-entry', `line ${earlier} has the same case`, 'remove one of them');
    if (sinceMs < openedMs)
      this.failIn(row, 'since', 'ends-before-it-begins', 'earlier than the case was opened', 'correct it');
    const channel = streams[stream]?.channel ?? 'web';
    const isServed = groups.some(
      (group) =>
        group.tier === tier &&
        group.channels.includes(channel) &&
        (group.speed[product] ?? 0) > 0 &&
        group.languages.some((spoken) => servesLanguage(languages[spoken] ?? '', languages[language] ?? '')),
    );
    if (!isServed && state !== 'resolved') {
      const message = `no group of tier ${tier} takes this product and language on ${channel}`;
      this.failIn(row, 'case', 'no-eligible-group', message, 'correct the row, or give a group the skill');
    }
    if (mayStand(work, made)) return;
    const message = `no case of the scenario at tier ${tier} is '${state}'`;
    const remedy = "give the share and times in the scenario's work, or write 'replied'";
    this.failIn(row, 'state', 'no-weight', message, remedy);
  }

  /** Segment, country and channel together. */
  private streamOf(row: CsvRow): number | undefined {
    const { segments, streams } = this.scenario;
    const segment = this.needed(row, 'segment', indexOf(idsOf(segments), 'unknown-segment', 'segment'));
    const ofSegment = [...streams.entries()].filter(([, stream]) => stream.segment === segment);
    const channels = [...new Set(ofSegment.map(([, stream]) => stream.channel))];
    const known = segment === undefined ? CHANNELS : channels;
    const channel = this.needed(row, 'channel', wordOf(known, 'unknown-channel'));
    if (segment === undefined || channel === undefined) return undefined;
    const own = ofSegment.filter(([, stream]) => stream.channel === channel);
    const countries = own.map(([, stream]) => stream.country);
    const country = this.sheet.value(row, 'country', wordOf(countries, 'unknown-country'));
    if (country === undefined && countries.length > 1 && this.sheet.textOf(row, 'country') === '') {
      const message = 'the segment has customers in several countries';
      this.failIn(row, 'country', 'empty-value', message, `write one of ${countries.join(', ')}`);
    }
    if (country === undefined && countries.length > 1) return undefined;
    return own.find(([, stream]) => country === undefined || stream.country === country)?.[0];
  }

  private languageOf(row: CsvRow, stream: number): number | undefined {
    const { languages, streams } = this.scenario;
    const shares: Readonly<Record<number, number>> = streams[stream]?.languageShares ?? [];
    const spoken = languages.filter((_, l) => (shares[l] ?? 0) > 0);
    if (this.sheet.textOf(row, 'language') === '') {
      if (spoken.length <= 1) return Math.max(0, languages.indexOf(spoken[0] ?? ''));
      const message = 'the customers speak several languages';
      this.failIn(row, 'language', 'empty-value', message, `write one of ${spoken.join(', ')}`);
      return undefined;
    }
    return this.sheet.value(row, 'language', (text) => {
      const read = readLanguage(text);
      return read.ok ? indexOf(languages, 'unknown-language', 'language')(read.value) : read;
    });
  }

  private copiesOf(row: CsvRow): OpenCase['copies'] | undefined {
    const place = indexOf(idsOf(this.scenario.dataCentres), 'unknown-data-centre', 'data centre');
    const primary = this.sheet.value(row, 'primary', place);
    const replica = this.sheet.value(row, 'replica', place);
    if (this.sheet.textOf(row, 'primary') === '') {
      if (replica !== undefined)
        this.failIn(row, 'primary', 'empty-value', 'a replica without a primary copy', 'write where it lies');
      if (this.placeless.count++ === 0) this.placeless.line = row.line;
      return undefined;
    }
    if (primary === undefined) return undefined;
    if (primary === replica) {
      const message = 'the place of the primary copy';
      this.failIn(row, 'replica', 'duplicate-entry', message, 'name another, or none');
    }
    return { primary, replica: replica ?? NONE };
  }

  /** An instant, or an age; ms since the start, at most 0. */
  private timeOf(text: string): Result<number, Problem> {
    const isInstant = /^\d{4}-/.test(text);
    const read = isInstant ? parseInstant(text) : parseDuration(text);
    if (!read.ok) return read;
    const ms = Math.round(isInstant ? read.value - this.scenario.startEpochMs : -read.value);
    if (ms <= 0) return success(ms > -2 ? 0 : ms);
    const remedy = "change the scenario's 'start' to the time of the file, or correct it";
    return refused('out-of-range', 'later than the start of the run', remedy);
  }

  private needed<Value>(row: CsvRow, column: BacklogColumn, read: Read<Value>): Value | undefined {
    this.sheet.notBlank(row, column);
    return this.sheet.value(row, column, read);
  }

  private warnings(): readonly ScenarioIssue[] {
    const { count, line } = this.placeless;
    if (count === 0) return [];
    const message = `${count} open ${count === 1 ? 'case does' : 'cases do'} not say where the copies lie, so they are taken to be where the rules put those of a new case`;
    const remedy = "fill in the columns 'primary' and 'replica', to have the real places audited";
    return [this.sheet.issueAt(line, problem('copies-not-said', message, remedy))];
  }

  private failIn(
    row: CsvRow,
    column: BacklogColumn,
    code: ScenarioIssueCode,
    message: string,
    remedy: string,
  ): void {
    this.sheet.failIn(row, column, problem(code, message, remedy));
  }
}

function idsOf(all: readonly { readonly id: string }[]): readonly string[] {
  return all.map(({ id }) => id);
}

function wordOf<Word extends string>(
  words: readonly Word[],
  code: ScenarioIssueCode = 'unknown-word',
): Read<Word> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return success(found);
    const message = `'${shown(text)}' is not one of the words that are possible here`;
    return refused(code, message, suggestion(text, words, 'word'));
  };
}

function indexOf(names: readonly string[], code: ScenarioIssueCode, what: string): Read<number> {
  return (text) => {
    const index = names.indexOf(text);
    if (index !== -1) return success(index);
    const message = `the scenario has no ${what} '${shown(text)}'`;
    return refused(code, message, suggestion(text, names, what));
  };
}
