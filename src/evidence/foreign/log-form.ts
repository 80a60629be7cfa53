/** How a log is written, and how it is read. */
export interface LogForm {
  readonly format: 'ndjson' | 'csv';
  /** Text of UTF-8 bytes; null where they are not UTF-8. The host decodes. */
  readonly decode: (bytes: Uint8Array) => string | null;
  /** True to read each line of JSON as any other: with the same result, in more time. */
  readonly isGeneral?: boolean;
}
