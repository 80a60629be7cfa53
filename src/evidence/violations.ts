import { INVARIANTS, startViolationList, type Violation } from '#audit';
import { type CsvValue, csvLine } from '#base';
import { givenLaw } from '#domain';
import { entryFile } from './case-files.ts';
import type { Evidence } from './evidence.ts';
import type { ScenarioNames } from './names.ts';
import type { BundleFile } from './sinks.ts';

/** Lists of violations: every one of every invariant, in the order in which the auditor finds them. */
export const VIOLATION_FORMATS = ['ndjson', 'csv'] as const;
export type ViolationFormat = (typeof VIOLATION_FORMATS)[number];

/** One violation as the lists have it. */
export interface ViolationRow {
  readonly invariant: string;
  readonly title: string;
  /** `then`: by the law as it was known at that moment. `now`: by the law as it is known today. */
  readonly known: string;
  /** Number of the case, or id in a log that was not made here; null where the violation is of the world. */
  readonly case: number | string | null;
  /** RFC 3339. */
  readonly at: string;
  /** Index of the entry at which the violation is complete. */
  readonly entry: number;
  readonly message: string;
  /** How the scenario's law differs from that of history; null where it does not. */
  readonly law: string | null;
}

const COLUMNS: readonly (keyof ViolationRow)[] = [
  'invariant',
  'title',
  'known',
  'case',
  'at',
  'entry',
  'message',
  'law',
];

const TITLES: ReadonlyMap<string, string> = new Map(INVARIANTS.map(({ id, title }) => [id, title]));

export function violationRow(
  { caseNumber, entry, id, known, message, timeMs }: Violation,
  names: Pick<ScenarioNames, 'instant' | 'scenario'>,
): ViolationRow {
  const title = TITLES.get(id) ?? '';
  const law = givenLaw(names.scenario).join(' ') || null;
  return { invariant: id, title, known, case: caseNumber, at: names.instant(timeMs), entry, message, law };
}

/** The head of a list; empty where the format has none. */
export function violationHead(format: ViolationFormat): string {
  return format === 'csv' ? csvLine(COLUMNS) : '';
}

export function violationLine(format: ViolationFormat, row: ViolationRow): string {
  if (format === 'ndjson') return `${JSON.stringify(row)}\n`;
  return csvLine(COLUMNS.map((column): CsvValue => row[column]));
}

/** The list of a bundle, made anew by another audit in the same reading as other files. */
export function violationFile(format: ViolationFormat, evidence: Evidence): BundleFile {
  const { audit, ledger, names, scenario } = evidence;
  const isEmpty = [...audit.invariants, ...audit.invariantsNow].every(({ violations }) => violations === 0);
  return entryFile(`ledger/violations.${format}`, evidence, (sink) => {
    sink.text(violationHead(format));
    if (isEmpty) return { visit: () => {}, finish: () => null };
    const list = startViolationList(ledger, scenario, (violation) =>
      sink.text(violationLine(format, violationRow(violation, names))),
    );
    return {
      visit: list.visit,
      finish: () => {
        list.finish();
        return null;
      },
    };
  });
}
