import { describe, expect, it } from 'vitest';
import { caseTables, importLines } from '#caselog';
import { type Imported, importCsv, importWorkbook } from './importing.ts';
import { serialOf, type TestCell, workbookOf } from './making-workbooks.ts';

const MAPPING = 'timeZone: Europe/Berlin\ncolumns: {case: id, time: at, activity: state}\nends: [Closed]\n';
const HEAD = ['id', 'at', 'state'];
const DATE = { serial: serialOf('2014-06-02T09:30:00Z') };

/** All cells of the two tables. */
function tablesOf({ log }: Imported): unknown {
  return caseTables(log).map(({ columns, path, rows }) => ({ path, columns, rows: [...rows] }));
}

const times = ({ log }: Imported) =>
  Array.from({ length: log.caseCount }, (_, at) =>
    log.caseAt(at).events.map(({ atMs }) => new Date(atMs).toISOString()),
  ).flat();

describe('a workbook', () => {
  it('gives the same tables as a CSV log with the same rows, also with the form of its times told', async () => {
    const rows: [string, string, string][] = [
      ['a', '2014-06-02 09:30:00', 'New'],
      ['b', '2014-06-02 09:30:00.250', 'Näw, "really" & <so>'],
      ['a', '2014-06-03 00:00:00', 'Closed'],
      ['c', '2014-10-26 02:30:00', ' '],
    ];
    const csv = [HEAD, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
    const cells = rows.map(([id, at, state]): TestCell[] => [id, { serial: serialOf(`${at}Z`) }, state]);
    const bytes = workbookOf({ rows: [HEAD, ...cells] });
    for (const form of ['', "timeFormat: 'yyyy-M-d H:mm:ss[.S]'\n"]) {
      const fromCsv = importCsv(`${csv.join('\n')}\n`, MAPPING + form);
      const fromSheet = await importWorkbook(bytes, MAPPING + form);
      expect(fromSheet.report.rows).toEqual({ read: 4, imported: 4, refused: 0 });
      expect(tablesOf(fromSheet)).toEqual(tablesOf(fromCsv));
      expect(fromSheet.report.clock).toEqual({
        ...fromCsv.report.clock,
        repeated: { count: 1, first: '2014-10-26 02:30:00' },
      });
    }
    // The form of texts says nothing about dates.
    const told = await importWorkbook(bytes, `${MAPPING}timeFormat: 'd.M.yyyy H:mm'\n`);
    expect(told.report.rows.refused).toBe(0);
  });

  it('gives numbers as a sheet shows them, and truth values as words', async () => {
    const { log } = await importWorkbook(
      workbookOf({
        rows: [
          [...HEAD, 'p'],
          [4711, DATE, true, 0.1 + 0.2],
          [
            { xml: '<c t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></is></c>' },
            DATE,
            false,
          ],
          [{ xml: '<c t="str"><v>x_x000D_y</v></c>' }, DATE, { xml: '<c><v>1E3</v></c>' }, -5],
        ],
      }),
      `${MAPPING.replace('state}', 'state, product: p}')}`,
    );
    const cases = [0, 1, 2].map((at) => log.caseAt(at));
    expect(cases.map(({ id }) => id)).toEqual(['4711', 'rich', 'x\ry']);
    expect(cases.map(({ events }) => events[0]?.activity)).toEqual(['TRUE', 'FALSE', '1000']);
    expect(cases.map(({ product }) => product)).toEqual(['0.3', null, '-5']);
  });

  it('fills numbers up with zeros if their format does', async () => {
    const bytes = workbookOf({
      dateFormat: '00000000',
      rows: [HEAD, [{ serial: 42 }, '2014-06-02 09:30', 'x']],
    });
    expect((await importWorkbook(bytes, MAPPING)).log.caseAt(0).id).toBe('00000042');
  });

  it.each([
    ['counted from 1900', false, 'yyyy-mm-dd hh:mm', 41_792.395833333336, '2014-06-02T07:30:00.000Z'],
    ['counted from 1904', true, 'yyyy-mm-dd hh:mm', 40_330.395833333336, '2014-06-02T07:30:00.000Z'],
    [
      'of a format with a locale',
      false,
      '[$-407]d\\. mmmm yyyy h:mm;@',
      41_792.395833333336,
      '2014-06-02T07:30:00.000Z',
    ],
    ['of a format that shows the day only', false, 'd.m.yy', 41_792, '2014-06-01T22:00:00.000Z'],
    ['of a day format that has a time', false, 'd.m.yy', 41_792.5, '2014-06-02T10:00:00.000Z'],
    ['after the day that 1900 never had', false, 'yyyy-mm-dd', 61, '1900-02-28T23:00:00.000Z'],
    ['before that day', false, 'yyyy-mm-dd', 59, '1900-02-27T23:00:00.000Z'],
  ])('reads a date %s', async (_, is1904, dateFormat, serial, expected) => {
    const bytes = workbookOf({ dateFormat, is1904, rows: [HEAD, ['a', { serial }, 'x']] });
    const { report, ...imported } = await importWorkbook(bytes, MAPPING);
    expect(report.refused).toEqual([]);
    expect(times({ report, ...imported })).toEqual([expected]);
  });

  it.each([
    ['General', '41792.5'],
    ['0.00', '41792.5'],
    ['#,##0.00 "days"', '41792.5'],
    ['[Red]0.0;[Blue]-0.0', '41792.5'],
    ['0.00E+00', '41792.5'],
    ['_-* #,##0.00\\ "€"_-', '41792.5'],
    ['[h]:mm:ss', '41792.5'],
    ['mmm\\-yy', '2014-06-02 12:00:00'],
    ['h:mm AM/PM d/m/yy', '2014-06-02 12:00:00'],
  ])('takes the format %s for what it shows', async (dateFormat, expected) => {
    const bytes = workbookOf({ dateFormat, rows: [HEAD, ['a', DATE, { serial: 41_792.5 }]] });
    const { log } = await importWorkbook(
      bytes,
      `${MAPPING}timeFormat: yyyy-MM-dd\n`.replace('at, ', "at, product: '#3', "),
    );
    const activity = log.caseCount === 0 ? null : log.caseAt(0).events[0]?.activity;
    // Where the format is of dates, so is the time of the row; otherwise the time is no date.
    const isDate = expected.startsWith('2014-06');
    expect(activity ?? 'refused').toBe(isDate ? expected : 'refused');
  });

  it('reads built-in formats of dates and times, joined from two columns, and dates in ISO 8601', async () => {
    const rows: TestCell[][] = [
      ['id', 'day', 'clock', 'state'],
      ['a', { xml: '<c s="3"><v>41792</v></c>' }, { xml: '<c s="4"><v>0.395833333333333</v></c>' }, 'x'],
      ['b', { xml: '<c t="d"><v>2014-06-02</v></c>' }, { xml: '<c s="4"><v>0.5</v></c>' }, 'x'],
    ];
    const mapping = 'timeZone: UTC\ncolumns: {case: id, time: [day, clock], activity: state}\n';
    const imported = await importWorkbook(workbookOf({ rows }), mapping);
    expect(times(imported)).toEqual(['2014-06-02T09:30:00.000Z', '2014-06-02T12:00:00.000Z']);
  });

  it('takes the kept results of formulas in columns that are read, and counts them', async () => {
    const rows: TestCell[][] = [
      [...HEAD, 'note'],
      ['a', { xml: '<c s="1"><f>NOW()</f><v>41792.5</v></c>' }, { xml: '<c t="str"><f>A1</f><v></v></c>' }],
      [
        'b',
        DATE,
        { xml: '<c t="str"><f t="shared" si="0"/><v>Closed</v></c>' },
        { xml: '<c><f>1/0</f></c>' },
      ],
    ];
    const { report } = await importWorkbook(workbookOf({ rows }), MAPPING);
    expect(report.rows).toEqual({ read: 2, imported: 2, refused: 0 });
    expect(report.sheet?.formulas).toEqual({ count: 3, first: 'B2' });
    expect(importLines(report).join('\n')).toContain(
      '3 cells have formulas (first: B2); the results that the workbook keeps were taken.',
    );
  });

  it('says what its sheet hides, and leaves out empty rows and cells beside the table', async () => {
    const rows: TestCell[][] = [
      [],
      HEAD,
      ['a', DATE, 'x'],
      [null, ' '],
      [],
      ['b', DATE, 'x', null, 'a note'],
    ];
    const { report } = await importWorkbook(
      workbookOf({
        rows,
        rowAttributes: { 6: ' hidden="1"' },
        sheets: [
          { name: 'Tickets' },
          { name: 'Old', state: 'hidden' },
          { name: 'Older', state: 'veryHidden' },
        ],
      }),
      MAPPING,
    );
    expect(report.sheet).toMatchObject({
      name: 'Tickets',
      hiddenRows: { count: 1, first: 6 },
      emptyRows: { count: 2, first: 4 },
      beside: { count: 1, first: 'E6' },
      hiddenSheets: ['Old', 'Older'],
    });
    const text = importLines(report).join('\n');
    expect(text).toContain('1 row is hidden in the sheet (first: row 6), and read like the others.');
    expect(text).toContain('2 rows between others are empty (first: row 4) and left out.');
    expect(text).toContain('1 cell lies beside the columns with a name (first: E6), and not read.');
    expect(text).toContain('Hidden sheets that were not read: Old, Older.');
  });

  it('is read from the sheet that is named, whatever its case, also if it is hidden', async () => {
    const bytes = workbookOf({
      rows: [HEAD, ['a', DATE, 'x']],
      sheets: [{ name: 'My Tickets', state: 'hidden' }, { name: 'Other' }, { name: 'Third' }],
    });
    const { report } = await importWorkbook(bytes, `${MAPPING}sheet: my tickets\n`);
    expect(report.sheet).toMatchObject({ name: 'My Tickets', isHidden: true, isTold: true });
    expect(importLines(report)).toContain('The sheet is hidden in the workbook.');
  });

  it('is read if its elements have prefixes, its places are left out, and its parts lie elsewhere', async () => {
    const links = (inner: string) =>
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
    const row = (cells: readonly string[]) =>
      `<x:row>${cells.map((cell) => `<x:c t="inlineStr"><x:is><x:t>${cell}</x:t></x:is></x:c>`).join('')}</x:row>`;
    const bytes = workbookOf({
      parts: {
        '_rels/.rels': links('<Relationship Id="a" Type="x/officeDocument" Target="/Book/Main.xml"/>'),
        'book/main.xml':
          '<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:q="l"><x:sheets><x:sheet name="S" q:id="one"/></x:sheets></x:workbook>',
        'book\\_rels\\main.xml.rels': links(
          '<Relationship Id="one" Type="x/worksheet" Target="../Sheets/a.xml"/>',
        ),
        'sheets/a.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${row(HEAD)}${row(['a', '2.6.2014 9:30', 'x'])}</x:sheetData></x:worksheet>`,
        'xl/workbook.xml': null,
      },
    });
    const imported = await importWorkbook(bytes, `${MAPPING}timeFormat: 'd.M.yyyy H:mm'\n`);
    expect(times(imported)).toEqual(['2014-06-02T07:30:00.000Z']);
  });

  it('takes an error for a missing value if the mapping says so', async () => {
    const rows: TestCell[][] = [HEAD, ['a', DATE, { xml: '<c t="e"><v>#N/A</v></c>' }]];
    const { log } = await importWorkbook(workbookOf({ rows }), `${MAPPING}missing: ['#N/A']\n`);
    expect(log.caseAt(0).events[0]?.activity).toBeNull();
  });
});
