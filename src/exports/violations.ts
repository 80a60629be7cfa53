import { INVARIANTS, startViolationList, type Violation } from '#audit';
import { type CsvValue, csvCell, csvLine } from '#base';
import type { ScenarioNames } from '#cases';
import { givenLaw } from '#domain';
import type { ColumnName } from './columns.ts';
import type { BundleFile, FileRows } from './files/sinks.ts';
import type { Evidence } from './source/evidence.ts';

/** Lists of violations: every one of every invariant, in the order in which the auditor finds them. */
export const VIOLATION_FORMATS = ['ndjson', 'csv'] as const;
export type ViolationFormat = (typeof VIOLATION_FORMATS)[number];

/** One violation as in the lists. */
export interface Listed {
  readonly invariant: string;
  readonly title: string;
  /** `then`: by the law as known at that moment. `now`: by the law as known today. */
  readonly known: string;
  /** RFC 3339. */
  readonly occurred: string;
  readonly message: string;
  /** How the scenario's law differs from that of history; null if it does not. */
  readonly law: string | null;
}

export interface ViolationRow extends Listed {
  /** Number of the case; null if the violation concerns none. */
  readonly case_number: number | null;
  /** Index of the entry at which the violation is complete. */
  readonly entry: number;
}

/** Columns of a list, in the order of its CSV. */
export const VIOLATION_COLUMNS = [
  'invariant',
  'title',
  'known',
  'case_number',
  'occurred',
  'entry',
  'message',
  'law',
] as const satisfies readonly ColumnName[];
const TITLES: ReadonlyMap<string, string> = new Map(INVARIANTS.map(({ id, title }) => [id, title]));

export type Names = Pick<ScenarioNames, 'instant' | 'scenario'>;

/** Returns a function that makes the rows of a list. Values that are the same in all rows are computed once. */
export function violationRows(names: Names): (violation: Violation) => ViolationRow {
  const law = lawIn(names);
  return ({ caseNumber, entry, id, known, message, timeMs }) => {
    // Field by field: to spread an object takes V8 longer than the rest, and a list may have a hundred thousand rows.
    const title = titleOf(id);
    const occurred = names.instant(timeMs);
    return { invariant: id, title, known, case_number: caseNumber, occurred, entry, message, law };
  };
}

export function titleOf(id: string): string {
  return TITLES.get(id) ?? '';
}

/** The law that the scenario gives, in words; null if it gives none. */
export function lawIn({ scenario }: Names): string | null {
  return givenLaw(scenario).join(' ') || null;
}

/** Makes the lines of a list in a format. Most values are those of the line before, so each column remembers its last value as text. */
export class ViolationLines<Column extends ColumnName> {
  /** The first line; empty if the format has none. */
  readonly head: string;
  private readonly columns: readonly Column[];
  private readonly textOf: (value: CsvValue) => string;
  /** By column: what precedes its values, its last value, and the text of that. */
  private readonly before: readonly string[];
  private readonly last: CsvValue[];
  private readonly lastText: string[];
  private readonly end: string;

  constructor(format: ViolationFormat, columns: readonly Column[]) {
    const isCsv = format === 'csv';
    this.columns = columns;
    this.head = isCsv ? csvLine(columns) : '';
    this.textOf = isCsv ? csvCell : JSON.stringify;
    const [begin, name] = isCsv ? ['', () => ''] : ['{', (column: Column) => `${JSON.stringify(column)}:`];
    this.before = columns.map((column, i) => `${i === 0 ? begin : ','}${name(column)}`);
    this.last = columns.map(() => null);
    this.lastText = columns.map(() => this.textOf(null));
    this.end = isCsv ? '\r\n' : '}\n';
  }

  line(row: Readonly<Record<Column, CsvValue>>): string {
    const { before, columns, last, lastText } = this;
    let line = '';
    for (let i = 0; i < columns.length; i++) {
      const value = row[columns[i] as Column];
      if (value !== last[i]) {
        last[i] = value;
        lastText[i] = this.textOf(value);
      }
      line += `${before[i]}${lastText[i]}`;
    }
    return line + this.end;
  }
}

export function violationFiles(
  evidence: Evidence,
  list = new ViolationList(evidence),
): readonly BundleFile[] {
  const rowOf = violationRows(evidence.names);
  return VIOLATION_FORMATS.map((format) => ({
    path: `ledger/violations.${format}`,
    open: (sink) => {
      const lines = new ViolationLines(format, VIOLATION_COLUMNS);
      sink.text(lines.head);
      return list.open((violation) => sink.text(lines.line(rowOf(violation))));
    },
  }));
}

type TakeViolation = (violation: Violation) => void;

/**
 * Passes violations to the files that list them. If the audit has kept them, they come from there. Otherwise one more audit finds them for
 * all lists that are open at the same time; the entries are shown to the first list.
 */
export class ViolationList {
  private readonly evidence: Evidence;
  private takers: TakeViolation[] = [];

  constructor(evidence: Evidence) {
    this.evidence = evidence;
  }

  open(take: TakeViolation): Pick<FileRows, 'entry' | 'endEntries'> {
    const { invariants, invariantsNow } = this.evidence.audit;
    if ([...invariants, ...invariantsNow].every(({ violations }) => violations === 0)) return {};
    const { ledger, scenario, violations: kept } = this.evidence;
    if (kept !== null) return { endEntries: () => kept.forEach(take) };
    this.takers.push(take);
    if (this.takers.length > 1) return {};
    const { takers } = this;
    const list = startViolationList(ledger, scenario, (violation) => {
      for (const one of takers) one(violation);
    });
    return {
      entry: list.visit,
      endEntries: () => {
        list.finish();
        this.takers = [];
      },
    };
  }
}
