import { assert } from '#base';
import type { ParquetColumn, ParquetValue } from './parquet-column.ts';

/** Rows of one column of a row group. What is missing is null. */
export class ColumnRows {
  readonly column: ParquetColumn;
  readonly isText: boolean;
  count = 0;
  nullCount = 0;
  /** 1 where there is a value, which is its definition level. */
  readonly levels: Uint16Array;
  /** Values of all types but text, without the nulls, one behind the other. Truth values are 0 and 1. */
  readonly numbers: Float64Array;
  /** Different texts, in the order in which they come first. */
  readonly texts: string[] = [];
  /** By text, without the nulls: which of `texts` it is. */
  readonly textIndices: Uint16Array;
  private readonly places = new Map<string, number>();

  constructor(column: ParquetColumn, rowsMost: number) {
    this.column = column;
    this.isText = column.type === 'string' || column.type === 'json';
    this.levels = new Uint16Array(rowsMost);
    this.numbers = new Float64Array(this.isText ? 0 : rowsMost);
    this.textIndices = new Uint16Array(this.isText ? rowsMost : 0);
  }

  get valueCount(): number {
    return this.count - this.nullCount;
  }

  add(value: ParquetValue): void {
    const row = this.count++;
    if (value === null) {
      this.levels[row] = 0;
      this.nullCount++;
      return;
    }
    this.levels[row] = 1;
    const place = row - this.nullCount;
    if (typeof value === 'string') this.textIndices[place] = this.placeOf(value);
    else this.numbers[place] = this.numberOf(value);
  }

  /** The text that is value number `place`. */
  textAt(place: number): string {
    return this.texts[this.textIndices[place] as number] as string;
  }

  clear(): void {
    this.count = 0;
    this.nullCount = 0;
    this.texts.length = 0;
    this.places.clear();
  }

  /** Each text is held once: most columns have few. */
  private placeOf(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    const place = this.texts.push(text) - 1;
    this.places.set(text, place);
    return place;
  }

  private numberOf(value: number | boolean): number {
    const { name, type } = this.column;
    if (type === 'integer' || type === 'time')
      assert(Number.isSafeInteger(value), `column ${name} takes whole numbers`);
    return Number(value);
  }
}
