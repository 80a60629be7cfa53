import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { type ColumnDictionary, dictionaryOf } from './column-dictionary.ts';
import type { ColumnRows } from './column-rows.ts';
import { boundsOf } from './column-statistics.ts';
import { PageBytes } from './page-bytes.ts';
import { writeRunLengths } from './run-lengths.ts';
import { SnappyCompressor } from './snappy.ts';

/** What the package keeps about a row group's column for the end of the file. */
export type ChunkPages = ParquetWriter['pendingIndexes'][number];
type Encoding = NonNullable<ChunkPages['chunk']['meta_data']>['encodings'][number];
const PLAIN: Encoding = 'PLAIN';

/** Bytes of plain values, without their lengths, after which a page ends. */
const PAGE_BYTES = 1 << 20;
/** From this many booleans on, they are written as run lengths. */
const RUNS_FROM = 17;

/**
 * Writes a column of a row group, which may contain nulls. The bytes equal those of the package's `ParquetWriter.write`, which a test
 * compares. The package creates several objects per value, and takes several times as long.
 */
export class ChunkWriter {
  private readonly writer: ByteWriter;
  private readonly page = new PageBytes();
  private readonly levels = new PageBytes();
  private readonly snappy = new SnappyCompressor();
  /** Bytes of the chunk's pages before compression, including their headers. */
  private plainBytes = 0;

  constructor(writer: ByteWriter) {
    this.writer = writer;
  }

  write(rows: ColumnRows): ChunkPages {
    const { writer } = this;
    const start = writer.offset;
    this.plainBytes = 0;
    const dictionary = dictionaryOf(rows);
    const dictionaryOffset = BigInt(start);
    if (dictionary !== null) this.writeDictionary(rows, dictionary);
    const dataOffset = BigInt(writer.offset);
    const encoding = encodingOf(rows, dictionary);
    const pages = dictionary === null ? pagesOf(rows) : [{ start: 0, end: rows.count }];
    let value = 0;
    const locations = pages.map((page) => {
      const offset = writer.offset;
      value = this.writeDataPage(rows, dictionary, encoding, { ...page, value });
      return {
        offset: BigInt(offset),
        compressed_page_size: writer.offset - offset,
        first_row_index: BigInt(page.start),
      };
    });
    const ofDictionary = { page_type: 'DICTIONARY_PAGE' as const, encoding: PLAIN, count: 1 };
    const chunk = {
      meta_data: {
        type: PHYSICAL_TYPES[rows.column.type],
        encodings: dictionary === null ? [encoding] : [PLAIN, encoding],
        path_in_schema: [rows.column.name],
        codec: 'SNAPPY' as const,
        num_values: BigInt(rows.count),
        total_compressed_size: BigInt(writer.offset - start),
        total_uncompressed_size: BigInt(this.plainBytes),
        data_page_offset: dataOffset,
        ...(dictionary === null ? {} : { dictionary_page_offset: dictionaryOffset }),
        statistics: boundsOf(rows),
        encoding_stats: [
          ...(dictionary === null ? [] : [ofDictionary]),
          { page_type: 'DATA_PAGE_V2' as const, encoding, count: pages.length },
        ],
      },
      file_offset: BigInt(start),
    };
    return pages.length > 1 ? { chunk, offsetIndex: { page_locations: locations } } : { chunk };
  }

  private writeDictionary(rows: ColumnRows, { numbers }: ColumnDictionary): void {
    const { page } = this;
    const count = rows.isText ? rows.texts.length : numbers.length;
    page.clear();
    if (rows.isText) for (const text of rows.texts) page.text(text);
    else writeNumbers(page, rows, numbers, 0, count);
    const plain = page.written();
    const packed = this.snappy.compress(plain);
    this.writeHeader({
      type: 'DICTIONARY_PAGE',
      uncompressed_page_size: plain.length,
      compressed_page_size: packed.length,
      dictionary_page_header: { num_values: count, encoding: 'PLAIN' },
    });
    this.writer.appendBytes(packed);
    this.plainBytes += plain.length;
  }

  /** Writes some rows, starting at value number `value`. Returns the number of the next value. */
  private writeDataPage(
    rows: ColumnRows,
    dictionary: ColumnDictionary | null,
    encoding: Encoding,
    { end, start, value }: { readonly start: number; readonly end: number; readonly value: number },
  ): number {
    const { levels, page } = this;
    levels.clear();
    writeRunLengths(levels, rows.levels, { bits: 1, start, end });
    let nulls = 0;
    for (let i = start; i < end; i++) nulls += 1 - (rows.levels[i] as number);
    const next = value + end - start - nulls;
    page.clear();
    if (dictionary !== null) writeIndices(page, dictionary.indices, next);
    else if (encoding === 'RLE') writeTruthRuns(page, rows);
    else if (rows.isText) for (let i = value; i < next; i++) page.text(rows.textAt(i));
    else writeNumbers(page, rows, rows.numbers, value, next);
    const plain = page.written();
    const packed = this.snappy.compress(plain);
    this.writeHeader({
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levels.length + plain.length,
      compressed_page_size: levels.length + packed.length,
      data_page_header_v2: {
        num_values: end - start,
        num_nulls: nulls,
        num_rows: end - start,
        encoding,
        definition_levels_byte_length: levels.length,
        repetition_levels_byte_length: 0,
        is_compressed: true,
      },
    });
    this.writer.appendBytes(levels.written());
    this.writer.appendBytes(packed);
    this.plainBytes += levels.length + plain.length;
    return next;
  }

  private writeHeader(header: Parameters<typeof writePageHeader>[1]): void {
    const start = this.writer.offset;
    writePageHeader(this.writer, header);
    this.plainBytes += this.writer.offset - start;
  }
}

const PHYSICAL_TYPES = {
  string: 'BYTE_ARRAY',
  json: 'BYTE_ARRAY',
  integer: 'INT64',
  time: 'INT64',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const;

function encodingOf({ column, count }: ColumnRows, dictionary: ColumnDictionary | null): Encoding {
  if (dictionary !== null) return 'RLE_DICTIONARY';
  return column.type === 'boolean' && count >= RUNS_FROM ? 'RLE' : 'PLAIN';
}

/** Pages of plain values. Only texts can take more than one. */
function pagesOf(rows: ColumnRows): readonly { readonly start: number; readonly end: number }[] {
  const { count, isText, levels } = rows;
  const pages: { start: number; end: number }[] = [];
  let start = 0;
  let bytes = 0;
  let value = 0;
  for (let i = 0; isText && i < count; i++) {
    const length = levels[i] === 0 ? 0 : rows.textAt(value++).length;
    bytes += length;
    if (bytes < PAGE_BYTES || i === start) continue;
    pages.push({ start, end: i });
    start = i;
    bytes = length;
  }
  return [...pages, { start, end: count }];
}

function writeNumbers(
  page: PageBytes,
  { column }: ColumnRows,
  numbers: Float64Array,
  from: number,
  to: number,
): void {
  switch (column.type) {
    case 'integer':
    case 'time':
      for (let i = from; i < to; i++) page.int64(numbers[i] as number);
      return;
    case 'number':
      for (let i = from; i < to; i++) page.double(numbers[i] as number);
      return;
    case 'boolean':
      for (let i = from; i < to; i += 8) {
        let bits = 0;
        for (let k = 0; k < 8 && i + k < to; k++) bits |= (numbers[i + k] as number) << k;
        page.byte(bits);
      }
  }
}

function writeIndices(page: PageBytes, indices: Uint16Array, count: number): void {
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, indices[i] as number);
  const bits = Math.ceil(Math.log2(most + 1));
  page.byte(bits);
  writeRunLengths(page, indices, { bits, start: 0, end: count });
}

function writeTruthRuns(page: PageBytes, { numbers, valueCount }: ColumnRows): void {
  const runs = new PageBytes();
  writeRunLengths(runs, Uint16Array.from(numbers.subarray(0, valueCount)), {
    bits: 1,
    start: 0,
    end: valueCount,
  });
  const bytes = runs.written();
  page.uint32(bytes.length);
  page.append(bytes);
}
