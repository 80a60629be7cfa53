import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openStream, type RandomStream } from '#base';
import { MemorySink, type ParquetContent, writeParquetTable } from '#exports';

type Column = ParquetContent['columns'][number];
type Value = string | number | boolean | null;

const TYPES = {
  string: 'STRING',
  json: 'STRING',
  integer: 'INT64',
  time: 'TIMESTAMP',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const;
/** Rows per group in the files that Meridian writes. */
const GROUP_ROWS = 16_384;

function packageValue(type: Column['type'], value: Value): string | number | boolean | bigint | Date | null {
  if (typeof value !== 'number' || type === 'number') return value;
  return type === 'time' ? new Date(value) : BigInt(value);
}

/** The file that `hyparquet-writer` alone writes. */
function writtenByPackage({ columns, ...content }: ParquetContent): Uint8Array {
  const rows = [...content.rows];
  const typed = columns.map(({ name, type }) => ({ name, type: TYPES[type], nullable: true, data: [] }));
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: typed }),
    createdBy: 'test',
    kvMetadata: [],
  });
  for (let from = 0; from < rows.length; from += GROUP_ROWS) {
    const group = rows.slice(from, from + GROUP_ROWS);
    const columnData = columns.map(({ name, type }, i) => ({
      name,
      data: group.map((row) => packageValue(type, row[i] ?? null)),
    }));
    file.write({ columnData, rowGroupSize: GROUP_ROWS });
  }
  file.finish();
  return writer.getBytes();
}

function writtenHere(content: ParquetContent): Uint8Array {
  const sink = new MemorySink();
  writeParquetTable(content, sink, { createdBy: 'test' });
  return sink.finish();
}

/** Values of each type: few distinct ones, many, and those with an encoding of their own. */
const MAKERS: readonly (readonly [Column['type'], (random: RandomStream, row: number) => Value])[] = [
  ['string', (random) => `word ${Math.floor(5 * random.uniform())}`],
  ['string', (_, row) => `case/${row}`],
  [
    'string',
    (random) => ['', 'é', '☃', '\uffee', '😀', '😀a', 'z'][Math.floor(7 * random.uniform())] as string,
  ],
  ['string', () => 'always'],
  ['json', (random, row) => `{"entry":${row},"text":"${'x'.repeat(Math.floor(200 * random.uniform()))}"}`],
  ['integer', (_, row) => row],
  ['integer', (random) => Math.floor(1000 * random.uniform()) - 500],
  ['integer', (random) => Math.floor((random.uniform() - 0.5) * 2 ** 53)],
  ['time', (_, row) => 1_400_000_000_000 + 1000 * Math.floor(row / 3)],
  ['number', (random) => random.uniform()],
  [
    'number',
    (random) => [0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY][Math.floor(5 * random.uniform())] as number,
  ],
  ['number', (random) => [-0, 0][Math.floor(2 * random.uniform())] as number],
  ['number', () => Number.NaN],
  ['boolean', (random) => random.uniform() < 0.5],
  ['boolean', (random) => random.uniform() < 0.98],
];
/** Shares of nulls. */
const NULLS = [0, 0.02, 0.5, 0.97, 1];

/** A column for each maker and share of nulls. Nulls come singly and in runs. */
function tableOf(rowCount: number): ParquetContent {
  const random = openStream('parquet', rowCount, 'values');
  const made = MAKERS.flatMap(([type, make]) => NULLS.map((nulls) => ({ type, make, nulls })));
  const rows: Value[][] = [];
  for (let row = 0; row < rowCount; row++) {
    const isStretch = Math.floor(row / 40) % 3 === 0;
    rows.push(
      made.map(({ make, nulls }) => {
        const isNull = nulls === 1 || (nulls > 0 && (isStretch ? nulls > 0.4 : random.uniform() < nulls));
        return isNull ? null : make(random, row);
      }),
    );
  }
  const columns = made.map(({ type }, i) => ({ name: `column ${i}`, type }));
  return { columns, rows };
}

describe('a Parquet file', () => {
  it.each([0, 1, 1001])('of %i rows has the same bytes as from the package alone', (rowCount) => {
    const table = tableOf(rowCount);
    expect(Buffer.from(writtenHere(table))).toEqual(Buffer.from(writtenByPackage(table)));
  });

  it('of several row groups, with texts of several pages, has the same bytes as from the package alone', () => {
    const columns: readonly Column[] = [
      { name: 'entry', type: 'integer' },
      { name: 'fields', type: 'json' },
      { name: 'kind', type: 'string' },
    ];
    const rows = Array.from({ length: 2 * GROUP_ROWS + 5 }, (_, i) => [
      i,
      i % 11 === 0 ? null : `${i} ${'long'.repeat(i % 97)}`,
      ['open', 'store', 'view'][(i * i) % 3] as string,
    ]);
    const bytes = writtenHere({ columns, rows });
    expect(Buffer.from(bytes)).toEqual(Buffer.from(writtenByPackage({ columns, rows })));
  });

  it.each<[string, Column['type'], Value]>([
    ['a fraction', 'integer', 1.5],
    ['no time', 'time', Number.NaN],
  ])('refuses %s in a column of whole numbers', (_, type, value) => {
    expect(() => writtenHere({ columns: [{ name: 'a', type }], rows: [[value]] })).toThrow('whole numbers');
  });
});
