import { columnNames } from '../rows/columns.ts';
import { type CheckedField, checkWord } from '../rows/words.ts';
import { guessFormat } from '../time/guess-format.ts';
import { TimeFormat } from '../time/time-format.ts';
import type { LogSample } from './log-sample.ts';

/** What words of other systems mean. The first pattern that fits counts. */
const MEANINGS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  severity: [
    [/critical|urgent|highest|blocker|major|^p?1\b|^high|dringend|hoch/i, 'A'],
    [/medium|moderate|normal|^p?2\b|mittel/i, 'B'],
    [/low|minor|trivial|planning|lowest|^p?[345]\b|niedrig/i, 'C'],
  ],
  channel: [
    [/phone|call|voice|telefon/i, 'phone'],
    [/e-?mail/i, 'e-mail'],
    [/web|portal|self.?service|chat|api|form/i, 'web'],
  ],
  tier: [
    [/\b1(st)?\b|first/i, '1'],
    [/\b2(nd)?\b|second/i, '2'],
    [/\b3(rd)?\b|third/i, '3'],
  ],
};

/** What a value of another system means for a field with a closed list; null if its words do not say. */
export function meaningOf(field: CheckedField, value: string): string | null {
  const word = checkWord(field, value);
  if (word.ok) return word.value;
  const found = MEANINGS[field]?.find(([pattern]) => pattern.test(value))?.[1] ?? null;
  if (found !== null || field !== 'country') return found;
  const upper = checkWord(field, value.toUpperCase());
  return upper.ok ? upper.value : null;
}

/** What the values of a column look like. */
export interface ColumnFacts {
  /** The name by which a mapping finds it. */
  readonly name: string;
  /** The name in lower-case words: `sys_updated_at` and `SysUpdatedAt` are `sys updated at`. Without the prefix of own fields in ServiceNow: `u_country` is `country`. */
  readonly words: string;
  /** Distinct values of the first rows, in the order in which they come. */
  readonly values: readonly string[];
  /** Those, and values of later rows as far as the sample keeps them. */
  readonly allValues: readonly string[];
  readonly filled: number;
  /** The forms that its times may have, which read some of them differently; empty if its values are no times. */
  readonly timeFormats: readonly string[];
  readonly hasOffset: boolean;
  /** The form of its times of day; null if its values are none. The date is in another column. */
  readonly clockFormat: string | null;
}

/** Cells that mean no value in most systems. */
export const MISSING_WORDS = ['?', '-', 'NULL', 'null', 'NA', 'N/A', 'n/a', 'None', '(empty)', 'UNDEFINED'];

const TIME_SAMPLES = 100;
/** Share of the values that must be times. */
const TIMES_MIN = 0.9;

export function factsOf({ columns, laterValues, rows }: LogSample): readonly ColumnFacts[] {
  const names = columnNames(columns);
  return columns.map((column, at) => {
    const isFilled = (cell: string) => cell !== '' && !MISSING_WORDS.includes(cell);
    const cells = rows.map((row) => row[at] ?? '').filter(isFilled);
    const values = [...new Set(cells)];
    const later = [...(laterValues[at] ?? [])].filter(isFilled);
    return {
      name: names[at] ?? '',
      words: wordsOf(column),
      values,
      allValues: [...new Set([...values, ...later])],
      filled: cells.length,
      ...timesIn(column, values),
      clockFormat: clockIn(values),
    };
  });
}

function wordsOf(column: string): string {
  return column
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9äöüß]+/g, ' ')
    .trim()
    .replace(/^u /, '');
}

function timesIn(column: string, values: readonly string[]): Pick<ColumnFacts, 'timeFormats' | 'hasOffset'> {
  const none = { timeFormats: [], hasOffset: false };
  const samples = values.slice(0, TIME_SAMPLES);
  const isNumber = samples.every((value) => /^[\d.]+$/.test(value));
  // A plain number is a time only if its column says so.
  if (
    samples.length === 0 ||
    (isNumber && !/time|date|stamp|created|opened|closed|resolved|updated/i.test(column))
  ) {
    return none;
  }
  const guessed = guessFormat(samples);
  if (guessed.kind === 'none') return none;
  if (guessed.kind === 'several')
    return { timeFormats: fittingAll(guessed.patterns, values), hasOffset: false };
  const { format } = guessed;
  const count = samples.filter((value) => typeof format.read(value) !== 'string').length;
  if (count < TIMES_MIN * samples.length) return none;
  return { timeFormats: [format.pattern], hasOffset: format.hasOffset };
}

/** Forms of times of day, each with the pattern of its texts. */
const CLOCKS: readonly (readonly [RegExp, string])[] = [
  [/^\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$/, 'H:mm[:ss][.S]'],
  [/^\d{1,2}:\d\d(?::\d\d)? [ap]m$/i, 'h:mm[:ss] a'],
];

function clockIn(values: readonly string[]): string | null {
  const samples = values.slice(0, TIME_SAMPLES);
  if (samples.length === 0) return null;
  return CLOCKS.find(([pattern]) => samples.every((value) => pattern.test(value)))?.[1] ?? null;
}

/** The forms that read the most values: later ones may say whether the day or the month comes first. */
function fittingAll(patterns: readonly string[], values: readonly string[]): readonly string[] {
  const read = patterns.map((pattern) => {
    const format = TimeFormat.of(pattern);
    return values.filter((value) => typeof format?.read(value) === 'object').length;
  });
  const most = Math.max(...read);
  return patterns.filter((_, k) => read[k] === most);
}
