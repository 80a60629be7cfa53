import { CsvReader, type CsvRecord } from '#base';
import { SEPARATORS } from '../mapping/mapping.ts';
import type { RowSink } from '../rows/row-importer.ts';

/** Longest row, in characters. */
const ROW_LENGTH_MAX = 1 << 20;
/** Text that is looked at before the separator is guessed. */
const SAMPLE_LENGTH = 1 << 16;
/** Lines that a guess looks at. */
const SAMPLE_LINES = 50;

/** Splits the text of a CSV log, which arrives in pieces of any size, into rows. */
export class CsvLog {
  separator: string | null;
  readonly isGuessed: boolean;
  private readonly sink: RowSink;
  private csv: CsvReader | null = null;
  private pending = '';
  private lineCount = 0;
  private hasHead = false;

  /** `separator` null: it is guessed. */
  constructor(separator: string | null, sink: RowSink) {
    this.separator = separator;
    this.isGuessed = separator === null;
    this.sink = sink;
  }

  take(text: string): void {
    if (this.sink.isOver) return;
    this.pending += text;
    if (this.csv === null && this.pending.length < SAMPLE_LENGTH) return;
    this.takeLines(this.open());
  }

  end(): void {
    if (this.sink.isOver) return;
    const csv = this.open();
    this.takeLines(csv);
    if (this.pending !== '') this.takeLine(csv, this.pending);
    this.pending = '';
    if (csv.isInside) this.neverClosed(csv, 'before the log ends');
  }

  private open(): CsvReader {
    if (this.csv !== null) return this.csv;
    this.separator ??= guessSeparator(this.pending);
    this.csv = new CsvReader(this.separator);
    return this.csv;
  }

  private takeLines(csv: CsvReader): void {
    const { pending } = this;
    let from = 0;
    for (;;) {
      const end = pending.indexOf('\n', from);
      if (end === -1 || this.sink.isOver) break;
      this.takeLine(csv, pending.slice(from, end));
      from = end + 1;
    }
    this.pending = pending.slice(from);
    if (this.pending.length > ROW_LENGTH_MAX && !this.sink.isOver) this.tooLong(this.lineCount + 1);
  }

  private takeLine(csv: CsvReader, line: string): void {
    const number = ++this.lineCount;
    if (line.length > ROW_LENGTH_MAX) return this.tooLong(number);
    const record = csv.take(line, number);
    if (record !== null) this.takeRecord(record);
    else if (csv.heldLength > ROW_LENGTH_MAX)
      this.neverClosed(csv, `within ${inThousands(ROW_LENGTH_MAX)} characters`);
  }

  private takeRecord({ cells, line }: CsvRecord): void {
    if (this.hasHead) return this.sink.row(cells, line);
    this.hasHead = true;
    const nul = cells.find((cell) => cell.includes('\0'));
    if (nul === undefined) return this.sink.head(cells, line);
    this.sink.stop({
      row: line,
      column: '',
      value: nul,
      problem: 'the log contains zero bytes, as texts in UTF-16 do',
      remedy: 'say encoding: utf-16le in the mapping, or name a log that is text',
    });
  }

  private neverClosed(csv: CsvReader, until: string): void {
    const row = csv.end()?.line ?? null;
    this.sink.stop({
      row,
      column: '',
      value: '',
      problem: `a quoted cell of the row that begins here is not closed ${until}`,
      remedy: 'close each quote, and double those inside of a cell',
    });
  }

  private tooLong(row: number): void {
    this.sink.stop({
      row,
      column: '',
      value: '',
      problem: `the row has more than ${inThousands(ROW_LENGTH_MAX)} characters`,
      remedy: 'name a log that is text with line breaks, and leave long texts out of it',
    });
  }
}

function inThousands(count: number): string {
  return count.toLocaleString('en-GB');
}

/**
 * The separator that splits the most of the first lines into as many cells as the first one, and more than one. If the first line has no
 * separator, as a title above a table, the last line counts in its place.
 */
function guessSeparator(sample: string): string {
  const lines = sample.split('\n').slice(0, SAMPLE_LINES);
  let best: string = SEPARATORS[0];
  let bestScore = 0;
  for (const separator of SEPARATORS) {
    const csv = new CsvReader(separator);
    const widths = lines.flatMap((line, at) => csv.take(line, at + 1)?.cells.length ?? []);
    const [first = 1] = widths;
    const width = first < 2 ? (widths.at(-1) ?? 1) : first;
    if (width < 2) continue;
    const alike = widths.filter((other) => other === width).length / widths.length;
    // Among separators that fit alike, the one with more cells.
    const score = alike + width / 1e6;
    if (score <= bestScore) continue;
    best = separator;
    bestScore = score;
  }
  return best;
}
