/** A value of a row, with the column (from 1, in UTF-16 units) at which it is written. */
export interface CsvCell {
  readonly text: string;
  readonly column: number;
}

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
  /** A quoted value does not end, or something follows its end: the row cannot be read. */
  readonly isBroken: boolean;
}

/** Plain, or quoted with doubled quotes inside; up to the next comma or the end. Spaces around it do not count. */
const CELL = /[ \t]*(?:"((?:[^"]|"")*)"|([^",]*))[ \t]*(,|$)/y;

/**
 * Rows of comma-separated values (RFC 4180), one row per line: a value has no line break. Blank lines, and lines that begin with `#`, are
 * skipped.
 */
export function* readCsv(text: string): IterableIterator<CsvRow> {
  let line = 0;
  let from = text.startsWith('\ufeff') ? 1 : 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const until = end === -1 ? text.length : end;
    const written = text.slice(from, text[until - 1] === '\r' ? until - 1 : until);
    line++;
    from = until + 1;
    if (written.trim() !== '' && !written.startsWith('#')) yield rowOf(written, line);
  }
}

function rowOf(written: string, line: number): CsvRow {
  const cells: CsvCell[] = [];
  let at = 0;
  for (;;) {
    CELL.lastIndex = at;
    const found = CELL.exec(written);
    if (found === null) return { line, cells: [...cells, cellAt(written, at)], isBroken: true };
    const [, quoted, plain = '', end] = found;
    const { column } = cellAt(written, at);
    cells.push({ text: quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'), column });
    at = CELL.lastIndex;
    if (end === '') return { line, cells, isBroken: false };
  }
}

function cellAt(written: string, at: number): CsvCell {
  const rest = written.slice(at);
  return { text: rest.trim(), column: at + 1 + (rest.length - rest.trimStart().length) };
}
