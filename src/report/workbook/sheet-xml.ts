import { DAY_MS, escapeMarkup, rowAt, SECOND_MS } from '#base';

/** Text, a number, or nothing. Text stays text, whatever the column holds and however it begins. */
export type CellValue = string | number | null;

export interface SheetColumn {
  readonly head: string;
  readonly kind: CellKind;
}

/** A table, and the sentences above it. */
export interface Sheet {
  readonly name: string;
  /** The first is shown as a title. */
  readonly lines: readonly string[];
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** Characters of a column. */
const WIDTH_LEAST = 8;
const WIDTH_MOST = 60;
/** The width of a column is computed from this many rows. */
const ROWS_MEASURED = 200;
/** Room for the arrow of the filter. */
const FILTER_WIDTH = 3;

/** The row of the header, counted from 1: there is an empty row between the sentences and the table. */
export function headerRowOf({ lines }: Sheet): number {
  return lines.length === 0 ? 1 : lines.length + 2;
}

/** The cells of the table with its header, as `$A$4:$F$20`. */
export function tableRangeOf(sheet: Sheet): string {
  const first = headerRowOf(sheet);
  return `$A$${first}:$${columnLetters(sheet.columns.length - 1)}$${first + sheet.rows.length}`;
}

/** A worksheet: sentences, a header that stays when one scrolls, filters, and rows. */
export function sheetXml(sheet: Sheet): string {
  const { columns, lines, rows } = sheet;
  const header = headerRowOf(sheet);
  const pane = `<pane ySplit="${header}" topLeftCell="A${header + 1}" activePane="bottomLeft" state="frozen"/>`;
  const parts = [
    `${XML_HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`,
    `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.map((_, i) => widthXml(sheet, i)).join('')}</cols><sheetData>`,
    ...lines.map((line, i) =>
      rowXml(i + 1, textCell(`A${i + 1}`, line, i === 0 ? STYLES.title : STYLES.line)),
    ),
    rowXml(
      header,
      columns.map(({ head }, i) => textCell(columnLetters(i) + header, head, STYLES.head)).join(''),
    ),
  ];
  const letters = columns.map((_, i) => columnLetters(i));
  rows.forEach((row, i) => {
    const number = header + 1 + i;
    let cells = '';
    for (let k = 0; k < columns.length; k++) {
      cells += cellXml(`${letters[k]}${number}`, row[k] ?? null, rowAt(columns, k).kind);
    }
    parts.push(rowXml(number, cells));
  });
  const filter = `<autoFilter ref="${tableRangeOf(sheet).replaceAll('$', '')}"/>`;
  parts.push(`</sheetData>${filter}</worksheet>`);
  return parts.join('');
}

function rowXml(number: number, cells: string): string {
  return `<row r="${number}">${cells}</row>`;
}

/** Cells of type `inlineStr` hold text alone: none is taken for a formula. */
function textCell(place: string, text: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`;
}

function cellXml(place: string, value: CellValue, kind: CellKind): string {
  if (value === null) return '';
  if (typeof value === 'string') return textCell(place, value, STYLES.ofKind.text);
  if (!Number.isFinite(value)) return textCell(place, String(value), STYLES.ofKind.text);
  const shown = kind === 'text' ? 'decimal' : kind;
  return `<c r="${place}" s="${STYLES.ofKind[shown]}"><v>${storedNumber(value, shown)}</v></c>`;
}

function widthXml({ columns, rows }: Sheet, i: number): string {
  const { head, kind } = rowAt(columns, i);
  let width = head.length + FILTER_WIDTH;
  for (const row of rows.slice(0, ROWS_MEASURED)) {
    const value = row[i] ?? null;
    if (typeof value === 'string') width = Math.max(width, value.length);
    else if (value !== null) width = Math.max(width, shownWidth(value, kind));
  }
  const shown = Math.min(WIDTH_MOST, Math.max(WIDTH_LEAST, width)) + 1;
  return `<col min="${i + 1}" max="${i + 1}" width="${shown}" customWidth="1"/>`;
}

const LETTERS = 26;

/** A, B, …, Z, AA, … for 0, 1, …, 25, 26, … */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : columnLetters(Math.floor(index / LETTERS) - 1) + last;
}

/** A column, and what stands in it for a row. */
export interface RowColumn<Row> extends SheetColumn {
  readonly of: (row: Row) => CellValue;
}

export function column<Row>(head: string, kind: CellKind, of: (row: Row) => CellValue): RowColumn<Row> {
  return { head, kind, of };
}

export function tableOf<Row>(
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
): Pick<Sheet, 'columns' | 'rows'> {
  return {
    columns: columns.map(({ head, kind }) => ({ head, kind })),
    rows: rows.map((row) => columns.map(({ of }) => of(row))),
  };
}

/** Characters of a cell, at most: what spreadsheet programs take. */
const TEXT_MOST = 32_767;
const CUT = '…';

/** What a spreadsheet program reads as one character (ECMA-376, part 1, 22.9.2.19). */
const LOOKS_ESCAPED = /_(?=x[0-9a-fA-F]{4}_)/g;
/** Characters that XML forbids and `escapeMarkup` leaves. */
const FORBIDDEN = /[\ufffe\uffff]/g;

/** Text of a cell: one line, without controls. A longer one than a cell takes ends in an ellipsis. */
function cellText(text: string): string {
  const shown = text.length > TEXT_MOST ? text.slice(0, TEXT_MOST - CUT.length) + CUT : text;
  return escapeMarkup(shown).replace(LOOKS_ESCAPED, '_x005F_').replace(FORBIDDEN, '\ufffd');
}

/** What the cells of a column hold, and so how a spreadsheet program shows them. */
const CELL_KINDS = [
  'text',
  'whole',
  'decimal',
  /** A share of 1. */
  'percentage',
  /** Seconds. */
  'duration',
  /** Milliseconds since 1970, UTC. */
  'instant',
] as const;
export type CellKind = (typeof CELL_KINDS)[number];

const SECONDS_A_DAY = DAY_MS / SECOND_MS;
/** Days from the beginning of a spreadsheet's time to 1970. */
const DAYS_TO_1970 = 25_569;

/** By kind: the number of its format, and its code where that is one of ours. Numbers below 164 are the standard's. */
const FORMATS: Readonly<Record<CellKind, { readonly id: number; readonly code: string | null }>> = {
  text: { id: 49, code: null },
  whole: { id: 3, code: null },
  decimal: { id: 164, code: '#,##0.0##' },
  percentage: { id: 165, code: '0.0%' },
  duration: { id: 166, code: '[h]:mm:ss' },
  instant: { id: 167, code: 'yyyy\\-mm\\-dd\\ hh:mm:ss' },
};

/** The number that stands in the file: dates and durations are days there. */
function storedNumber(value: number, kind: CellKind): number {
  if (kind === 'duration') return value / SECONDS_A_DAY;
  return kind === 'instant' ? value / DAY_MS + DAYS_TO_1970 : value;
}

/** Characters that a number of this kind takes when it is shown, about. */
function shownWidth(value: number, kind: CellKind): number {
  if (kind === 'instant') return 'yyyy-mm-dd hh:mm:ss'.length;
  if (kind === 'duration') return '000:00:00'.length;
  return Math.round(value).toLocaleString('en-GB').length + (kind === 'whole' ? 0 : 4);
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Numbers of cell formats in `stylesXml`. 0 is that of cells without any. */
const STYLES = {
  title: 1,
  line: 2,
  head: 3,
  ofKind: Object.fromEntries(CELL_KINDS.map((kind, i) => [kind, i + 4])) as Readonly<
    Record<CellKind, number>
  >,
} as const;

/** Fonts, fills and formats of a workbook. */
export function stylesXml(): string {
  const own = CELL_KINDS.map((kind) => FORMATS[kind]).filter(({ code }) => code !== null);
  const formats = own.map(
    ({ code, id }) => `<numFmt numFmtId="${id}" formatCode="${escapeMarkup(code ?? '')}"/>`,
  );
  const font = (inner: string) => `<font>${inner}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  const cell = (format: number, rest = '') =>
    `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0"${rest}`;
  const { id: text } = FORMATS.text;
  const kinds = CELL_KINDS.map((kind) => cell(FORMATS[kind].id, ' applyNumberFormat="1"/>'));
  return [
    `${XML_HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`,
    `<numFmts count="${own.length}">${formats.join('')}</numFmts>`,
    `<fonts count="3">${font('')}${font('<b/>')}<font><b/><sz val="14"/><name val="Calibri"/><family val="2"/></font></fonts>`,
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE3ECF6"/><bgColor indexed="64"/></patternFill></fill></fills>',
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>',
    '<border><left/><right/><top/><bottom style="thin"><color rgb="FF8EA4BC"/></bottom><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${4 + kinds.length}">${cell(0, '/>')}`,
    `<xf numFmtId="${text}" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cell(text, '/>')}`,
    `<xf numFmtId="${text}" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">`,
    `<alignment vertical="top"/></xf>${kinds.join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('');
}
