/** A record of CSV (RFC 4180), with the number of the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a text: quoted cells may hold commas, doubled quotes and line ends; lines end in LF or CRLF; an empty line is no
 * record. A quote that is never closed takes in the rest, and shows as a record with too few cells.
 */
export function* csvRecords(text: string): Iterable<CsvRecord> {
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        const end = quote === -1 ? text.length : quote;
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"' || quote === -1) break;
        cell += '"';
        at++;
      }
      line += cell.split('\n').length - 1;
    }
    let end = at;
    while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++;
    cell += text.slice(at, end);
    const endsRecord = end >= text.length || text[end] === '\n';
    cells.push(endsRecord ? cell.replace(/\r$/, '') : cell);
    at = end + 1;
    if (!endsRecord) {
      // A comma at the very end has an empty cell behind it.
      if (at >= text.length) cells.push('');
      else continue;
    }
    if (cells.length > 1 || cells[0] !== '') yield { line: begun, cells };
    cells = [];
    line++;
    begun = line;
  }
  if (cells.length > 0) yield { line: begun, cells };
}
