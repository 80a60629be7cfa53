/** How a log is written, and how to read it. */
export interface LogForm {
  readonly format: 'ndjson' | 'csv';
  /** Decodes UTF-8; null if the bytes are not UTF-8. The host provides it. */
  readonly decode: (bytes: Uint8Array) => string | null;
  /** True to read all JSON lines with `JSON.parse`: slower, with the same result. For tests. */
  readonly isGeneral?: boolean;
}
