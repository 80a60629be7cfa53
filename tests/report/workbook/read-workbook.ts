import { XMLParser } from 'fast-xml-parser';
import { unzipSync } from 'fflate';
import { textOfUtf8 } from '#base';

/** What the parser makes of XML, of any shape. */
export type Xml = ReturnType<XMLParser['parse']>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => ['row', 'c', 'sheet', 'definedName', 'col', 'xf', 'numFmt'].includes(name),
});

/** The parts of a workbook, read by a parser that knows nothing of the writer. */
export function partsOf(bytes: Uint8Array): (path: string) => Xml {
  const files = unzipSync(bytes);
  return (path) => parser.parse(textOfUtf8(files[path] as Uint8Array));
}

/** The cells of a sheet by their place. */
export function cellsIn(bytes: Uint8Array, number = 1): Record<string, Xml> {
  const xml = partsOf(bytes)(`xl/worksheets/sheet${number}.xml`);
  const cells = (xml.worksheet.sheetData.row as Xml[]).flatMap((row) => (row.c ?? []) as Xml[]);
  return Object.fromEntries(cells.map((cell) => [cell.r, cell]));
}

/** The sheets of a workbook as rows of text, by name. Numbers are as they are stored. */
export function sheetsOf(bytes: Uint8Array): ReadonlyMap<string, readonly (readonly string[])[]> {
  const open = partsOf(bytes);
  const names = (open('xl/workbook.xml').workbook.sheets.sheet as Xml[]).map(({ name }) => String(name));
  return new Map(
    names.map((name, i) => {
      const rows = open(`xl/worksheets/sheet${i + 1}.xml`).worksheet.sheetData.row as Xml[];
      return [name, rows.map((row) => ((row.c ?? []) as Xml[]).map(shownIn))];
    }),
  );
}

function shownIn(cell: Xml): string {
  return String(cell.v ?? cell.is.t['#text'] ?? cell.is.t);
}
