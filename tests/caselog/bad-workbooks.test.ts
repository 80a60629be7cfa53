import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type LogProblem, problemLine } from '#caselog';
import { importWorkbook } from './importing.ts';
import {
  directoryEntryOf,
  patched,
  serialOf,
  type TestCell,
  type TestWorkbook,
  workbookOf,
} from './making-workbooks.ts';

/** Workbooks that cannot be imported as they are. Each gives its place, what is wrong, and what to do. */

const MAPPING = 'timeZone: Europe/Berlin\ncolumns: {case: id, time: at, activity: state}\n';
const HEAD = ['id', 'at', 'state'];
const DATE = { serial: serialOf('2014-06-02T09:30:00Z') };
const GOOD: readonly TestCell[] = ['a', DATE, 'New'];
const SHEET = 'xl/worksheets/sheet1.xml';

interface BadRow {
  readonly cells: readonly TestCell[];
  readonly book?: TestWorkbook;
  readonly mapping?: string;
  readonly column: string;
  readonly value?: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The third row is refused. */
const ROWS: Readonly<Record<string, BadRow>> = {
  'a formula without a kept result': {
    cells: ['b', DATE, { xml: '<c><f>A1&amp;"x"</f></c>' }],
    column: 'state',
    problem: 'cell C3 has a formula without a kept result',
    remedy: 'open the workbook in a spreadsheet program and save it',
  },
  'a formula whose kept result is empty': {
    cells: [{ xml: '<c><f>A1</f><v></v></c>' }, DATE, 'x'],
    column: 'id',
    problem: 'cell A3 has a formula without a kept result',
    remedy: 'save it',
  },
  'an error': {
    cells: ['b', DATE, { xml: '<c t="e"><v>#DIV/0!</v></c>' }],
    column: 'state',
    value: '#DIV/0!',
    problem: 'cell C3 has an error',
    remedy: 'mend the formula or the value, or name the error under missing:',
  },
  'a text that is not in the list': {
    cells: ['b', DATE, { xml: '<c t="s"><v>99</v></c>' }],
    column: 'state',
    value: '99',
    problem: 'cell C3 refers to a text that the workbook does not have: it has 6, numbered from 0',
    remedy: 'save the workbook again',
  },
  'a number of a text that is none': {
    cells: ['b', DATE, { xml: '<c t="s"><v>-1</v></c>' }],
    column: 'state',
    value: '-1',
    problem: 'cell C3 refers to a text',
    remedy: 'save the workbook again',
  },
  'a number cell with letters': {
    cells: [{ xml: '<c><v>12a</v></c>' }, DATE, 'x'],
    column: 'id',
    value: '12a',
    problem: 'cell A3 should hold a number',
    remedy: 'correct it',
  },
  'a date before dates begin': {
    cells: ['b', { serial: -3 }, 'x'],
    column: 'at',
    value: '-3',
    problem: 'cell B3 should hold a date',
    remedy: 'correct it',
  },
  '29 February 1900': {
    cells: ['b', { serial: 60 }, 'x'],
    column: 'at',
    value: '60',
    problem: 'cell B3 should hold a date',
    remedy: 'correct it',
  },
  'a date after dates end': {
    cells: ['b', { serial: 3_000_000 }, 'x'],
    column: 'at',
    value: '3000000',
    problem: 'cell B3 should hold a date',
    remedy: 'correct it',
  },
  'a plain number in place of a date': {
    cells: ['b', 41_792.5, 'x'],
    column: 'at',
    value: '41792.5',
    problem: 'the cell holds a text, and no date as in other rows',
    remedy: 'make it a date in the sheet',
  },
  'a text in place of a date': {
    cells: ['b', 'soon', 'x'],
    column: 'at',
    value: 'soon',
    problem: 'the cell holds a text, and no date as in other rows',
    remedy: 'make it a date in the sheet, or say timeFormat:',
  },
  'a date that clocks skipped': {
    cells: ['b', { serial: serialOf('2014-03-30T02:30:00Z') }, 'x'],
    column: 'at',
    value: '2014-03-30 02:30:00',
    problem: 'clocks in Europe/Berlin skipped this time',
    remedy: 'name the zone of the system',
  },
  'a missing date': {
    cells: ['b', null, 'x'],
    column: 'at',
    problem: 'the time is missing',
    remedy: 'add it',
  },
  'a row of totals': {
    cells: [null, null, 5],
    column: 'id',
    problem: 'the id of the case is missing',
    remedy: 'leave the row out',
  },
  'a cell with a long text': {
    cells: ['b', DATE, 'x'.repeat(20_000)],
    column: 'state',
    problem: 'more than 10,000 characters',
    remedy: 'map another column',
  },
};

interface BadBook {
  readonly bytes: Uint8Array;
  readonly mapping?: string;
  readonly row?: number;
  readonly value?: string;
  readonly problem: string;
  readonly remedy: string;
}

const good = (book: TestWorkbook = {}) => workbookOf({ rows: [HEAD, GOOD], ...book });
const sheet = (inner: string) => good({ parts: { [SHEET]: `<worksheet>${inner}</worksheet>` } });
/** A compound file whose directory has this name. */
function compound(name: string): Uint8Array {
  const bytes = new Uint8Array(2048);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes[30] = 9;
  bytes[48] = 1;
  for (const [at, letter] of [...name].entries()) bytes[1024 + 2 * at] = letter.charCodeAt(0);
  return bytes;
}
/** Changes what the directory says of the sheet. */
function lying(offset: number, value: number): Uint8Array {
  const bytes = good();
  return patched(bytes, directoryEntryOf(bytes, SHEET) + offset, value);
}
const [FLAGS_AT, METHOD_AT, CRC_AT, PACKED_AT, SIZE_AT, HEADER_AT] = [8, 10, 16, 20, 24, 42];
/** More than an entry of its size may become. Made once. */
let huge: Uint8Array | null = null;
function growing(): Uint8Array {
  const blanks = () => `<worksheet><sheetData>${' '.repeat(70_000_000)}</sheetData></worksheet>`;
  huge ??= good({ parts: { [SHEET]: blanks() } });
  return huge;
}

/** Workbooks of which nothing is taken. The bytes are made when they are needed. */
const BOOKS: Readonly<Record<string, () => BadBook>> = {
  'a file without bytes': () => ({
    bytes: new Uint8Array(0),
    problem: 'it has no bytes',
    remedy: 'export it again',
  }),
  'a workbook of before 2007': () => ({
    bytes: compound('Workbook'),
    problem: 'binary format before 2007 (.xls)',
    remedy: 'save it as .xlsx',
  }),
  'a workbook with a password': () => ({
    bytes: compound('EncryptedPackage'),
    problem: 'encrypted with a password',
    remedy: 'save it without a password',
  }),
  'a binary workbook': () => ({
    bytes: zipSync({ 'xl/workbook.bin': new Uint8Array(9) }),
    problem: 'binary workbook (.xlsb)',
    remedy: 'save it as .xlsx',
  }),
  'an OpenDocument sheet': () => ({
    bytes: zipSync({ mimetype: strToU8('x'), 'content.xml': strToU8('<x/>') }),
    problem: 'it is an OpenDocument file',
    remedy: 'save it as .xlsx',
  }),
  'a web page named as a workbook': () => ({
    bytes: strToU8('\n<html><table>'),
    problem: 'web page or XML under the name of a workbook',
    remedy: 'open it in a spreadsheet program',
  }),
  'a text named as a workbook': () => ({
    bytes: strToU8('id;at;state\n'),
    problem: 'it is no workbook: it begins with id;at;state',
    remedy: 'has the ending .csv',
  }),
  'a workbook within gzip': () => ({
    bytes: new Uint8Array([0x1f, 0x8b, 8]),
    problem: 'compressed by gzip',
    remedy: 'decompress it first',
  }),
  'a zip of something else': () => ({
    bytes: zipSync({ 'a.txt': strToU8('a') }),
    problem: 'it is a zip, but no workbook',
    remedy: 'saved as .xlsx',
  }),
  'a zip that holds a workbook': () => ({
    bytes: zipSync({ 'out/log.xlsx': good() }),
    problem: 'it is a zip that holds out/log.xlsx',
    remedy: 'unpack it',
  }),
  'a text document': () => ({
    bytes: good({
      parts: {
        '_rels/.rels':
          '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
      },
    }),
    problem: 'it is a document or presentation',
    remedy: 'name a workbook',
  }),
  'a workbook that is cut off': () => ({
    bytes: good().slice(0, -300),
    problem: 'seems to be cut off',
    remedy: 'download or export it again',
  }),
  'a zip that grows without bound': () => ({
    bytes: growing(),
    problem: 'becomes more than',
    remedy: 'export the rows as CSV',
  }),
  'a zip that grows although its directory says otherwise': () => ({
    bytes: patched(growing(), directoryEntryOf(growing(), SHEET) + SIZE_AT, 1000),
    problem: 'says that xl/worksheets/sheet1.xml has 1,000 bytes, but it becomes more',
    remedy: 'save the workbook again',
  }),
  'a directory that says too little of a size': () => ({
    bytes: lying(SIZE_AT, 20),
    problem: 'has 20 bytes, but it becomes more than that',
    remedy: 'save the workbook again',
  }),
  'a directory that says too much of a size': () => ({
    bytes: lying(SIZE_AT, 99_999),
    problem: 'has 99,999 bytes, but it becomes',
    remedy: 'save the workbook again',
  }),
  'an entry that goes beyond the file': () => ({
    bytes: lying(PACKED_AT, 99_999),
    problem: 'goes beyond the end of the file',
    remedy: 'download or export it again',
  }),
  'an entry that is elsewhere': () => ({
    bytes: lying(HEADER_AT, 3),
    problem: 'is not where the directory says',
    remedy: 'save the workbook again',
  }),
  'an entry that is another one': () => ({
    bytes: lying(HEADER_AT, 0),
    problem: 'is named [Content_Types].xml where it begins',
    remedy: 'save the workbook again',
  }),
  'a wrong checksum': () => ({
    bytes: lying(CRC_AT, 1),
    problem: 'its checksum is wrong',
    remedy: 'save the workbook again',
  }),
  'an encrypted entry': () => ({
    bytes: lying(FLAGS_AT, 0x00080001),
    problem: 'is encrypted',
    remedy: 'save the workbook without a password',
  }),
  'a compression that is none of zip': () => ({
    bytes: lying(METHOD_AT, 99),
    problem: 'is compressed by method',
    remedy: 'save the workbook again',
  }),
  'two entries with one name': () => ({
    bytes: good({ parts: { 'XL/Workbook.xml': '<x/>' } }),
    problem: 'the zip has two entries named',
    remedy: 'save the workbook again',
  }),
  'tens of thousands of entries': () => ({
    bytes: zipSync(
      Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`${i}`, new Uint8Array(0)])),
      { level: 0 },
    ),
    problem: 'the zip says that it has 20,001 entries',
    remedy: 'save the workbook again',
  }),
  'several sheets and none named': () => ({
    bytes: good({ sheets: [{ name: 'Tickets' }, { name: 'Agents' }, { name: 'Old', state: 'hidden' }] }),
    problem: 'the workbook has 2 sheets: Tickets, Agents, Old (hidden)',
    remedy: 'name one with --sheet',
  }),
  'a sheet that it lacks': () => ({
    bytes: good(),
    mapping: 'sheet: Tikets\n',
    problem: "the workbook has no sheet 'Tikets': it has Tickets",
    remedy: "did you mean 'Tickets'?",
  }),
  'hidden sheets only': () => ({
    bytes: good({ sheets: [{ name: 'Tickets', state: 'veryHidden' }] }),
    problem: 'all sheets of the workbook are hidden: Tickets',
    remedy: 'name a sheet with --sheet',
  }),
  'no sheet with cells': () => ({
    bytes: good({ sheets: [] }),
    problem: 'the workbook has no sheet with cells',
    remedy: 'name a workbook with a table of cases',
  }),
  'a sheet without its part': () => ({
    bytes: good({ parts: { [SHEET]: null } }),
    problem: 'the workbook has no part xl/worksheets/sheet1.xml',
    remedy: 'save the workbook again',
  }),
  'broken XML in the sheet': () => ({
    bytes: sheet('<sheetData><row r="1"><c r="A1"></row></sheetData>'),
    problem: 'xl/worksheets/sheet1.xml, line 1, character',
    remedy: 'save the workbook again',
  }),
  'XML that is cut off': () => ({
    bytes: good({ parts: { [SHEET]: '<worksheet><sheetData><row r="1">' } }),
    problem: 'it is not XML: unclosed tag',
    remedy: 'save the workbook again',
  }),
  'broken XML in the list of texts': () => ({
    bytes: good({ parts: { 'xl/sharedStrings.xml': '<sst><si></sst>' } }),
    problem: 'xl/sharedStrings.xml, line 1',
    remedy: 'save the workbook again',
  }),
  'XML with a document type': () => ({
    bytes: good({ parts: { [SHEET]: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' } }),
    problem: 'declares a document type',
    remedy: 'save the workbook again',
  }),
  'elements nested without end': () => ({
    bytes: sheet('<x>'.repeat(200)),
    problem: 'nested more than 100 deep',
    remedy: 'save the workbook again',
  }),
  'bytes that are no text': () => ({
    bytes: good({ parts: { [SHEET]: new Uint8Array([0x3c, 0x61, 0xff, 0xfe, 0x3e]) } }),
    problem: 'it is not text in UTF-8',
    remedy: 'save the workbook again',
  }),
  'a text without end': () => ({
    bytes: sheet(`<sheetData><row r="1"><c t="str"><v>${'x'.repeat(5_000_000)}</v></c></row></sheetData>`),
    problem: 'a text or tag has more than 4,194,304 characters',
    remedy: 'leave long texts out',
  }),
  'rows in disorder': () => ({
    bytes: sheet('<sheetData><row r="5"/><row r="3"/></sheetData>'),
    row: 3,
    problem: "row '3' stands after row 5",
    remedy: 'save the workbook again',
  }),
  'cells in disorder': () => ({
    bytes: sheet('<sheetData><row r="1"><c r="C1"/><c r="B1"/></row></sheetData>'),
    row: 1,
    problem: "cell 'B1' stands after cell C1",
    remedy: 'save the workbook again',
  }),
  'a cell beyond the last column': () => ({
    bytes: sheet('<sheetData><row r="1"><c r="XFE1"/></row></sheetData>'),
    row: 1,
    problem: "cell 'XFE1' stands",
    remedy: 'save the workbook again',
  }),
  'merged cells of a column that is read': () => ({
    bytes: good({
      rows: [HEAD, GOOD, GOOD],
      after: '<mergeCells count="2"><mergeCell ref="E1:F9"/><mergeCell ref="A2:A3"/></mergeCells>',
    }),
    row: 2,
    value: 'A2:A3',
    problem: 'cells of columns that are read are merged',
    remedy: 'unmerge the cells',
  }),
  'an empty sheet': () => ({
    bytes: good({ rows: [] }),
    problem: 'the log is empty',
    remedy: 'names of columns in its first row',
  }),
  'names of columns only': () => ({
    bytes: good({ rows: [HEAD] }),
    row: 1,
    problem: 'the log has no rows',
    remedy: 'at least one row',
  }),
  'a title above the names of columns': () => ({
    bytes: good({ rows: [['Tickets of 2014'], HEAD, GOOD] }),
    row: 1,
    problem: "the log has no column 'id'",
    remedy: 'Tickets of 2014',
  }),
};

describe('a bad workbook', () => {
  it.each(Object.entries(ROWS))('has a row that is refused: %s', async (_, bad) => {
    const { report } = await importWorkbook(
      workbookOf({ ...bad.book, rows: [HEAD, GOOD, bad.cells] }),
      bad.mapping ?? MAPPING,
    );
    expect(report.rows).toEqual({ read: 2, imported: 1, refused: 1 });
    expect(report.refused).toEqual([
      {
        row: 3,
        column: bad.column,
        value: bad.value ?? '',
        problem: expect.stringContaining(bad.problem),
        remedy: expect.stringContaining(bad.remedy),
      },
    ]);
  });

  it.each(Object.entries(BOOKS))('is refused as a whole: %s', async (_, make) => {
    const bad = make();
    const { problem, stopped } = await importWorkbook(bad.bytes, MAPPING + (bad.mapping ?? ''));
    const found = (problem ?? stopped) as LogProblem;
    expect(problemLine('log.xlsx', found)).toContain(bad.problem);
    expect(found.remedy).toContain(bad.remedy);
    if (bad.row !== undefined) expect(found.row).toBe(bad.row);
    if (bad.value !== undefined) expect(found.value).toBe(bad.value);
  });

  it('never makes the reader fail, whichever byte is changed', async () => {
    const bytes = good({ rows: [HEAD, GOOD, GOOD, GOOD] });
    const outcomes = new Set<string>();
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      const { log, problem, stopped } = await importWorkbook(changed, MAPPING);
      outcomes.add(problem !== null || stopped !== null ? 'refused' : `${log.eventCount} events`);
    }
    // Bytes that nobody reads, such as dates of entries, change nothing.
    expect([...outcomes].sort()).toEqual(['3 events', 'refused']);
  });
});
