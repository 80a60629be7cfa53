import { SaxesParser } from 'saxes';
import { shown } from '#base';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import type { WorkbookFile } from './workbook-file.ts';
import type { ZipEntry } from './zip-directory.ts';
import { readZipEntry } from './zip-entry.ts';

/** Longest text between two tags, in characters. A cell has 32,767 at most. */
const TAG_LENGTH_MAX = 1 << 22;
const DEPTH_MAX = 100;
/** Characters that are parsed at once. A piece of a zip may become millions. */
const SLICE_LENGTH = 1 << 16;

export type Attributes = Readonly<Record<string, string>>;

/** What a reader of XML does at each tag. Names are without the prefix of their namespace. */
export interface TagReader {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
  /** Why nothing more can be read; null so far. */
  readonly problem?: LogProblem | null;
  /** True if nothing more is wanted. */
  readonly isOver?: boolean;
}

/** Reads a part of a workbook as XML while it is decompressed. Returns what is wrong with it, or null. */
export async function readXmlPart(
  file: WorkbookFile,
  entry: ZipEntry,
  reader: TagReader,
): Promise<LogProblem | null> {
  const xml = new XmlText(entry.name, reader);
  const decoder = file.newDecoder();
  const take = (bytes: Uint8Array, isLast: boolean) => {
    const text = decoder.decode(bytes, isLast);
    if (text === null) xml.stop('it is not text in UTF-8', AGAIN);
    else xml.take(text);
    return xml.problem === null && reader.isOver !== true;
  };
  const read = await readZipEntry(file, entry, (bytes) => take(bytes, false));
  // What the directory contradicts is the cause; what the XML then lacks is not.
  if (!read.ok) return read.problem;
  if (xml.problem === null && reader.isOver !== true && take(new Uint8Array(0), true)) xml.end();
  return xml.problem;
}

const AGAIN = 'save the workbook again in the program that made it, or export it as CSV';

class XmlText {
  private found: LogProblem | null = null;
  private readonly name: string;
  private readonly reader: TagReader;
  private readonly parser = new SaxesParser();
  private sinceTag = 0;
  private depth = 0;

  constructor(name: string, reader: TagReader) {
    this.name = name;
    this.reader = reader;
    const { parser } = this;
    parser.on('opentag', ({ attributes, name: tag }) => {
      this.sinceTag = 0;
      if (++this.depth > DEPTH_MAX) this.stop(`elements are nested more than ${DEPTH_MAX} deep`, AGAIN);
      if (!this.isDone) reader.open(localName(tag), attributes);
    });
    parser.on('closetag', ({ name: tag }) => {
      this.sinceTag = 0;
      this.depth--;
      if (!this.isDone) reader.close?.(localName(tag));
    });
    if (reader.text !== undefined) {
      parser.on('text', (text) => {
        if (!this.isDone) reader.text?.(text);
      });
      parser.on('cdata', (text) => {
        if (!this.isDone) reader.text?.(text);
      });
    }
    parser.on('doctype', () => this.stop('it declares a document type, which workbooks do not have', AGAIN));
    parser.on('error', ({ message }) =>
      this.stop(`it is not XML: ${message.replace(/^[\d:]+\s*/, '')}`, AGAIN),
    );
  }

  get problem(): LogProblem | null {
    return this.found ?? this.reader.problem ?? null;
  }

  private get isDone(): boolean {
    return this.problem !== null || this.reader.isOver === true;
  }

  take(text: string): void {
    for (let at = 0; at < text.length && !this.isDone; at += SLICE_LENGTH) {
      const slice = text.slice(at, at + SLICE_LENGTH);
      this.sinceTag += slice.length;
      this.parser.write(slice);
      if (this.sinceTag <= TAG_LENGTH_MAX) continue;
      const most = TAG_LENGTH_MAX.toLocaleString('en-GB');
      this.stop(`a text or tag has more than ${most} characters`, 'leave long texts out of the workbook');
    }
  }

  end(): void {
    this.parser.close();
  }

  stop(problem: string, remedy: string): void {
    const { column, line } = this.parser;
    this.found ??= problemOfLog(`${shown(this.name)}, line ${line}, character ${column}: ${problem}`, remedy);
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** An attribute by its local name, whatever prefix its namespace has. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  for (const [key, value] of Object.entries(attributes)) if (localName(key) === name) return value;
  return undefined;
}
