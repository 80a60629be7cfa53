import { shown } from '#base';
import {
  CsvLog,
  columnsOf,
  type Known,
  type Mapping,
  OCEL_MAPPING,
  problemOfLog,
  type RowSink,
  readOcel,
  type SheetFacts,
  XES_MAPPING,
  XesLog,
} from '#caselog';
import { LogText } from './log-text.ts';

export interface LogBytes {
  /** Passes on the bytes, piece by piece, until the end or until `take` returns false. */
  read(take: (bytes: Uint8Array) => boolean): Promise<void>;
}

export type LogFormat = 'csv' | 'xes' | 'ocel';

/** The format of a log, by the ending of its name, compressed or not. */
export function formatOf(path: string): LogFormat | 'xlsx' {
  const name = path.replace(/\.(?:gz|br)$/, '');
  // Other kinds of sheets are read as workbooks, too, so that the message can say what they are.
  if (/\.(?:xls[xmb]?|xlt[xm]?|ods)$/i.test(name)) return 'xlsx';
  if (name.endsWith('.xes')) return 'xes';
  return /\.(?:json|jsonocel)$/.test(name) ? 'ocel' : 'csv';
}

export function workbookRead({ dates, isTold, name }: SheetFacts): Readonly<Record<string, Known>> {
  return {
    format: { value: 'XLSX', from: 'format' },
    sheet: { value: name, from: isTold ? 'told' : 'the only visible one' },
    dates: { value: `from ${dates}`, from: 'format' },
  };
}

/** Mappings of formats whose parts have standard names. */
export const STANDARD_MAPPINGS: Readonly<Partial<Record<LogFormat, string>>> = {
  xes: XES_MAPPING,
  ocel: OCEL_MAPPING,
};

/** What was found out about a log by reading it. A log that is no text of its format stops the sink. */
type ReadAs = Readonly<Record<string, Known>>;

/** How to read a format. Of a mapping, CSV needs separator and encoding only. */
export const LOG_READERS: Readonly<
  Record<LogFormat, (bytes: LogBytes, mapping: Mapping, sink: RowSink) => Promise<ReadAs>>
> = { csv: readCsv, xes: readXes, ocel: readOcelLog };

/** Longest log in JSON, in characters: it is read as a whole. */
const JSON_LENGTH_MAX = 1 << 28;

async function readOcelLog(bytes: LogBytes, mapping: Mapping, sink: RowSink): Promise<ReadAs> {
  const parts: string[] = [];
  let length = 0;
  const take = (text: string) => {
    length += text.length;
    if (length <= JSON_LENGTH_MAX) parts.push(text);
    else sink.stop(TOO_LONG);
  };
  const encoding = await readText(bytes, new LogText(mapping.encoding, { take, end: () => {} }), sink);
  const format = { value: 'OCEL 2.0', from: 'format' } as const;
  if (sink.isOver) return { format };
  const counts = readOcel(parts.join(''), columnsOf(mapping), mapping.columns.case?.[0] ?? '', sink);
  const value = `${counts.ofCases.toLocaleString('en-GB')} of ${counts.events.toLocaleString('en-GB')} concern a case`;
  return { format, encoding, events: { value, from: 'format' } };
}

const TOO_LONG = problemOfLog(
  `the log has more than ${JSON_LENGTH_MAX.toLocaleString('en-GB')} characters, and JSON is read as a whole`,
  'export it as XES or CSV, or in parts',
);

async function readXes(bytes: LogBytes, mapping: Mapping, sink: RowSink): Promise<ReadAs> {
  const log = new XesLog(mapping, sink);
  const encoding = await readText(bytes, new LogText(mapping.encoding, log), sink);
  const unused = log.unused.length === 0 ? 'none' : log.unused.join(', ');
  return {
    format: { value: 'XES', from: 'format' },
    encoding,
    'attributes of events that were not used': { value: unused, from: 'format' },
  };
}

export async function readCsv(
  bytes: LogBytes,
  mapping: Pick<Mapping, 'separator' | 'encoding'>,
  sink: RowSink,
): Promise<ReadAs> {
  const csv = new CsvLog(mapping.separator, sink);
  const log = new LogText(mapping.encoding, csv);
  const encoding = await readText(bytes, log, sink);
  const separator = { value: csv.separator ?? '', from: csv.isGuessed ? 'guessed' : 'told' } as const;
  const { otherWord } = log;
  if (otherWord === null) return { encoding, separator };
  return { encoding, 'by words such as': { value: shown(otherWord), from: 'guessed' }, separator };
}

/** Reads the text of a log, until its end or until nothing more is wanted. */
async function readText(bytes: LogBytes, text: LogText, sink: RowSink): Promise<Known> {
  await bytes.read((piece) => {
    text.take(piece);
    return text.problem === null && !sink.isOver;
  });
  if (!sink.isOver) text.end();
  if (text.problem !== null) sink.stop(text.problem);
  return text.encoding ?? { value: 'utf-8', from: 'guessed' };
}
