import { markdownTable } from '../whole-run/markdown-table.ts';

/** A figure of the studio, and what it may be. */
export interface Measure {
  readonly what: string;
  /** A number in `unit`, or words where something is or is not the case. */
  readonly value: number | string;
  readonly unit: string;
  /** What it may be at most, in `unit`, or has to be; null: nothing is asked of it. */
  readonly target: number | string | null;
  /** Null where there is no target. */
  readonly isMet: boolean | null;
}

export interface PartReport {
  readonly part: string;
  readonly title: string;
  readonly measures: readonly Measure[];
}

/** A figure that may be `most` at most. One that is not a number misses it. */
export function atMost(what: string, value: number, unit: string, most: number): Measure {
  return { what, value, unit, target: most, isMet: value <= most };
}

/** Something that has to be as it should. */
export function exactly(what: string, value: string, target: string): Measure {
  return { what, value, unit: '', target, isMet: value === target };
}

/** A figure of which nothing is asked. */
export function told(what: string, value: number, unit = ''): Measure {
  return { what, value, unit, target: null, isMet: null };
}

export function missedOf(reports: readonly PartReport[]): readonly Measure[] {
  return reports.flatMap(({ measures }) => measures.filter(({ isMet }) => isMet === false));
}

/** The report of a part as Markdown. */
export function renderPart({ measures, title }: PartReport): string {
  const table = markdownTable(
    [title, 'measured', 'target', ''],
    measures.map(({ isMet, target, unit, value, what }) => [
      what,
      textOf(value, unit),
      target === null ? '' : typeof target === 'string' ? short(target) : `≤ ${textOf(target, unit)}`,
      isMet === null ? '' : isMet ? 'met' : 'MISSED',
    ]),
  );
  return table;
}

/** Fingerprints are told apart by their beginnings. */
const SHOWN = 16;

function short(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

function textOf(value: number | string, unit: string): string {
  if (typeof value === 'string') return short(value);
  const digits = Number.isInteger(value) || value >= 1000 ? 0 : value < 10 ? 2 : 1;
  const text = value.toLocaleString('en-GB', { maximumFractionDigits: digits });
  return unit === '' ? text : `${text} ${unit}`;
}
