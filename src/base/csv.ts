import { neutralise } from './plain-text.ts';

export type CsvValue = string | number | boolean | null;

/**
 * A line of CSV (RFC 4180: comma, CRLF, quotes doubled). Numbers are written as they are, null as nothing. A text that a
 * spreadsheet would take for a formula is preceded by an apostrophe (OWASP, "CSV Injection").
 */
export function csvLine(row: readonly CsvValue[]): string {
  let line = '';
  for (let i = 0; i < row.length; i++) line += i === 0 ? cell(row[i] ?? null) : `,${cell(row[i] ?? null)}`;
  return `${line}\r\n`;
}

/** Nearly all texts: of ASCII, without comma and quotes, and nothing that a spreadsheet would take for a formula. */
const PLAIN = /^[A-Za-z0-9][ !#-&(-+\--~]*$/;

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value)) return value;
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(value) ? `'${neutralise(value)}` : neutralise(value);
  return /[",']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
