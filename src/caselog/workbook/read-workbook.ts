import { failure, type Result, shown, success } from '#base';
import { suggestion } from '#scenario';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import type { SheetSink } from '../rows/row-importer.ts';
import type { DateSystem } from './cell-text.ts';
import { SharedStrings } from './shared-strings.ts';
import { type SheetCounts, SheetReader } from './sheet-reader.ts';
import type { WorkbookFile } from './workbook-file.ts';
import { type ListedSheet, Relationships, Styles, WorkbookPart } from './workbook-parts.ts';
import { readXmlPart, type TagReader } from './xml-part.ts';
import { partKey, readZipDirectory, viewOf, type ZipDirectory } from './zip-directory.ts';

/** A sheet that was read, and what it has besides its rows. */
export interface SheetFacts extends SheetCounts {
  readonly name: string;
  /** False: it is the only one that is visible. */
  readonly isTold: boolean;
  readonly isHidden: boolean;
  readonly dates: DateSystem;
  /** Sheets that were not read, and are hidden. */
  readonly hiddenSheets: readonly string[];
}

/** Sheets that a message lists. */
const LISTED_MAX = 12;

/** A sheet with cells, by the name that the workbook gives it. */
export type NamedSheet = Pick<ListedSheet, 'name' | 'isHidden'>;

/** The sheets of a workbook that have cells, in its order. */
export async function sheetsOf(file: WorkbookFile): Promise<Result<readonly NamedSheet[], LogProblem>> {
  const opened = await openFile(file);
  if (!opened.ok) return opened;
  return success(opened.value.sheets.map(({ isHidden, name }) => ({ name, isHidden })));
}

/**
 * Passes on the rows of a sheet. `wanted` null: of the only visible sheet. Fails if the sheet cannot be found; what is wrong with the sheet
 * itself stops the sink.
 */
export async function readWorkbook(
  file: WorkbookFile,
  wanted: string | null,
  sink: SheetSink,
): Promise<Result<SheetFacts, LogProblem>> {
  const opened = await openFile(file);
  if (!opened.ok) return opened;
  const { list, parts, relationships, sheets } = opened.value;
  const sheet = chosenSheet(sheets, wanted);
  if (!sheet.ok) return sheet;
  const strings = new SharedStrings();
  const styles = new Styles();
  for (const [kind, reader] of [
    ['sharedStrings', strings],
    ['styles', styles],
  ] as const) {
    const path = relationships.ofKind(kind);
    const problem = path === undefined ? null : await parts.read(path, reader);
    if (problem !== null) return failure(problem);
  }
  const reader = new SheetReader(sink, { strings, styles, dates: list.dates });
  const target = relationships.withId(sheet.value.relationship)?.target ?? '';
  const problem = await parts.read(target, reader);
  if (problem !== null) sink.stop(problem);
  else if (!sink.isOver) reader.end();
  return success({
    ...reader.counts,
    name: sheet.value.name,
    isTold: wanted !== null,
    isHidden: sheet.value.isHidden,
    dates: list.dates,
    hiddenSheets: sheets.filter((one) => one.isHidden && one !== sheet.value).map(({ name }) => name),
  });
}

interface OpenedWorkbook {
  readonly parts: Parts;
  readonly list: WorkbookPart;
  readonly relationships: Relationships;
  /** The sheets that have cells. */
  readonly sheets: readonly ListedSheet[];
}

async function openFile(file: WorkbookFile): Promise<Result<OpenedWorkbook, LogProblem>> {
  const noZip = await whyNoZip(file);
  if (noZip !== null) return failure(noZip);
  const directory = await readZipDirectory(file);
  if (!directory.ok) return directory;
  const parts = new Parts(file, directory.value);
  const opened = await openWorkbook(parts);
  if (!opened.ok) return opened;
  const { list, relationships } = opened.value;
  const sheets = list.sheets.filter(
    ({ relationship }) => relationships.withId(relationship)?.kind === 'worksheet',
  );
  return success({ parts, list, relationships, sheets });
}

/** The parts of a workbook. */
class Parts {
  readonly directory: ZipDirectory;
  private readonly file: WorkbookFile;

  constructor(file: WorkbookFile, directory: ZipDirectory) {
    this.file = file;
    this.directory = directory;
  }

  has(path: string): boolean {
    return this.directory.has(partKey(path));
  }

  async read(path: string, reader: TagReader): Promise<LogProblem | null> {
    const entry = this.directory.get(partKey(path));
    if (entry !== undefined) return readXmlPart(this.file, entry, reader);
    return problemOfLog(
      `the workbook has no part ${shown(path)}, which another part names`,
      'save the workbook again in the program that made it, or export it as CSV',
    );
  }
}

const WORKBOOK = 'xl/workbook.xml';

async function openWorkbook(
  parts: Parts,
): Promise<Result<{ readonly list: WorkbookPart; readonly relationships: Relationships }, LogProblem>> {
  const roots = new Relationships('');
  if (parts.has('_rels/.rels')) {
    const problem = await parts.read('_rels/.rels', roots);
    if (problem !== null) return failure(problem);
  }
  const path = roots.ofKind('officeDocument') ?? WORKBOOK;
  const other = whyNoWorkbook(parts.directory, path);
  if (other !== null) return failure(other);
  const slash = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, slash), path.slice(slash)];
  const list = new WorkbookPart();
  const relationships = new Relationships(folder);
  const problem =
    (await parts.read(path, list)) ?? (await parts.read(`${folder}_rels/${name}.rels`, relationships));
  return problem === null ? success({ list, relationships }) : failure(problem);
}

function chosenSheet(sheets: readonly ListedSheet[], wanted: string | null): Result<ListedSheet, LogProblem> {
  const names = sheets.map(({ isHidden, name }) => `${shown(name)}${isHidden ? ' (hidden)' : ''}`);
  const listed = `${names.slice(0, LISTED_MAX).join(', ')}${names.length > LISTED_MAX ? ', …' : ''}`;
  if (wanted !== null) {
    // Programs treat names of sheets as equal without regard to case.
    const found =
      sheets.find(({ name }) => name === wanted) ??
      sheets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (found !== undefined) return success(found);
    const hint = suggestion(
      wanted,
      sheets.map(({ name }) => shown(name)),
      'sheet',
    );
    return failure(problemOfLog(`the workbook has no sheet '${shown(wanted)}': it has ${listed}`, hint));
  }
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  const [only, other] = visible;
  if (only === undefined) {
    const remedy = 'name a sheet with --sheet, or write sheet: in the mapping';
    return failure(
      names.length === 0
        ? problemOfLog('the workbook has no sheet with cells', 'name a workbook with a table of cases')
        : problemOfLog(`all sheets of the workbook are hidden: ${listed}`, remedy),
    );
  }
  if (other === undefined) return success(only);
  return failure(
    problemOfLog(
      `the workbook has ${visible.length} sheets: ${listed}`,
      `name one with --sheet, or write sheet: in the mapping, e.g. --sheet '${shown(only.name)}'`,
    ),
  );
}

const [ZIP, GZIP] = [
  [0x50, 0x4b],
  [0x1f, 0x8b],
];
/** Compound File Binary: workbooks before 2007, and encrypted ones. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Where the header of a compound file has the size of its sectors, and the first sector of its directory. */
const [SECTOR_SHIFT_AT, DIRECTORY_AT, HEADER_LENGTH] = [30, 48, 512];
/** Bytes of a compound file's directory that are looked at. */
const DIRECTORY_LENGTH = 1 << 13;

/** What a file is if it is no zip; null if it begins like one. */
async function whyNoZip(file: WorkbookFile): Promise<LogProblem | null> {
  const head = await file.read(0, HEADER_LENGTH);
  if (head.length === 0) return problemOfLog('the workbook is empty: it has no bytes', 'export it again');
  const begins = (bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  if (begins(ZIP)) return null;
  if (begins(COMPOUND)) return whichCompound(file, head);
  if (begins(GZIP))
    return problemOfLog('it is compressed by gzip', 'decompress it first: a workbook is a zip');
  const text = String.fromCharCode(...head.subarray(0, 64)).replace(/^[\s\u00ef\u00bb\u00bf]+/, '');
  if (text.startsWith('<')) {
    return problemOfLog(
      `it is a web page or XML under the name of a workbook: it begins with ${shown(text.slice(0, 20))}`,
      'open it in a spreadsheet program and save it as .xlsx, or export it as CSV',
    );
  }
  return problemOfLog(
    `it is no workbook: it begins with ${shown(text.slice(0, 20))}`,
    'name a workbook that was saved as .xlsx; a text with separators has the ending .csv',
  );
}

async function whichCompound(file: WorkbookFile, head: Uint8Array): Promise<LogProblem> {
  const view = viewOf(head);
  const isWhole = head.length === HEADER_LENGTH;
  const sector = isWhole ? view.getUint16(SECTOR_SHIFT_AT, true) : 0;
  const from = isWhole ? (view.getUint32(DIRECTORY_AT, true) + 1) * 2 ** sector : file.size;
  const directory = from < file.size ? await file.read(from, DIRECTORY_LENGTH) : new Uint8Array(0);
  // Names are in UTF-16; those that matter have no other letters.
  const names = String.fromCharCode(...directory.filter((_, at) => at % 2 === 0));
  return names.includes('EncryptedPackage')
    ? problemOfLog('the workbook is encrypted with a password', 'save it without a password')
    : problemOfLog(
        'it is a workbook in the binary format before 2007 (.xls)',
        'open it in a spreadsheet program and save it as .xlsx, or export it as CSV',
      );
}

/** What a zip is if it is no workbook in XML; null if it is one. `path`: where its main part should be. */
function whyNoWorkbook(directory: ZipDirectory, path: string): LogProblem | null {
  if (path.toLowerCase().endsWith('.bin') || directory.has('xl/workbook.bin')) {
    return problemOfLog('it is a binary workbook (.xlsb)', 'save it as .xlsx, or export it as CSV');
  }
  const folder = partKey(path).split('/')[0];
  if (directory.has(partKey(path)) && folder !== 'word' && folder !== 'ppt') return null;
  if (directory.has('content.xml') && directory.has('mimetype')) {
    return problemOfLog('it is an OpenDocument file', 'save it as .xlsx, or export it as CSV');
  }
  if (folder === 'word' || folder === 'ppt') {
    return problemOfLog('it is a document or presentation, no workbook', 'name a workbook');
  }
  const inner = [...directory.values()].find(({ name }) => /\.(?:xlsx|xlsm|csv|xes|json)$/i.test(name));
  return inner === undefined
    ? problemOfLog('it is a zip, but no workbook', 'name a workbook that was saved as .xlsx')
    : problemOfLog(`it is a zip that holds ${shown(inner.name)}`, 'unpack it, and name what it holds');
}
