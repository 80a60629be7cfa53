import { neutralise } from './plain-text.ts';

export type CsvValue = string | number | boolean | null;

/**
 * Writes one line of CSV (RFC 4180: comma, CRLF, quotes doubled). Null becomes an empty cell. A text that a spreadsheet would read as a
 * formula gets an apostrophe in front (OWASP, "CSV Injection").
 */
export function csvLine(row: readonly CsvValue[]): string {
  let line = '';
  for (let i = 0; i < row.length; i++)
    line += i === 0 ? csvCell(row[i] ?? null) : `,${csvCell(row[i] ?? null)}`;
  return `${line}\r\n`;
}

/** Matches nearly all texts: ASCII without comma or quote, and nothing that a spreadsheet would read as a formula. */
const PLAIN = /^[A-Za-z0-9][ !#-&(-+\--~]*$/;

/** A value as a cell of `csvLine`. */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value)) return value;
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(value) ? `'${neutralise(value)}` : neutralise(value);
  return /[",']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Words as the name of a column: `Speed of answer`, in seconds, is `speed_of_answer_s`. */
export function columnName(words: string, unit = ''): string {
  const name = words
    .replaceAll('%', ' percent')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
  return unit === 's' ? `${name}_s` : name;
}
