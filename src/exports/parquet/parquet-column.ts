export type ParquetValue = string | number | boolean | null;
export type ParquetCell = ParquetValue | RepeatedText;

/** A text that many rows of one column contain. It remembers its place there, so that the column need not look for it. */
export class RepeatedText {
  readonly text: string;
  /** Its place among the texts of a row group, and the number of that group. */
  place = 0;
  group = -1;

  constructor(text: string) {
    this.text = text;
  }
}

export interface ParquetColumn {
  readonly name: string;
  /** `time`: epoch ms, as TIMESTAMP in UTC; `integer`: 64 bits; `number`: a double. */
  readonly type: 'string' | 'integer' | 'number' | 'time' | 'boolean' | 'json';
}
