import { shown } from '#base';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import type { WorkbookFile } from './workbook-file.ts';
import { partKey, viewOf, type ZipDirectory } from './zip-directory.ts';

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
export async function whyNoZip(file: WorkbookFile): Promise<LogProblem | null> {
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
export function whyNoWorkbook(directory: ZipDirectory, path: string): LogProblem | null {
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
