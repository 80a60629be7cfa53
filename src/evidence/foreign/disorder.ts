import { neutralise } from '#base';

/** What no log can have in which each event is told once, as it happens, whatever the invariants make of it. */
export interface LogDisorder {
  /** Lines that have some of it. */
  readonly lines: number;
  /** The first ones of each sort, in the order of the file. */
  readonly first: readonly { readonly line: number; readonly message: string }[];
}

export type Fault = 'told twice' | 'out of order' | 'not opened' | 'opened again';

/** Of each sort so many are kept. */
const FIRST_MAX = 5;

/** Counts the lines of a log that contradict the rest of it, and keeps the first ones. */
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

  /** Notes the fault of a line. True where it is one of the first of its sort: then it is to be described. */
  note(fault: Fault, line: number): boolean {
    if (line !== this.lastLine) this.lines++;
    this.lastLine = line;
    return this.counts[fault]++ < FIRST_MAX;
  }

  describe(line: number, message: string): void {
    this.first.push({ line, message: neutralise(message) });
  }
}
