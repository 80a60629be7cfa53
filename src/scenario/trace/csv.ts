import { csvCellStarts } from '#base';

/** A value of a row, with the column (from 1, in UTF-16 units) at which it begins. */
export interface CsvCell {
  readonly text: string;
  readonly column: number;
}

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
  /** A quote is missing or stray, so that the row cannot be read. The last cell is the first one with such a quote. */
  readonly isBroken: boolean;
}

/** A whole value in quotes, or one without any. */
const SOUND = /^(?:"(?:[^"]|"")*"|[^"]*)$/;

/**
 * Reads rows of comma-separated values (RFC 4180) with their places. Each row is one line, so a value has no line break. Spaces around a
 * value do not count. Blank lines and lines that begin with `#` are skipped.
 */
export function* readCsv(text: string): IterableIterator<CsvRow> {
  let line = 0;
  for (const written of linesOf(text.startsWith('\ufeff') ? text.slice(1) : text)) {
    line++;
    if (written.trim() !== '' && !written.startsWith('#')) yield rowOf(written, line);
  }
}

function* linesOf(text: string): IterableIterator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const until = end === -1 ? text.length : end;
    yield text.slice(from, text[until - 1] === '\r' ? until - 1 : until);
    from = until + 1;
  }
}

function rowOf(written: string, line: number): CsvRow {
  const starts = csvCellStarts(written);
  const cells: CsvCell[] = [];
  for (const [index, start] of starts.entries()) {
    const raw = written.slice(start, (starts[index + 1] ?? written.length + 1) - 1);
    const column = start + 1 + (raw.length - raw.trimStart().length);
    const value = raw.trim();
    if (!SOUND.test(value)) {
      return { line, cells: [...cells, { text: written.slice(start).trim(), column }], isBroken: true };
    }
    const text = value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
    cells.push({ text, column });
  }
  return { line, cells, isBroken: false };
}
