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
  const known = new DistinctNumbers(valueCount);
  let last = Number.NaN;
  let index = 0;
  for (let i = 0; i < valueCount; i++) {
    const number = numbers[i] as number;
    // Rows of a case are adjacent, and share times and numbers.
    if (number !== last) index = known.indexOf(number);
    // More than half of the bytes are needed already.
    if (2 * known.count > valueCount) return null;
    last = number;
    indices[i] = index;
  }
  const bytes = NUMBER_BYTES * known.count + indexBytes(valueCount, known.count);
  const isWorthIt = 2 * bytes <= NUMBER_BYTES * valueCount;
  return isWorthIt ? { indices, numbers: known.inOrder() } : null;
}

/** Gives equal numbers (`===`; NaN equals itself) one index, in order of first occurrence. Takes half of a `Map`'s time. */
class DistinctNumbers {
  count = 0;
  private readonly numbers: Float64Array;
  /** Index + 1 of the number in each slot of a hash table, 0 if the slot is free. At most half of the slots are taken. */
  private readonly slots: Int32Array;
  private readonly hashed = new Float64Array(1);
  private readonly words = new Int32Array(this.hashed.buffer);

  constructor(most: number) {
    this.numbers = new Float64Array(most);
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most)));
  }

  indexOf(number: number): number {
    const { numbers, slots } = this;
    for (let slot = this.slotOf(number); ; slot = (slot + 1) & (slots.length - 1)) {
      const index = (slots[slot] as number) - 1;
      if (index === -1) {
        numbers[this.count] = number;
        slots[slot] = this.count + 1;
        return this.count++;
      }
      const held = numbers[index] as number;
      if (held === number || (Number.isNaN(held) && Number.isNaN(number))) return index;
    }
  }

  inOrder(): Float64Array {
    return this.numbers.slice(0, this.count);
  }

  /** Equal numbers have the same bits, but for zeros and NaNs. */
  private slotOf(number: number): number {
    this.hashed[0] = Number.isNaN(number) ? Number.NaN : number + 0;
    const { words } = this;
    const mixed = Math.imul((words[0] as number) ^ Math.imul(words[1] as number, 0x85ebca6b), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & (this.slots.length - 1);
  }
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
