import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { assert } from '#base';
import type { Sink } from '../files/sinks.ts';

export type ParquetValue = string | number | boolean | null;

export interface ParquetColumn {
  readonly name: string;
  /** `time`: epoch ms, as TIMESTAMP in UTC; `integer`: 64 bits; `number`: a double. */
  readonly type: 'string' | 'integer' | 'number' | 'time' | 'boolean' | 'json';
}

/** A table whose rows are read once, in order. */
export interface ParquetContent {
  readonly columns: readonly ParquetColumn[];
  readonly rows: Iterable<readonly ParquetValue[]>;
}

const BASIC_TYPES = {
  string: 'STRING',
  integer: 'INT64',
  number: 'DOUBLE',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
  json: 'STRING',
} as const;
/** Rows in memory at once: a row group of the file. */
const GROUP_ROWS = 16_384;

/** Metadata of a file: the program that made it, and key-value pairs. */
export interface ParquetOrigin {
  readonly createdBy: string;
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
}

/** Writes a table, one row group at a time. */
export function writeParquetTable(
  { columns, rows }: ParquetContent,
  sink: Sink,
  origin: ParquetOrigin,
): void {
  const file = new ParquetFile(columns, sink, origin);
  for (const row of rows) file.row(row);
  file.finish();
}

/** A value as the package takes it. */
type Cell = string | number | bigint | boolean | Date | null;

/** Writes rows as Parquet, one row group at a time, which is held column by column. Every column may contain null. */
export class ParquetFile {
  private readonly columns: readonly (ParquetColumn & { readonly data: Cell[] })[];
  private readonly sink: Sink;
  private readonly bytes = new DrainedWriter();
  private readonly writer: ParquetWriter;

  constructor(columns: readonly ParquetColumn[], sink: Sink, { createdBy, metadata = [] }: ParquetOrigin) {
    this.columns = columns.map(({ name, type }) => ({ name, type, data: [] }));
    this.sink = sink;
    const schema = schemaFromColumnData({
      columnData: columns.map(({ name, type }) => ({
        name,
        type: BASIC_TYPES[type],
        nullable: true,
        data: [],
      })),
    });
    const kvMetadata = metadata.map(({ key, value }) => ({ key, value }));
    this.writer = new ParquetWriter({ writer: this.bytes, schema, createdBy, kvMetadata });
  }

  readonly row = (values: readonly ParquetValue[]): void => {
    const { columns } = this;
    for (let i = 0; i < columns.length; i++) {
      const { data, name, type } = columns[i] as (typeof columns)[number];
      data.push(cellOf(name, type, values[i] ?? null));
    }
    if (columns[0]?.data.length === GROUP_ROWS) this.writeGroup();
  };

  finish(): void {
    if ((this.columns[0]?.data.length ?? 0) > 0) this.writeGroup();
    this.writer.finish();
    this.sink.bytes(this.bytes.drain());
  }

  private writeGroup(): void {
    const columnData = this.columns.map(({ data, name }) => ({ name, data }));
    this.writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    for (const { data } of this.columns) data.length = 0;
    this.sink.bytes(this.bytes.drain());
  }
}

function cellOf(column: string, type: ParquetColumn['type'], value: ParquetValue): Cell {
  if (typeof value !== 'number' || type === 'number') return value;
  assert(Number.isSafeInteger(value), `column ${column} takes whole numbers`);
  return type === 'time' ? new Date(value) : BigInt(value);
}

/** The package's writer, whose bytes are drained piece by piece. `offset` continues, `index` restarts. */
class DrainedWriter extends ByteWriter {
  drain(): Uint8Array {
    const bytes = new Uint8Array(this.getBuffer());
    this.index = 0;
    return bytes;
  }
}
