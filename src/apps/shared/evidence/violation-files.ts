import type { Violation } from '#audit';
import type { CsvValue } from '#base';
import { ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import {
  VIOLATION_COLUMNS,
  VIOLATION_FORMATS,
  type ViolationFormat,
  violationHead,
  violationLine,
  violationRows,
} from '#exports';
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

/** Returns what `audit` returns, and lists every violation that it finds in a ledger. */
export function listedIn<T>(
  paths: Readonly<Record<ViolationFormat, string>>,
  scenario: Scenario,
  audit: (takeViolation: (violation: Violation) => void) => T,
): T {
  const rowOf = violationRows(new ScenarioNames(scenario));
  const lists = new ViolationFiles(VIOLATION_COLUMNS, (format) => paths[format]);
  try {
    return audit((violation) => lists.take(rowOf(violation)));
  } finally {
    lists.close();
  }
}

function flush(target: OpenList): void {
  target.file.write(Buffer.from(target.lines.join(''), 'utf8'));
  target.lines = [];
  target.length = 0;
}
