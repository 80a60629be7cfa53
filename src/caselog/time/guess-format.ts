import { DAY_MS } from '#base';
import { TimeFormat } from './time-format.ts';

const DATES = [
  ...['yyyy-M-d', 'yyyy/M/d', 'yyyy.M.d', 'd/M/yyyy', 'M/d/yyyy', 'd.M.yyyy', 'd-M-yyyy', 'M-d-yyyy'],
  ...['d MMM yyyy', 'MMM d yyyy', 'MMM d, yyyy', 'd-MMM-yyyy', 'd/MMM/yyyy', 'd/MMM/yy', 'd-MMM-yy'],
  ...['d/M/yy', 'M/d/yy', 'd.M.yy', 'yyyyMMdd', 'yyMMdd'],
];
const TIMES = ['H:mm[:ss][.S]', 'h:mm[:ss] a'];
const JOINTS = [' ', 'T', ', '];
const OFFSETS = ['', 'X', ' X'];

/** Formats that are tried, in this order. */
const CANDIDATES: readonly string[] = [
  ...DATES.flatMap((date) =>
    JOINTS.flatMap((joint) =>
      TIMES.flatMap((time) => OFFSETS.map((offset) => `${date}${joint}${time}${offset}`)),
    ),
  ),
  ...DATES,
  'epoch s',
  'epoch ms',
];

/** Made once: there are hundreds. */
let made: readonly TimeFormat[] | null = null;

function candidates(): readonly TimeFormat[] {
  made ??= CANDIDATES.flatMap((pattern) => TimeFormat.of(pattern) ?? []);
  return made;
}

export type GuessedFormat =
  | { readonly kind: 'one'; readonly format: TimeFormat }
  /** Several formats fit, and read the text differently. */
  | { readonly kind: 'several'; readonly patterns: readonly string[]; readonly text: string }
  | { readonly kind: 'none' };

/** The format that most of these texts have. Formats that read no text differently count as one. */
export function guessFormat(texts: readonly string[]): GuessedFormat {
  const distinct = new Map<string, number>();
  for (const text of texts) distinct.set(text, (distinct.get(text) ?? 0) + 1);
  let best: TimeFormat[] = [];
  let bestCount = 0;
  for (const format of candidates()) {
    let count = 0;
    for (const [text, times] of distinct) if (!Number.isNaN(instantOf(format, text))) count += times;
    if (count === 0 || count < bestCount) continue;
    if (count > bestCount) best = [];
    bestCount = count;
    best.push(format);
  }
  const [first, ...others] = best;
  if (first === undefined || 2 * bestCount < texts.length) return { kind: 'none' };
  for (const text of distinct.keys()) {
    const apart = others.filter((other) => readsApart(first, other, text));
    if (apart.length > 0) {
      return { kind: 'several', patterns: [first, ...apart].map(({ pattern }) => pattern), text };
    }
  }
  return { kind: 'one', format: first };
}

/** Whether both formats read the text, and differently. */
function readsApart(one: TimeFormat, other: TimeFormat, text: string): boolean {
  const [first, second] = [instantOf(one, text), instantOf(other, text)];
  return !Number.isNaN(first) && !Number.isNaN(second) && first !== second;
}

/** A number that two formats share if they read the text alike; NaN if the format does not read it. */
function instantOf(format: TimeFormat, text: string): number {
  const read = format.read(text);
  return typeof read === 'string' ? Number.NaN : read.wallMs - (read.offsetMs ?? 0);
}

/** Serial 0 of the dates of spreadsheets, ms since 1970. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);
/** Serial numbers from 1982 to 2064. Other numbers more likely count something else. */
const [SERIAL_LEAST, SERIAL_MOST] = [30_000, 60_000];

/** What a text is if it is the serial number of a date in a spreadsheet, in words; null if it is not. */
export function serialDate(text: string): string | null {
  const days = /^\d{5}(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (!(days >= SERIAL_LEAST && days < SERIAL_MOST)) return null;
  const date = new Date(SERIAL_ZERO_MS + Math.round(days * DAY_MS)).toISOString();
  return `${text} is the number by which a spreadsheet keeps ${date.slice(0, 16).replace('T', ' ')}`;
}

export const SERIAL_REMEDY =
  'give the column the format yyyy-mm-dd hh:mm:ss in the spreadsheet, and export it again, or name the workbook itself';
