import type { Violation } from '#audit';
import type { Scenario } from '#domain';
import {
  ScenarioNames,
  VIOLATION_FORMATS,
  type ViolationFormat,
  violationHead,
  violationLine,
  violationRow,
} from '#evidence';
import { PlainFile } from './plain-file.ts';

/** So much text is gathered before it is written. */
const PIECE = 1 << 16;

interface OpenList {
  readonly format: ViolationFormat;
  readonly file: PlainFile;
  lines: string[];
  length: number;
}

/** Lists of violations that are written while an audit finds them: one file for each format, in bounded memory. */
export class ViolationFiles {
  private readonly names: ScenarioNames;
  private readonly files: readonly OpenList[];

  /** `pathOf`: where the list of a format goes. */
  constructor(scenario: Scenario, pathOf: (format: ViolationFormat) => string) {
    this.names = new ScenarioNames(scenario);
    this.files = VIOLATION_FORMATS.map((format) => {
      const head = violationHead(format);
      return { format, file: new PlainFile(pathOf(format)), lines: [head], length: head.length };
    });
  }

  readonly take = (violation: Violation): void => {
    const row = violationRow(violation, this.names);
    for (const target of this.files) {
      const line = violationLine(target.format, row);
      target.lines.push(line);
      target.length += line.length;
      if (target.length >= PIECE) flush(target);
    }
  };

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
