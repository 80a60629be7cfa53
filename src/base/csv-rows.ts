/** A record of CSV (RFC 4180), with the number of the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Builds records from lines. Quoted cells may hold separators, doubled quotes and line ends. Lines end in LF or CRLF. Empty lines are
 * skipped. A quote that is never closed swallows all lines that follow.
 */
export class CsvReader {
  /** One character. */
  private readonly separator: string;
  /** Lines of an incomplete record. */
  private held: string[] = [];
  private begun = 0;
  /** Length of the incomplete record. The caller limits it. */
  heldLength = 0;

  constructor(separator = ',') {
    this.separator = separator;
  }

  /** True inside a quoted cell, where an empty line is part of the cell. */
  get isInside(): boolean {
    return this.held.length > 0;
  }

  /** Takes a line without its LF. Returns the record that it completes, or null. */
  take(line: string, number: number): CsvRecord | null {
    const { held, separator } = this;
    if (held.length === 0) {
      if (line === '' || line === '\r') return null;
      if (!line.includes('"')) return { line: number, cells: withoutReturn(line).split(separator) };
      this.begun = number;
    }
    const goesOn = endsInside(line, held.length > 0, separator);
    held.push(line);
    this.heldLength += line.length + 1;
    return goesOn ? null : this.release(withoutReturn);
  }

  /** Returns the incomplete record, or null, and forgets it. */
  end(): CsvRecord | null {
    return this.isInside ? this.release((text) => text) : null;
  }

  private release(trimmed: (text: string) => string): CsvRecord {
    const text = trimmed(this.held.join('\n'));
    this.held = [];
    this.heldLength = 0;
    return { line: this.begun, cells: cellsOf(text, this.separator) };
  }
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** Whether the line ends inside a quoted cell. */
function endsInside(line: string, beginsInside: boolean, separator: string): boolean {
  let inside = beginsInside;
  let at = 0;
  for (;;) {
    if (!inside && line.startsWith('"', at)) {
      inside = true;
      at++;
    }
    if (inside) {
      const quote = line.indexOf('"', at);
      if (quote === -1) return true;
      at = quote + 1;
      if (line.startsWith('"', at)) {
        at++;
        continue;
      }
      inside = false;
    }
    const end = line.indexOf(separator, at);
    if (end === -1) return false;
    at = end + 1;
  }
}

/** The cells of one record. */
function cellsOf(text: string, separator: string): readonly string[] {
  const cells: string[] = [];
  for (let at = 0; at <= text.length; ) at = readCell(text, at, cells, separator) + 1;
  return cells;
}

/** The offset in a record's text at which each of its cells begins. */
export function csvCellStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at <= text.length; ) {
    starts.push(at);
    at = readCell(text, at, [], ',') + 1;
  }
  return starts;
}

/** Reads the cell that begins at the offset. Returns where it ends: at a separator, or at the end of the text. */
function readCell(text: string, from: number, cells: string[], separator: string): number {
  let at = from;
  let cell = '';
  if (text.startsWith('"', at)) {
    at++;
    for (;;) {
      const quote = text.indexOf('"', at);
      const end = quote === -1 ? text.length : quote;
      cell += text.slice(at, end);
      at = end + 1;
      if (!text.startsWith('"', at)) break;
      cell += '"';
      at++;
    }
  }
  const next = text.indexOf(separator, at);
  const end = next === -1 ? text.length : next;
  cells.push(cell + text.slice(at, end));
  return end;
}
