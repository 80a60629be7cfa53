import { describe, expect, it } from 'vitest';
import { type CellValue, type Sheet, workbookFile } from '#report';
import { cellsIn, partsOf as read, type Xml } from './read-workbook.ts';

const ONE: Sheet = {
  name: 'Cases',
  lines: ['Cases of a run', 'Times are in UTC.'],
  columns: [
    { head: 'Customer', kind: 'text' },
    { head: 'Cases', kind: 'whole' },
    { head: 'Answered in time', kind: 'percentage' },
    { head: 'Waited', kind: 'duration' },
    { head: 'Opened', kind: 'instant' },
  ],
  rows: [['=SUM(A1)', 1234567, 0.8125, 90_061, Date.UTC(2026, 0, 2, 3, 4, 5)]],
};

function cellsOf(sheets: readonly Sheet[], number = 1): Record<string, Xml> {
  return cellsIn(workbookFile(sheets), number);
}

function shownText(value: string): string {
  const [cell] = Object.values(
    cellsOf([{ name: 'S', lines: [], columns: [{ head: 'A', kind: 'text' }], rows: [[value]] }]),
  ).filter(({ r }) => r === 'A2');
  return String(cell.is.t['#text'] ?? cell.is.t);
}

describe('a workbook', () => {
  it('gives every cell of a table the number and the format of its column', () => {
    const cells = cellsOf([ONE]);
    const styles = read(workbookFile([ONE]))('xl/styles.xml').styleSheet;
    const own = new Map(styles.numFmts.numFmt.map((one: Xml) => [one.numFmtId, one.formatCode]));
    const shown = ['B5', 'C5', 'D5', 'E5'].map((place) => {
      const format = styles.cellXfs.xf[Number(cells[place].s)].numFmtId;
      return [Number(cells[place].v), own.get(format) ?? format];
    });
    expect(shown).toEqual([
      [1234567, '3'],
      [0.8125, '0.0%'],
      // A day, an hour, a minute and a second.
      [90_061 / 86_400, '[h]:mm:ss'],
      // Day 46,024 of the calendar that begins with 1900.
      [46_024 + (3 * 3600 + 4 * 60 + 5) / 86_400, 'yyyy\\-mm\\-dd\\ hh:mm:ss'],
    ]);
  });

  it.each(['=1+1', '+1', '-2', '@SUM(A1)', "'=1", '=HYPERLINK("http://x","y")'])(
    'keeps %s as text in cells, headers, sentences and columns of numbers',
    (text) => {
      const cells = cellsOf([
        { name: 'S', lines: [text], columns: [{ head: text, kind: 'whole' }], rows: [[text]] },
      ]);
      const found = Object.values(cells);
      expect(found.map(({ t }) => t)).toEqual(['inlineStr', 'inlineStr', 'inlineStr']);
      expect(found.every((cell) => cell.f === undefined && cell.v === undefined)).toBe(true);
      const styles = read(workbookFile([ONE]))('xl/styles.xml').styleSheet;
      // 49: the format that also keeps what is typed over it as text.
      expect(found.map(({ s }) => styles.cellXfs.xf[Number(s)].numFmtId)).toEqual(['49', '49', '49']);
    },
  );

  it('keeps the header in sight below the sentences, and filters the table', () => {
    const open = read(workbookFile([ONE]));
    const { worksheet } = open('xl/worksheets/sheet1.xml');
    expect(worksheet.sheetViews.sheetView.pane).toMatchObject({
      ySplit: '4',
      topLeftCell: 'A5',
      state: 'frozen',
    });
    expect(worksheet.autoFilter.ref).toBe('A4:E5');
    const [filter] = open('xl/workbook.xml').workbook.definedNames.definedName;
    expect(filter['#text'].replaceAll('&#39;', "'")).toBe("'Cases'!$A$4:$E$5");
  });

  it('names every sheet as spreadsheet programs allow, and none twice', () => {
    const names = ['Waits', 'waits', "'[a]:*?/\\b'", 'x'.repeat(40), 'x'.repeat(41), '', 'History'];
    const sheets = names.map((name) => ({ ...ONE, name }));
    const shown = read(workbookFile(sheets))('xl/workbook.xml').workbook.sheets.sheet.map(
      ({ name }: Xml) => name,
    );
    expect(shown).toEqual([
      'Waits',
      'waits (2)',
      'a b',
      'x'.repeat(31),
      `${'x'.repeat(27)} (2)`,
      'Sheet',
      'History (2)',
    ]);
  });

  it('shows text that holds markup, controls and halves of characters, and cuts what no cell takes', () => {
    expect(shownText('a<b>&"c"')).toBe('a<b>&"c"');
    expect(shownText('bell\u0007 half\ud800 \uffff')).toBe('bell\ufffd half\ufffd \ufffd');
    expect(shownText('_x0041_')).toBe('_x005F_x0041_');
    expect(shownText('x'.repeat(40_000))).toBe(`${'x'.repeat(32_766)}…`);
  });

  it('leaves the cell of a missing value empty, and shows a number without an end as text', () => {
    const rows: CellValue[][] = [[null], [Number.POSITIVE_INFINITY]];
    const cells = cellsOf([{ name: 'S', lines: [], columns: [{ head: 'A', kind: 'whole' }], rows }]);
    expect(cells.A2).toBeUndefined();
    expect(cells.A3.is.t['#text']).toBe('Infinity');
  });

  it('counts columns past Z in two letters', () => {
    const columns = Array.from({ length: 28 }, (_, i) => ({ head: `c${i}`, kind: 'whole' as const }));
    const rows = [columns.map((_, i) => i)];
    const cells = cellsOf([{ name: 'S', lines: [], columns, rows }]);
    expect(['Z2', 'AA2', 'AB2'].map((place) => cells[place].v)).toEqual(['25', '26', '27']);
  });

  it('is the same bytes whenever and wherever it is made', () => {
    const before = process.env.TZ;
    const here = workbookFile([ONE]);
    try {
      process.env.TZ = 'Asia/Tokyo';
      expect(Buffer.compare(workbookFile([ONE]), here)).toBe(0);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
