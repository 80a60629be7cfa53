export type ParquetValue = string | number | boolean | null;

export interface ParquetColumn {
  readonly name: string;
  /** `time`: epoch ms, as TIMESTAMP in UTC; `integer`: 64 bits; `number`: a double. */
  readonly type: 'string' | 'integer' | 'number' | 'time' | 'boolean' | 'json';
}
