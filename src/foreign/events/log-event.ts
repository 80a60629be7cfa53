/** How a log is written, and how to read it. */
export interface LogForm {
  readonly format: 'ndjson' | 'csv';
  /** Decodes UTF-8; null if the bytes are not UTF-8. The host provides it. */
  readonly decode: (bytes: Uint8Array) => string | null;
  /** True to read all JSON lines with `JSON.parse`: slower, with the same result. For tests. */
  readonly isGeneral?: boolean;
}

/** Why a log cannot be used, and what to do about it. */
export interface LogIssue {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

export const REMEDY = 'see src/foreign/LOG-FORMAT.md';

/** The event that is being read. The reader uses one object for all events. */
export class LogEvent {
  /** Line on which it begins, counted from 1. */
  line = 0;
  /** Number of the kind. */
  kind = 0;
  epochMs = 0;
  /** Id of its case (UTF-8): the range of `bytes` from `caseFrom` to `caseTo`. `caseFrom` is −1 if it names no case. */
  bytes: Uint8Array = new Uint8Array(0);
  caseFrom = -1;
  caseTo = -1;
  aux = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;

  clearNumbers(): void {
    this.aux = 0;
    this.a = 0;
    this.b = 0;
    this.c = 0;
    this.d = 0;
  }
}
