import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { schemaFromColumnData } from 'hyparquet-writer/src/schema.js';
import type { Sink } from '../files/sinks.ts';
import { ChunkWriter } from './column-chunk.ts';
import { ColumnRows } from './column-rows.ts';
import type { ParquetCell, ParquetColumn, ParquetValue } from './parquet-column.ts';

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

/** Writes a table, one row group at a time. `createdBy` names the program in the file. */
export function writeParquetTable({ columns, rows }: ParquetContent, sink: Sink, createdBy: string): void {
  const file = new ParquetFile(columns, sink, { createdBy });
  for (const row of rows) file.row(row);
  file.finish();
}

/** Writes rows as Parquet, one row group at a time, which is held column by column. Every column may contain null. */
export class ParquetFile {
  private readonly sink: Sink;
  private readonly bytes = new DrainedWriter();
  private readonly chunks = new ChunkWriter(this.bytes);
  private readonly writer: ParquetWriter;
  private readonly rows: readonly ColumnRows[];
  private rowCount = 0;

  constructor(columns: readonly ParquetColumn[], sink: Sink, { createdBy, metadata = [] }: ParquetOrigin) {
    this.rows = columns.map((column) => new ColumnRows(column, GROUP_ROWS));
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

  readonly row = (values: readonly ParquetCell[]): void => {
    const { rows } = this;
    for (let i = 0; i < rows.length; i++) rows[i]?.add(values[i] ?? null);
    this.rowCount++;
    if (this.rowCount === GROUP_ROWS) this.writeGroup();
  };

  finish(): void {
    if (this.rowCount > 0) this.writeGroup();
    this.writer.finish();
    this.sink.bytes(this.bytes.drain());
  }

  /** Does what `ParquetWriter.write` does: writes the columns, and notes them for the end of the file. */
  private writeGroup(): void {
    const start = this.bytes.offset;
    const pages = this.rows.map((rows) => this.chunks.write(rows));
    const columns = pages.map(({ chunk }) => chunk);
    const group = {
      columns,
      total_byte_size: columns.reduce(
        (sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n),
        0n,
      ),
      num_rows: BigInt(this.rowCount),
      total_compressed_size: BigInt(this.bytes.offset - start),
    };
    this.writer.pendingIndexes.push(...pages);
    this.writer.row_groups.push(group);
    this.writer.num_rows += group.num_rows;
    for (const rows of this.rows) rows.clear();
    this.rowCount = 0;
    this.sink.bytes(this.bytes.drain());
  }
}

/** The package's writer, whose bytes are drained piece by piece. `offset` continues, `index` restarts. */
class DrainedWriter extends ByteWriter {
  drain(): Uint8Array {
    const bytes = new Uint8Array(this.getBuffer());
    this.index = 0;
    return bytes;
  }
}
