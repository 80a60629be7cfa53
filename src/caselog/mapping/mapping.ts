import { visible } from '#base';
import { CASE_FIELDS, EVENT_FIELDS } from '../case-log.ts';

/** The fields that a mapping can find in the columns of a log. */
export const MAPPED_FIELDS = ['case', 'time', ...CASE_FIELDS, ...EVENT_FIELDS] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

export const SEPARATORS = [',', ';', '\t', '|'] as const;

/** What a row of the log is: an event, a case, or a step of a case. The latter two have a column for each of their times. */
export const ROW_KINDS = ['event', 'case', 'step'] as const;

/** How the columns of a log become a case log. */
export interface Mapping {
  readonly rows: (typeof ROW_KINDS)[number];
  /** Null: to be guessed. */
  readonly separator: string | null;
  /** How the texts of the log are stored: a name of the Encoding Standard. */
  readonly encoding: string | null;
  /** The sheet of a workbook; null: the only visible one. */
  readonly sheet: string | null;
  readonly timeFormat: string | null;
  /** The zone of times that say no offset from UTC. */
  readonly timeZone: string | null;
  /** The columns of each field. The cells of several are joined by a blank; if one of them is empty, so is the value. */
  readonly columns: Readonly<Partial<Record<MappedField, readonly string[]>>>;
  /** For rows that are cases or steps: activities, and the columns of their times. */
  readonly times: Readonly<Record<string, readonly string[]>>;
  /** What the values of the log mean, by field. Null: the value is missing. */
  readonly values: Readonly<Partial<Record<MappedField, Readonly<Record<string, string | null>>>>>;
  /** Values for all rows, by field. */
  readonly fixed: Readonly<Partial<Record<MappedField, string>>>;
  /** Cells that mean no value. The empty cell always does. */
  readonly missing: readonly string[];
  /** Activities that end a case, after `values` is applied. */
  readonly ends: readonly string[];
}

/** The names of all columns that a mapping reads, each once. */
export function columnsOf({ columns, times }: Mapping): readonly string[] {
  return [...new Set([...Object.values(columns), ...Object.values(times)].flat())];
}

/** A text as YAML reads it back, in quotes unless it is a plain word. Signs that steer YAML or a terminal are escaped. */
export function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z_]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : visible(JSON.stringify(text), (digits) => `\\u${digits.padStart(4, '0')}`);
}
