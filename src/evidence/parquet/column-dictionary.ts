import type { ColumnRows } from './column-rows.ts';

/** For each value of a column, its index among the distinct values, in order of first occurrence. */
export interface ColumnDictionary {
  /** The distinct numbers; texts are in `ColumnRows.texts`. */
  readonly numbers: Float64Array;
  /** By value, without nulls. */
  readonly indices: Uint16Array;
}

/** Number of values examined before all are. */
const SAMPLED = 1000;
/** A column has no dictionary if more than this share of its sample is distinct. */
const DIFFERENT_MOST = 0.9;
/** Bytes of a number, and of the length before a text. */
const NUMBER_BYTES = 8;
const LENGTH_BYTES = 4;

/**
 * A dictionary if it at least halves the bytes, otherwise null: the rule of `hyparquet-writer`, whose bytes must be matched. Lengths of
 * texts are counted in UTF-16 units.
 */
export function dictionaryOf(rows: ColumnRows): ColumnDictionary | null {
  if (rows.column.type === 'boolean' || rows.valueCount === 0) return null;
  return rows.isText ? dictionaryOfTexts(rows) : dictionaryOfNumbers(rows);
}

function dictionaryOfTexts(rows: ColumnRows): ColumnDictionary | null {
  const { textIndices: indices, texts, valueCount } = rows;
  const bytesOf = (index: number) => (texts[index] as string).length + LENGTH_BYTES;
  if (isDifferent(rows, indices, bytesOf)) return null;
  let plainBytes = 0;
  for (let i = 0; i < valueCount; i++) plainBytes += bytesOf(indices[i] as number);
  const bytes = texts.reduce((sum, text) => sum + text.length + LENGTH_BYTES, 0);
  const isWorthIt = 2 * (bytes + indexBytes(valueCount, texts.length)) <= plainBytes;
  return isWorthIt ? { indices, numbers: new Float64Array(0) } : null;
}

function dictionaryOfNumbers(rows: ColumnRows): ColumnDictionary | null {
  const { numbers, valueCount } = rows;
  if (isDifferent(rows, numbers, () => NUMBER_BYTES)) return null;
  const indices = new Uint16Array(valueCount);
  const known = new Map<number, number>();
  for (let i = 0; i < valueCount; i++) {
    const number = numbers[i] as number;
    let index = known.get(number);
    if (index === undefined) {
      index = known.size;
      known.set(number, index);
    }
    indices[i] = index;
  }
  const bytes = NUMBER_BYTES * known.size + indexBytes(valueCount, known.size);
  const isWorthIt = 2 * bytes <= NUMBER_BYTES * valueCount;
  return isWorthIt ? { indices, numbers: firstOfEach(numbers, indices, known.size) } : null;
}

/** By index. A map may keep another zero (0 or −0) than the first one. */
function firstOfEach(numbers: Float64Array, indices: Uint16Array, count: number): Float64Array {
  const first = new Float64Array(count);
  for (let i = 0, next = 0; next < count; i++) {
    if (indices[i] === next) first[next++] = numbers[i] as number;
  }
  return first;
}

function indexBytes(values: number, different: number): number {
  return Math.ceil((values * Math.ceil(Math.log2(different))) / 8);
}

/** Whether nearly all bytes of a sample, spread over all rows, belong to distinct values. */
function isDifferent(
  { count, levels }: ColumnRows,
  values: ArrayLike<number>,
  bytesOf: (value: number) => number,
): boolean {
  const sampled = Math.min(count, SAMPLED);
  const known = new Set<number>();
  let [bytes, differentBytes] = [0, 0];
  let [row, value] = [0, 0];
  for (let i = 0; i < sampled; i++) {
    const wanted = sampled === 1 ? 0 : Math.floor((i * (count - 1)) / (sampled - 1));
    for (; row < wanted; row++) value += levels[row] as number;
    if (levels[row] === 0) continue;
    const one = values[value] as number;
    const size = bytesOf(one);
    bytes += size;
    if (known.has(one)) continue;
    known.add(one);
    differentBytes += size;
  }
  return bytes === 0 || differentBytes / bytes > DIFFERENT_MOST;
}
