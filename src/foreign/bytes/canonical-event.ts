import { utf8Of } from '#base';

/** The text around the values of an event, as our own exports write it (`cloud-events.ts`). */
const BEFORE_DATA = utf8Of('{"data":{');
const BEFORE_ID = utf8Of('},"datacontenttype":"application/json","id":"');
const BEFORE_SOURCE = utf8Of('","source":"');
const AFTER_SOURCE = utf8Of('","specversion":"1.0"');
const BEFORE_CASE = utf8Of(',"subject":"case/');
const BEFORE_TIME = utf8Of(',"time":"');
const BEFORE_TYPE = utf8Of('","type":"');
const AT_END = utf8Of('"}');
const TIME_LENGTH = 'YYYY-MM-DDThh:mm:ss.sssZ'.length;
const [QUOTE, BACKSLASH, BLANK, DELETE] = [0x22, 0x5c, 0x20, 0x7f];

/**
 * Splits a line that our own exports wrote (canonical JSON with every member) into its values without parsing it. Reads backwards, because
 * the values at the end are short. Compares every byte outside the data with the expected text, so if the data is valid JSON, the whole line
 * is, and a JSON parser would find the same values.
 */
export class CanonicalEvent {
  /** Byte ranges of the values. `caseFrom` is −1 if there is no subject. */
  dataFrom = 0;
  dataTo = 0;
  idFrom = 0;
  idTo = 0;
  caseFrom = 0;
  caseTo = 0;
  timeFrom = 0;
  timeTo = 0;
  typeFrom = 0;
  typeTo = 0;

  /** False if the line has another form; it may still be valid JSON. `source`: the source that the line must have, as JSON writes it. */
  read(bytes: Uint8Array, from: number, to: number, source: Uint8Array): boolean {
    this.typeTo = to - AT_END.length;
    this.typeFrom = beginOfValue(bytes, from, this.typeTo);
    this.timeTo = this.typeFrom - BEFORE_TYPE.length;
    this.timeFrom = this.timeTo - TIME_LENGTH;
    const timeBegin = this.timeFrom - BEFORE_TIME.length;
    const isEnd =
      isAt(AT_END, bytes, this.typeTo, from) &&
      isAt(BEFORE_TYPE, bytes, this.timeTo, from) &&
      isAt(BEFORE_TIME, bytes, timeBegin, from);
    if (!isEnd) return false;
    const sourceTo = this.readSubject(bytes, from, timeBegin) - AFTER_SOURCE.length;
    const sourceFrom = sourceTo - source.length;
    this.idTo = sourceFrom - BEFORE_SOURCE.length;
    const isMiddle =
      isAt(AFTER_SOURCE, bytes, sourceTo, from) &&
      isAt(source, bytes, sourceFrom, from) &&
      isAt(BEFORE_SOURCE, bytes, this.idTo, from);
    if (!isMiddle) return false;
    this.idFrom = beginOfValue(bytes, from, this.idTo);
    // The range of the data includes its braces.
    this.dataTo = this.idFrom - BEFORE_ID.length + 1;
    this.dataFrom = from + BEFORE_DATA.length - 1;
    return (
      this.idFrom < this.idTo &&
      this.dataTo > this.dataFrom &&
      isAt(BEFORE_ID, bytes, this.dataTo - 1, from) &&
      isAt(BEFORE_DATA, bytes, from, from)
    );
  }

  /** Finds the subject that ends before the comma at `end`. Returns where its text begins, or `end` if there is none. */
  private readSubject(bytes: Uint8Array, from: number, end: number): number {
    const begin = beginOfValue(bytes, from, end - 1) + 'case/'.length;
    const subject = begin - BEFORE_CASE.length;
    const hasCase = begin < end - 1 && bytes[end - 1] === QUOTE && isAt(BEFORE_CASE, bytes, subject, from);
    this.caseFrom = hasCase ? begin : -1;
    this.caseTo = hasCase ? end - 1 : -1;
    return hasCase ? subject : end;
  }
}

/**
 * Start of the string value that ends before the quote at `end`. Stops at anything that is not plain ASCII without escapes; the byte
 * before the start is then not a quote, and the comparison that follows fails.
 */
function beginOfValue(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from) {
    const byte = bytes[at - 1] as number;
    if (byte === QUOTE || byte === BACKSLASH || byte < BLANK || byte >= DELETE) break;
    at--;
  }
  return at;
}

/** Whether the pattern is at `at`, which must not be before `from`. */
function isAt(pattern: Uint8Array, bytes: Uint8Array, at: number, from: number): boolean {
  if (at < from) return false;
  for (let i = 0, k = at; i < pattern.length; i++, k++) if (pattern[i] !== bytes[k]) return false;
  return true;
}
