import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { schemaFromColumnData } from 'hyparquet-writer/src/schema.js';
import type { Sink } from '../sinks.ts';

export type ParquetValue = string | number | boolean | null;

export interface ParquetColumn {
  readonly name: string;
  /** `time`: epoch ms, as TIMESTAMP in UTC; `integer`: 64 bits; `number`: a double. */
  readonly type: 'string' | 'integer' | 'number' | 'time' | 'boolean' | 'json';
}

/** A table that is held as a whole. */
export interface ParquetContent {
  readonly columns: readonly ParquetColumn[];
  readonly rows: readonly (readonly ParquetValue[])[];
}

const BASIC_TYPES = {
  string: 'STRING',
  integer: 'INT64',
  number: 'DOUBLE',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
  json: 'STRING',
} as const;
/** Rows that are in memory at once: a row group of the file. */
const GROUP_ROWS = 16_384;

/** What a file says of itself: the program that made it, and key-value metadata. */
export interface ParquetOrigin {
  readonly createdBy: string;
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
}

/** Writes a table that is held as a whole; `createdBy` names the program in the file. */
export function writeParquetTable({ columns, rows }: ParquetContent, sink: Sink, createdBy: string): void {
  const file = new ParquetFile(columns, sink, { createdBy });
  rows.forEach(file.row);
  file.finish();
}

/**
 * Writes rows as Parquet, a row group at a time. Every column may hold null. A group is held column by column, and what the package
 * makes of its numbers (an object each) is made for one column at a time: rows as lists took three times the memory.
 */
export class ParquetFile {
  private readonly columns: readonly ParquetColumn[];
  private readonly sink: Sink;
  private readonly bytes = new DrainedWriter();
  private readonly writer: ParquetWriter;
  private readonly values: ParquetValue[][];
  private rowCount = 0;

  constructor(columns: readonly ParquetColumn[], sink: Sink, { createdBy, metadata = [] }: ParquetOrigin) {
    this.columns = columns;
    this.values = columns.map(() => []);
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
    for (let i = 0; i < this.values.length; i++) this.values[i]?.push(values[i] ?? null);
    this.rowCount++;
    if (this.rowCount === GROUP_ROWS) this.writeGroup();
  };

  finish(): void {
    if (this.rowCount > 0) this.writeGroup();
    this.writer.finish();
    this.sink.bytes(this.bytes.drain());
  }

  private writeGroup(): void {
    const { values } = this;
    const columnData = this.columns.map(({ name, type }, i) => ({
      name,
      // Asked for when the column is written, which comes one after the other.
      get data() {
        return (values[i] ?? []).map((value) => parquetValue(type, value));
      },
    }));
    this.writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    for (const column of values) column.length = 0;
    this.rowCount = 0;
    this.sink.bytes(this.bytes.drain());
  }
}

function parquetValue(
  type: ParquetColumn['type'],
  value: ParquetValue,
): string | number | boolean | bigint | Date | null {
  if (value === null || type === 'number') return value;
  if (typeof value === 'number') return type === 'time' ? new Date(value) : BigInt(value);
  return value;
}

/** The package's writer, whose bytes are taken away piece by piece. `offset` goes on, `index` begins anew. */
class DrainedWriter extends ByteWriter {
  drain(): Uint8Array {
    const bytes = new Uint8Array(this.getBuffer());
    this.index = 0;
    return bytes;
  }
}
