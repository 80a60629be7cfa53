import type { Violation } from '#audit';
import type { CsvValue } from '#base';
import { ScenarioNames } from '#cases';
import type { Knowledge, Scenario } from '#domain';
import {
  type ColumnName,
  VIOLATION_COLUMNS,
  VIOLATION_FORMATS,
  type ViolationFormat,
  ViolationLines,
  violationRows,
} from '#exports';
import { PlainFile } from '../files/whole-files.ts';
import { hashes } from '../host.ts';

/** Characters collected before each write. */
const PIECE = 1 << 16;

interface OpenList<Column extends ColumnName> {
  readonly lines: ViolationLines<Column>;
  readonly file: PlainFile;
  text: string;
}

/** Lists of violations, written while an audit finds them: one file per format, with bounded memory. */
export class ViolationFiles<Column extends ColumnName> {
  private readonly files: readonly OpenList<Column>[];

  /** `pathOf`: path of the list in a format. */
  constructor(columns: readonly Column[], pathOf: (format: ViolationFormat) => string) {
    this.files = VIOLATION_FORMATS.map((format) => {
      const lines = new ViolationLines(format, columns);
      return { lines, file: new PlainFile(pathOf(format)), text: lines.head };
    });
  }

  take(row: Readonly<Record<Column, CsvValue>>): void {
    for (const target of this.files) {
      target.text += target.lines.line(row);
      if (target.text.length >= PIECE) flush(target);
    }
  }

  close(): void {
    for (const target of this.files) {
      flush(target);
      target.file.close();
    }
  }
}

/** Returns what `audit` returns, and lists every violation that it finds in a ledger by the law as known then, or now. */
export function listedIn<T>(
  paths: Readonly<Record<ViolationFormat, string>>,
  scenario: Scenario,
  audit: (takeViolation: (violation: Violation) => void) => T,
  known: Knowledge = 'then',
): T {
  const rowOf = violationRows(new ScenarioNames(scenario));
  const lists = new ViolationFiles(VIOLATION_COLUMNS, (format) => paths[format]);
  try {
    return audit((violation) => {
      if (violation.known === known) lists.take(rowOf(violation));
    });
  } finally {
    lists.close();
  }
}

function flush(target: OpenList<ColumnName>): void {
  target.file.write(hashes.utf8(target.text));
  target.text = '';
}
