import type { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { ColumnRows } from './column-rows.ts';

type Statistics = NonNullable<
  NonNullable<ParquetWriter['pendingIndexes'][number]['chunk']['meta_data']>['statistics']
> & {
  nan_count?: bigint;
};

/** The minimum and maximum of a column, and the number of nulls. */
export function boundsOf(rows: ColumnRows): Statistics {
  const null_count = BigInt(rows.nullCount);
  switch (rows.column.type) {
    case 'string':
    case 'json':
      return { ...textBounds(rows.texts), null_count };
    case 'integer':
    case 'time':
      return { ...numberBounds(rows, BigInt), null_count };
    case 'boolean':
      return { ...numberBounds(rows, Boolean), null_count };
    case 'number':
      return { ...doubleBounds(rows), null_count, nan_count: BigInt(nanCount(rows)) };
  }
}

type Bounds = Pick<Statistics, 'min_value' | 'max_value'>;

function numberBounds(rows: ColumnRows, made: (value: number) => bigint | boolean): Bounds {
  const { max, min } = extremesOf(rows);
  return min > max ? {} : { min_value: made(min), max_value: made(max) };
}

/** By the rules of Parquet, a minimum of zero is negative and a maximum of zero is positive. */
function doubleBounds(rows: ColumnRows): Bounds {
  const { max, min } = extremesOf(rows);
  return min > max ? {} : { min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max };
}

/** NaN is not compared. If there is nothing else, the minimum exceeds the maximum. */
function extremesOf({ numbers, valueCount }: ColumnRows): { readonly min: number; readonly max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < valueCount; i++) {
    const number = numbers[i] as number;
    if (number < min) min = number;
    if (number > max) max = number;
  }
  return { min, max };
}

function nanCount({ numbers, valueCount }: ColumnRows): number {
  let count = 0;
  for (let i = 0; i < valueCount; i++) if (Number.isNaN(numbers[i])) count++;
  return count;
}

function textBounds(texts: readonly string[]): Bounds {
  let [min] = texts;
  let max = min;
  if (min === undefined || max === undefined) return {};
  for (const text of texts) {
    if (isBefore(text, min)) min = text;
    else if (isBefore(max, text)) max = text;
  }
  return { min_value: min, max_value: max };
}

/** The order of code points, which is that of their bytes in UTF-8. */
function isBefore(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const unit = left.charCodeAt(i);
    const other = right.charCodeAt(i);
    if (unit !== other) return rankOf(unit) < rankOf(other);
  }
  return left.length < right.length;
}

/** Surrogates sort after all code points that need one UTF-16 unit. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
