import { basename } from 'node:path';
import { plural, type Result, success } from '#base';
import {
  CsvLog,
  columnsOf,
  type Known,
  type LogProblem,
  type Mapping,
  OCEL_MAPPING,
  problemLine,
  problemOfLog,
  type RowSink,
  readOcel,
  readWorkbook,
  type SheetFacts,
  type SheetSink,
  XES_MAPPING,
  XesLog,
} from '#caselog';
import { complained, type Failure, type Problem } from '../../shared/problem.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';
import { LogText } from './log-text.ts';
import { withWorkbook } from './workbook-bytes.ts';

const NO_LOG = 'name a log in CSV, XLSX, XES (.xes) or OCEL 2.0 (.json), possibly compressed (.gz, .br)';

/** How a log was read, apart from its rows. */
export interface ReadLog {
  readonly read: Readonly<Record<string, Known>>;
  /** Null: the log is no workbook. */
  readonly sheet: SheetFacts | null;
}

type ReadAs = Result<ReadLog, Problem>;

export type LogFormat = 'CSV' | 'XLSX' | 'XES' | 'OCEL';

/** The format of a log, by the ending of its name. */
export function formatOf(path: string): LogFormat {
  const name = path.replace(/\.(?:gz|br)$/, '');
  if (name.endsWith('.xes')) return 'XES';
  // Other kinds of sheets are read as workbooks, too, so that the message can say what they are.
  if (/\.(?:xls[xmb]?|xlt[xm]?|ods)$/i.test(name)) return 'XLSX';
  return /\.(?:json|jsonocel)$/.test(name) ? 'OCEL' : 'CSV';
}

/** Mappings of formats whose parts have standard names. */
export const STANDARD_MAPPINGS: Readonly<Partial<Record<LogFormat, string>>> = {
  XES: XES_MAPPING,
  OCEL: OCEL_MAPPING,
};

/** Reads a log, and passes on its rows. What is wrong with the log itself stops the sink. */
export function readLog(path: string, mapping: Mapping, sink: SheetSink): Promise<ReadAs> {
  return READERS[formatOf(path)](path, mapping, sink);
}

/** Reads the first rows of a log in columns, whatever they mean. */
export function readSample(path: string, sheet: string | null, sink: SheetSink): Promise<ReadAs> {
  const whole = { separator: null, encoding: null, sheet };
  return formatOf(path) === 'XLSX' ? readXlsx(path, whole, sink) : readCsv(path, whole, sink);
}

const READERS = { CSV: readCsv, XLSX: readXlsx, XES: readXes, OCEL: readOcelLog } as const;

async function readXlsx(path: string, { sheet }: Pick<Mapping, 'sheet'>, sink: SheetSink): Promise<ReadAs> {
  const opened = await withWorkbook(path, NO_LOG, (file) => readWorkbook(file, sheet, sink));
  if (!opened.ok) return opened;
  const facts = opened.value;
  if (!facts.ok) return problemsOf(basename(path), [facts.problem]);
  const { dates, isTold, name } = facts.value;
  return success({
    read: {
      format: { value: 'XLSX', from: 'format' },
      sheet: { value: name, from: isTold ? 'told' : 'the only visible one' },
      dates: { value: `from ${dates}`, from: 'format' },
    },
    sheet: facts.value,
  });
}

/** Longest log in JSON, in characters: it is read as a whole. */
const JSON_LENGTH_MAX = 1 << 28;

async function readOcelLog(path: string, mapping: Mapping, sink: RowSink): Promise<ReadAs> {
  const parts: string[] = [];
  let length = 0;
  const take = (text: string) => {
    length += text.length;
    if (length <= JSON_LENGTH_MAX) parts.push(text);
    else sink.stop(TOO_LONG);
  };
  const read = await readText(path, new LogText(mapping.encoding, { take, end: () => {} }), sink);
  if (!read.ok) return read;
  const format = { value: 'OCEL 2.0', from: 'format' } as const;
  if (sink.isOver) return success({ read: { format }, sheet: null });
  const counts = readOcel(parts.join(''), columnsOf(mapping), mapping.columns.case?.[0] ?? '', sink);
  const value = `${counts.ofCases.toLocaleString('en-GB')} of ${counts.events.toLocaleString('en-GB')} concern a case`;
  return success({
    read: { format, encoding: read.value, events: { value, from: 'format' } },
    sheet: null,
  });
}

const TOO_LONG = problemOfLog(
  `the log has more than ${JSON_LENGTH_MAX.toLocaleString('en-GB')} characters, and JSON is read as a whole`,
  'export it as XES or CSV, or in parts',
);

async function readXes(path: string, mapping: Mapping, sink: RowSink): Promise<ReadAs> {
  const text = new LogText(mapping.encoding, new XesLog(columnsOf(mapping), sink));
  const read = await readText(path, text, sink);
  if (!read.ok) return read;
  return success({ read: { format: { value: 'XES', from: 'format' }, encoding: read.value }, sheet: null });
}

async function readCsv(
  path: string,
  mapping: Pick<Mapping, 'separator' | 'encoding'>,
  sink: RowSink,
): Promise<ReadAs> {
  const csv = new CsvLog(mapping.separator, sink);
  const read = await readText(path, new LogText(mapping.encoding, csv), sink);
  if (!read.ok) return read;
  const separator = { value: csv.separator ?? '', from: csv.isGuessed ? 'guessed' : 'told' } as const;
  return success({ read: { encoding: read.value, separator }, sheet: null });
}

/** Reads the text of a log, until its end or until nothing more is wanted. */
async function readText(path: string, text: LogText, sink: RowSink): Promise<Result<Known, Problem>> {
  const file = openLog(path, NO_LOG);
  if (!file.ok) return file;
  const read = await file.value.read((bytes) => {
    text.take(bytes);
    return text.problem === null && !sink.isOver;
  });
  if (!read.ok) return read;
  if (!sink.isOver) text.end();
  if (text.problem !== null) return problemsOf(basename(path), [text.problem]);
  return success(text.encoding ?? { value: 'utf-8', from: 'guessed' });
}

/** Refuses a log. `log`: its name in messages. */
export function problemsOf(log: string, problems: readonly LogProblem[]): Failure {
  return complained(
    'bad input',
    problems.map((one) => complaintOf(log, one, 1)),
  );
}

/** `count`: listed rows with this problem. */
export function complaintOf(
  log: string,
  problem: LogProblem,
  count: number,
): { readonly message: string; readonly remedy: string } {
  const more = count === 1 ? '' : `; ${plural(count - 1, 'more row')} of those listed`;
  return { message: `${problemLine(log, problem)}${more}`, remedy: problem.remedy };
}
