import { assert } from '#base';
import { type ParquetCell, type ParquetColumn, RepeatedText } from './parquet-column.ts';

/** Rows of one column of a row group. Missing values are null. */
export class ColumnRows {
  readonly column: ParquetColumn;
  readonly isText: boolean;
  count = 0;
  nullCount = 0;
  /** 1 if there is a value; this is its definition level. */
  readonly levels: Uint16Array;
  /** Values of all types except text, without nulls, in order. Booleans are 0 and 1. */
  readonly numbers: Float64Array;
  /** Distinct texts, in order of first occurrence. */
  readonly texts: string[] = [];
  /** For each text, without nulls: its index in `texts`. */
  readonly textIndices: Uint16Array;
  private readonly places = new Map<string, number>();
  /** The last text. It often comes again, because the rows of a case are adjacent. */
  private lastText: string | null = null;
  private lastPlace = 0;
  /** Number of the row group. */
  private group = 0;

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

  add(value: ParquetCell): void {
    const row = this.count++;
    if (value === null) {
      this.levels[row] = 0;
      this.nullCount++;
      return;
    }
    this.levels[row] = 1;
    const place = row - this.nullCount;
    if (typeof value === 'string') this.textIndices[place] = this.placeOf(value);
    else if (value instanceof RepeatedText) this.textIndices[place] = this.placeOfRepeated(value);
    else this.numbers[place] = this.numberOf(value);
  }

  /** The text with value number `place`. */
  textAt(place: number): string {
    return this.texts[this.textIndices[place] as number] as string;
  }

  clear(): void {
    this.count = 0;
    this.nullCount = 0;
    this.texts.length = 0;
    this.places.clear();
    this.lastText = null;
    this.group++;
  }

  private placeOfRepeated(repeated: RepeatedText): number {
    if (repeated.group !== this.group) {
      repeated.place = this.placeOf(repeated.text);
      repeated.group = this.group;
    }
    return repeated.place;
  }

  /** Each text is stored once: most columns have few. */
  private placeOf(text: string): number {
    if (text === this.lastText) return this.lastPlace;
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.texts.push(text) - 1;
      this.places.set(text, place);
    }
    this.lastText = text;
    this.lastPlace = place;
    return place;
  }

  private numberOf(value: number | boolean): number {
    const { name, type } = this.column;
    if (type === 'integer' || type === 'time')
      assert(Number.isSafeInteger(value), `column ${name} takes whole numbers`);
    return Number(value);
  }
}
