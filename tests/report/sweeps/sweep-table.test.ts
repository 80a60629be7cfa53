import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { MemorySink, writeParquetTable } from '#exports';
import { renderSweepCsv, type SweepResult, sweepJson, sweepTable } from '#report';

const folder = mkdtempSync(join(tmpdir(), 'meridian-sweep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const estimate = (mean: number, halfWidth: number) => ({
  mean,
  halfWidth,
  deviation: 1,
  count: 3,
  level: 0.95,
});
const RESULT: SweepResult = {
  goals: [],
  title: 'A sweep',
  law: [],
  design: 'list',
  parameters: ['agents', 'Order', 'point'],
  measures: [
    { id: 'service level', title: 'Service level', unit: 'share', better: 'more' },
    { id: 'order', title: 'Order', unit: 'cases', better: 'less' },
  ],
  points: [
    { values: ['3', 'random', '0.1'], estimates: [estimate(0.75, 0.0625), null] },
    {
      values: ['4.5', '=1+1', '-2'],
      estimates: [estimate(1 / 3, Number.POSITIVE_INFINITY), estimate(12, 2)],
    },
  ],
  replications: 3,
  level: 0.95,
};

/** What another program reads from the file. */
async function readBack(result: SweepResult) {
  const sink = new MemorySink();
  writeParquetTable(sweepTable(result), sink, { createdBy: 'test' });
  const file = join(folder, 'sweep.parquet');
  writeFileSync(file, sink.finish());
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}') ORDER BY point`);
  const found = {
    names: reader.columnNames(),
    types: reader.columnTypes().map(String),
    rows: reader
      .getRowsJS()
      .map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value))),
  };
  connection.closeSync();
  instance.closeSync();
  return found;
}

describe('a sweep as Parquet', () => {
  it('is read by DuckDB number for number, with types and distinct names', async () => {
    const { names, rows, types } = await readBack(RESULT);
    expect(names).toEqual([
      'point',
      'agents',
      'Order',
      'point_2',
      'service_level',
      'service_level_half_width',
      'order_2',
      'order_half_width',
    ]);
    expect(types).toEqual(['BIGINT', 'DOUBLE', 'VARCHAR', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE']);
    expect(rows).toEqual([
      [0, 3, 'random', 0.1, 0.75, 0.0625, null, null],
      [1, 4.5, '=1+1', -2, 1 / 3, null, 12, 2],
    ]);
  });

  it('has every row of a table longer than a row group', async () => {
    const points = Array.from({ length: 50_001 }, (_, i) => ({
      values: [String(i), 'x', '0'],
      estimates: [estimate(i / 7, 1), null],
    }));
    const { rows } = await readBack({ ...RESULT, points });
    expect(rows.length).toBe(50_001);
    expect(rows.at(-1)?.slice(0, 5)).toEqual([50_000, 50_000, 'x', 0, 50_000 / 7]);
  });

  it('is the same table as the CSV', () => {
    const [head, first] = renderSweepCsv(RESULT).split(/\r?\n/);
    expect(head).toBe(
      'point,agents,Order,point_2,service_level,service_level_half_width,order_2,order_half_width',
    );
    expect(first).toBe('0,3,random,0.1,0.75,0.0625,,');
  });
});

describe('the verdicts of a sweep for programs', () => {
  const [level, order] = RESULT.measures;
  if (level === undefined || order === undefined) throw new Error('there are two measures');
  const judged = { ...RESULT, goals: [{ ...level, value: 0.6 }] };

  it('are in the table, at the end of each row', () => {
    const lines = renderSweepCsv(judged).trim().split(/\r?\n/);
    expect(lines[0]).toMatch(/,verdict$/);
    expect(lines[1]).toMatch(/,met$/);
    expect(lines[2]).toMatch(/,too close to call$/);
    expect(renderSweepCsv(RESULT)).not.toContain('verdict');
    const both = renderSweepCsv({ ...judged, goals: [...judged.goals, { ...order, value: 9 }] });
    const rows = both.trim().split(/\r?\n/);
    expect(rows[0]).toMatch(/,verdict,verdict_of_service_level,verdict_of_order$/);
    expect(rows[1]).toMatch(/,too close to call,met,$/);
    expect(rows[2]).toMatch(/,missed,too close to call,missed$/);
  });

  it('are in the JSON, at each point, with the answer', () => {
    expect(sweepJson(judged)).toMatchObject({
      points: [
        { verdict: 'met', verdicts: ['met'] },
        { verdict: 'too close to call', verdicts: ['too close to call'] },
      ],
      answer: [
        expect.stringContaining('has agents 3, Order random, point 0.1'),
        expect.stringMatching(/^1 point of 2 meets service level of at least 60\.0.%\.$/),
        expect.stringContaining('1 point of 2 is too close to call'),
      ],
    });
    expect(sweepJson(RESULT)).toEqual(RESULT);
  });
});
