import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIGURE_COLUMNS } from '#experiment';
import { renderCellsCsv, renderCostsCsv, renderCsv } from '#report';
import { awkwardText } from '../../../generators/awkward-text.ts';
import { plausibleResult } from '../../../generators/summary.ts';
import { paidWorldScenario } from '../../../generators/world-scenario.ts';

/** Reads the part of RFC 4180 that the writer uses. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const record of text.split('\r\n').slice(0, -1)) {
    const cells = record.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
    const values = cells.map((cell) =>
      cell
        .replace(/,$/, '')
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"'),
    );
    if (record.endsWith(',')) rows.push(values);
    else rows.push(values.slice(0, cells.at(-1) === '' ? -1 : undefined));
  }
  return rows;
}

describe('renderCsv', () => {
  it('quotes commas and quotes, writes null as nothing, and ends rows with CRLF', () => {
    expect(renderCsv([['a', 'b, c', 'say "x"', null, 1.5]])).toBe('a,"b, c","say ""x""",,1.5\r\n');
  });

  it('keeps a spreadsheet from reading a text as a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\t=1', '\r=1', '＝1']) {
      expect(renderCsv([[text]])).toMatch(/^"?'/);
    }
  });

  it('writes negative numbers as numbers', () => {
    expect(renderCsv([[-1.5]])).toBe('-1.5\r\n');
  });

  it('keeps every row on one line, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(awkwardText, { minLength: 1, maxLength: 4 }), (texts) => {
        const lines = renderCsv([texts]).split('\r\n');
        expect(lines).toHaveLength(2);
        expect(lines[0]).not.toMatch(/[\r\n]/);
      }),
    );
  });
});

describe('renderCellsCsv', () => {
  it("has the summary's numbers, one row per cell", () => {
    const { summary } = plausibleResult({ cases: 300 });
    const [head = [], ...rows] = parseCsv(renderCellsCsv(summary, FIGURE_COLUMNS));
    expect(head.slice(0, 4)).toEqual(['segment', 'channel', 'severity', 'arrived']);
    expect(rows).toHaveLength(summary.cells.length);
    rows.forEach((row, i) => {
      const cell = summary.cells[i];
      expect(row.slice(0, 3).join('/')).toBe(cell?.id);
      expect(row[head.indexOf('arrived')]).toBe(String(cell?.arrived));
      expect(row[head.indexOf('service_level')]).toBe(String(cell?.serviceLevel ?? ''));
      expect(row[head.indexOf('sojourn_p90_s')]).toBe(String(cell?.sojournP90S ?? ''));
    });
  });
});

describe('renderCostsCsv', () => {
  it("has the summary's costs, and is null if there are none", () => {
    const { costs, ...summary } = plausibleResult({ cases: 300, scenario: paidWorldScenario() }).summary;
    const [head, ...rows] = parseCsv(renderCostsCsv({ ...summary, costs }) ?? '');
    expect(head).toEqual(['kind', 'id', 'currency', 'cost', 'cost_per_case']);
    expect(rows[0]).toEqual(['total', 'total', 'EUR', String(costs?.cost), String(costs?.perCase)]);
    const segments = rows.filter(([kind]) => kind === 'segment');
    expect(segments.map((row) => row[3])).toEqual(costs?.segments.map(({ cost }) => String(cost)));
    expect(renderCostsCsv({ ...summary, costs: null })).toBeNull();
  });
});
