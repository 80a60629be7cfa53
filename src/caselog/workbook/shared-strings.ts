import { copyOf } from '../growing.ts';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import { unescaped } from './cell-text.ts';
import type { TagReader } from './xml-part.ts';

/** Characters of a text that are kept. Longer cells are refused anyway if they are mapped. */
export const KEPT_LENGTH = 10_001;
/** Characters of all texts together: they stay in memory until the sheet is read. */
const LENGTH_MAX = 1 << 27;

/** The texts of a workbook, each of which cells refer to by its number. */
export class SharedStrings implements TagReader {
  problem: LogProblem | null = null;
  private readonly texts: string[] = [];
  private length = 0;
  private current = '';
  private isText = false;
  private isReading = false;

  get count(): number {
    return this.texts.length;
  }

  at(number: number): string | undefined {
    return this.texts[number];
  }

  open(name: string): void {
    if (name === 'si') this.current = '';
    // Texts that say how others are pronounced are no part of the value.
    else if (name === 'rPh') this.isReading = true;
    else if (name === 't') this.isText = !this.isReading;
  }

  text(text: string): void {
    if (this.isText && this.current.length < KEPT_LENGTH) this.current += text;
  }

  close(name: string): void {
    if (name === 't') this.isText = false;
    else if (name === 'rPh') this.isReading = false;
    else if (name === 'si') this.keep(unescaped(this.current).slice(0, KEPT_LENGTH));
  }

  private keep(text: string): void {
    this.length += text.length;
    this.texts.push(copyOf(text));
    if (this.length <= LENGTH_MAX) return;
    const most = LENGTH_MAX.toLocaleString('en-GB');
    this.problem ??= problemOfLog(
      `the texts of the workbook have more than ${most} characters`,
      'leave columns with long texts out, or export the rows as CSV',
    );
  }
}
