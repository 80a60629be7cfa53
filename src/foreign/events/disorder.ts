import { neutralise } from '#base';

/** Lines that contradict the rest of a log: repeated, out of order, or about a case that is not open. */
export interface LogDisorder {
  /** How many lines there are. */
  readonly lines: number;
  /** The first few of each sort, in the order of the file. */
  readonly first: readonly { readonly line: number; readonly message: string }[];
}

export type Fault = 'told twice' | 'out of order' | 'not opened' | 'opened again';

/** How many of each sort are described. */
const FIRST_MAX = 5;

/** Counts the lines that contradict the rest of a log, and describes the first few. */
export class DisorderList implements LogDisorder {
  lines = 0;
  readonly first: { line: number; message: string }[] = [];
  private lastLine = 0;
  private readonly counts: Record<Fault, number> = {
    'told twice': 0,
    'out of order': 0,
    'not opened': 0,
    'opened again': 0,
  };

  /** Counts a fault. True if the caller should describe it, because it is one of the first of its sort. */
  note(fault: Fault, line: number): boolean {
    if (line !== this.lastLine) this.lines++;
    this.lastLine = line;
    return this.counts[fault]++ < FIRST_MAX;
  }

  describe(line: number, message: string): void {
    this.first.push({ line, message: neutralise(message) });
  }
}
