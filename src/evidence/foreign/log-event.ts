/** One event of a log as it is read: one object for all of them, one after the other. */
export class LogEvent {
  /** Line on which it begins, from 1 on. */
  line = 0;
  /** Index of ACT_KINDS. */
  kind = 0;
  epochMs = 0;
  /** The id of its case in UTF-8: `bytes` from `caseFrom` to `caseTo`; `caseFrom` is −1 where it concerns no case. */
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
