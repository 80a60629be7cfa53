import { strToU8, type Zippable, zipSync } from 'fflate';
import { assert, escapeMarkup, rowAt } from '#base';
import { headerRowOf, type Sheet, sheetXml, stylesXml, tableRangeOf, XML_HEAD } from './sheet-xml.ts';

/** Rows of a sheet: what spreadsheet programs take. */
const ROWS_MOST = 1_048_576;
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/**
 * A workbook in the format of Excel (ECMA-376): an archive of XML files, whole in memory. The same sheets give the same bytes in a
 * browser, too.
 */
export function workbookFile(sheets: readonly Sheet[]): Uint8Array {
  assert(sheets.length > 0, 'a workbook has a sheet at least');
  for (const sheet of sheets) {
    assert(sheet.columns.length > 0, `the sheet ${sheet.name} has no column`);
    assert(headerRowOf(sheet) + sheet.rows.length <= ROWS_MOST, `the sheet ${sheet.name} has too many rows`);
  }
  const names = sheetNames(sheets);
  const files: Zippable = {
    '[Content_Types].xml': strToU8(contentTypesXml(sheets.length)),
    '_rels/.rels': strToU8(relationsXml([{ type: 'officeDocument', target: 'xl/workbook.xml' }])),
    'xl/workbook.xml': strToU8(workbookXml(sheets, names)),
    'xl/_rels/workbook.xml.rels': strToU8(
      relationsXml([
        ...sheets.map((_, i) => ({ type: 'worksheet', target: `worksheets/sheet${i + 1}.xml` })),
        { type: 'styles', target: 'styles.xml' },
      ]),
    ),
    'xl/styles.xml': strToU8(stylesXml()),
  };
  sheets.forEach((sheet, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] = strToU8(sheetXml(sheet));
  });
  // One date in local time, as archives have it: the same sheets give the same bytes everywhere.
  return zipSync(files, { mtime: new Date(1980, 0, 1), level: 6 });
}

function contentTypesXml(sheets: number): string {
  const part = (name: string, type: string) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  return [
    `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    part('workbook', 'sheet.main'),
    part('styles', 'styles'),
    ...Array.from({ length: sheets }, (_, i) => part(`worksheets/sheet${i + 1}`, 'worksheet')),
    '</Types>',
  ].join('');
}

function relationsXml(relations: readonly { readonly type: string; readonly target: string }[]): string {
  const lines = relations.map(
    ({ target, type }, i) => `<Relationship Id="rId${i + 1}" Type="${DOCUMENT}/${type}" Target="${target}"/>`,
  );
  return `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`;
}

function workbookXml(sheets: readonly Sheet[], names: readonly string[]): string {
  const list = names.map(
    (name, i) => `<sheet name="${escapeMarkup(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  // A filter needs a hidden name for its cells, else Excel forgets it.
  const filters = sheets.map((sheet, i) => {
    const place = `'${rowAt(names, i).replaceAll("'", "''")}'!${tableRangeOf(sheet)}`;
    return `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${escapeMarkup(place)}</definedName>`;
  });
  return `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${list.join('')}</sheets><definedNames>${filters.join('')}</definedNames></workbook>`;
}

const NAME_MOST = 31;
const NOT_IN_NAMES = /[\p{Cc}\p{Cs}[\]:*?/\\\ufffe\uffff]+/gu;

/** Names that spreadsheet programs take: short, without certain characters, and each once. */
function sheetNames(sheets: readonly Sheet[]): readonly string[] {
  const taken = new Set<string>(['history']);
  return sheets.map(({ name }) => {
    const plain = name.replace(NOT_IN_NAMES, ' ').replace(/^['\s]+|['\s]+$/g, '') || 'Sheet';
    for (let i = 1; ; i++) {
      const ending = i === 1 ? '' : ` (${i})`;
      const tried = plain.slice(0, NAME_MOST - ending.length).replace(/['\s]+$/, '') + ending;
      if (taken.has(tried.toLowerCase())) continue;
      taken.add(tried.toLowerCase());
      return tried;
    }
  });
}
