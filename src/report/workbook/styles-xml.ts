import { escapeMarkup } from '#base';
import { CELL_KINDS, type CellKind, FORMATS } from './cell-kinds.ts';

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Numbers of cell formats in `stylesXml`. 0 is that of cells without any. */
export const STYLES = {
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
