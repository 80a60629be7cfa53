import { crc32 } from 'node:zlib';
import { strToU8, type Zippable, zipSync } from 'fflate';

/** A cell: a text (shared), a number, a truth value, a date by its serial number, or XML as it is. */
export type TestCell =
  | string
  | number
  | boolean
  | null
  | { readonly serial: number }
  | { readonly xml: string };

export interface TestWorkbook {
  readonly rows?: readonly (readonly TestCell[])[];
  /** XML after the rows, such as merged cells. */
  readonly after?: string;
  readonly is1904?: boolean;
  /** Names of sheets, and whether they are hidden. The first has the rows. */
  readonly sheets?: readonly { readonly name: string; readonly state?: string }[];
  /** Code of the format of dates. */
  readonly dateFormat?: string;
  /** Parts that replace those that are made, or are left out. */
  readonly parts?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Attributes of rows by number, such as ` hidden="1"`. */
  readonly rowAttributes?: Readonly<Record<number, string>>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The style of date cells. */
const DATE_STYLE = 1;

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function letters(place: number): string {
  const rest = Math.floor(place / 26);
  return `${rest === 0 ? '' : letters(rest - 1)}${String.fromCharCode(65 + (place % 26))}`;
}

function relationships(list: readonly (readonly [id: string, kind: string, target: string])[]): string {
  const lines = list.map(
    ([id, kind, target]) => `<Relationship Id="${id}" Type="${LINKS}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}">${lines.join('')}</Relationships>`;
}

/** The bytes of a workbook, with its texts after its sheet, as spreadsheet programs write them. */
export function workbookOf({
  after = '',
  dateFormat = 'yyyy\\-mm\\-dd\\ hh:mm:ss',
  is1904 = false,
  parts = {},
  rowAttributes = {},
  rows = [],
  sheets = [{ name: 'Tickets' }],
}: TestWorkbook): Uint8Array {
  const strings = new Map<string, number>();
  const cellXml = (cell: TestCell, name: string): string => {
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c r="${name}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${name}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (typeof cell !== 'string') {
      return 'xml' in cell
        ? cell.xml.replace('<c', `<c r="${name}"`)
        : `<c r="${name}" s="${DATE_STYLE}"><v>${cell.serial}</v></c>`;
    }
    if (!strings.has(cell)) strings.set(cell, strings.size);
    return `<c r="${name}" t="s"><v>${strings.get(cell)}</v></c>`;
  };
  const rowXml = rows.flatMap((cells, at) =>
    cells.length === 0
      ? []
      : [
          `<row r="${at + 1}"${rowAttributes[at + 1] ?? ''}>${cells.map((cell, place) => cellXml(cell, `${letters(place)}${at + 1}`)).join('')}</row>`,
        ],
  );
  const sheetXml = (inner: string) => `<worksheet xmlns="${MAIN}">${inner}</worksheet>`;
  const all: Record<string, string | Uint8Array | null> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relationships([['r1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, state }, at) =>
          `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="s${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, at) => [`s${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`] as const),
      ['strings', 'sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles', '/xl/styles.xml'],
    ]),
    ...Object.fromEntries(
      sheets.map((_, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        sheetXml(`<sheetData>${at === 0 ? rowXml.join('') : ''}</sheetData>${at === 0 ? after : ''}`),
      ]),
    ),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="${escaped(dateFormat)}"/></numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="14"/><xf numFmtId="21"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...parts,
  };
  const files: Zippable = {};
  for (const [name, content] of Object.entries(all)) {
    if (content !== null) files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return zipSync(files, { mtime: '2024-01-01T00:00:00' });
}

/** The serial number of a UTC time in the system of 1900. */
export function serialOf(iso: string): number {
  return Date.parse(iso) / 86_400_000 + 25_569;
}

/** Writes a number of four bytes, little-endian, over the bytes of a zip. */
export function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

/** Where the directory of a zip describes an entry. */
export function directoryEntryOf(bytes: Uint8Array, name: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const length = view.getUint16(at + 28, true);
    if (String.fromCharCode(...bytes.subarray(at + 46, at + 46 + length)) === name) return at;
  }
  throw new Error(`no entry ${name}`);
}

/** A file in memory. */
export function fileOf(bytes: Uint8Array) {
  return {
    size: bytes.length,
    read: async (from: number, length: number) => bytes.subarray(from, from + length),
    crc32: (piece: Uint8Array, before: number) => crc32(piece, before),
    newDecoder: () => {
      const decoder = new TextDecoder('utf-8', { fatal: true });
      return {
        decode(piece: Uint8Array, isLast: boolean) {
          try {
            return decoder.decode(piece, { stream: !isLast });
          } catch {
            return null;
          }
        },
      };
    },
  };
}
