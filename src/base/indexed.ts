import { AssertionError } from './assert.ts';

declare const of: unique symbol;

/**
 * A number that stands for one kind of thing: `NumberOf<'group'>` is not assignable to `NumberOf<'centre'>`. A plain number is assignable
 * to both, so literals, loop counters and arithmetic need no cast. Exists for the type checker only.
 */
export type NumberOf<What extends string> = number & { readonly [of]?: What };

/** Methods of an array that take or give the index of a row. */
interface ByIndex<Index extends number, Row> {
  entries(): ArrayIterator<[Index, Row]>;
  keys(): ArrayIterator<Index>;
  forEach(visit: (row: Row, index: Index, rows: readonly Row[]) => void): void;
  map<To>(map: (row: Row, index: Index, rows: readonly Row[]) => To): To[];
  flatMap<To>(map: (row: Row, index: Index, rows: Row[]) => To | readonly To[]): To[];
  filter<Kept extends Row>(keep: (row: Row, index: Index, rows: readonly Row[]) => row is Kept): Kept[];
  filter(keep: (row: Row, index: Index, rows: readonly Row[]) => unknown): Row[];
  some(holds: (row: Row, index: Index, rows: readonly Row[]) => unknown): boolean;
  /** −1 where no row is found. */
  findIndex(holds: (row: Row, index: Index, rows: readonly Row[]) => unknown): Index;
  at(index: Index): Row | undefined;
}

/** A list of rows, read by their own kind of index only: `Indexed<GroupIndex, AgentGroup>`. At run time an array. */
export type Indexed<Index extends number, Row> = Omit<readonly Row[], number | keyof ByIndex<Index, Row>> &
  ByIndex<Index, Row> & { readonly [At in Index]: Row };

/** The row at an index that the caller knows to be in the list. Not for inner loops: all callers share one place that reads. */
export function rowAt<Rows extends { readonly length: number }>(
  rows: Rows,
  index: keyof Rows & number,
): Rows[keyof Rows & number] {
  const row = rows[index];
  if (row === undefined) throw new AssertionError(`a list of ${rows.length} rows has no row ${index}`);
  return row;
}

/** A column of numbers, read and written by one kind of index: `Column<PlaceIndex, EntityIndex>`. At run time a typed array. */
export type Column<Index extends number, Value extends number = number> = { readonly length: number } & {
  [At in Index]: Value;
};

/** The number of each word: its place in a list of different words. */
export function numbered<const Word extends string>(
  words: readonly Word[],
): { readonly [One in Word]: NumberOf<One> } {
  return Object.fromEntries(words.map((word, number) => [word, number])) as { [One in Word]: NumberOf<One> };
}
