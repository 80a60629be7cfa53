import type { CsvValue } from '#base';
import { VIOLATION_FORMATS, type ViolationFormat, violationHead, violationLine } from '#exports';
import { PlainFile } from '../files/plain-file.ts';

/** Characters collected before each write. */
const PIECE = 1 << 16;

interface OpenList {
  readonly format: ViolationFormat;
  readonly file: PlainFile;
  lines: string[];
  length: number;
}

/** Lists of violations, written while an audit finds them: one file per format, with bounded memory. */
export class ViolationFiles<Column extends string> {
  private readonly columns: readonly Column[];
  private readonly files: readonly OpenList[];

  /** `pathOf`: path of the list in a format. */
  constructor(columns: readonly Column[], pathOf: (format: ViolationFormat) => string) {
    this.columns = columns;
    this.files = VIOLATION_FORMATS.map((format) => {
      const head = violationHead(format, columns);
      return { format, file: new PlainFile(pathOf(format)), lines: [head], length: head.length };
    });
  }

  take(row: Readonly<Record<Column, CsvValue>>): void {
    for (const target of this.files) {
      const line = violationLine(target.format, this.columns, row);
      target.lines.push(line);
      target.length += line.length;
      if (target.length >= PIECE) flush(target);
    }
  }

  close(): void {
    for (const target of this.files) {
      flush(target);
      target.file.close();
    }
  }
}

function flush(target: OpenList): void {
  target.file.write(Buffer.from(target.lines.join(''), 'utf8'));
  target.lines = [];
  target.length = 0;
}
