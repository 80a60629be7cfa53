import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';

/** Days from which serial numbers of dates count. */
export type DateSystem = 1900 | 1904;

/** Serial 0 of both systems, ms since 1970. The system of 1900 has a day too many, 29 February 1900, with the number 60. */
const ZERO_MS: Readonly<Record<DateSystem, number>> = {
  1900: Date.UTC(1899, 11, 30),
  1904: Date.UTC(1904, 0, 1),
};
const NO_SUCH_DAY = 60;
/** Spreadsheets know no year after this. */
const YEAR_MAX = 9999;
/** Digits that spreadsheet programs keep of a number. */
const DIGITS = 15;

/** Whether a number is so long that a spreadsheet has put zeros in place of its last digits. */
export function isShortened(written: string, { shown }: NumberFormat): boolean {
  return shown === 'number' && Math.abs(Number(written)) >= 10 ** DIGITS;
}

/** The text of a number cell: a number, or a date as `2024-01-15 09:30:00`. Null: the cell holds no number, or no date that exists. */
export function textOfNumber(written: string, format: NumberFormat, dates: DateSystem): string | null {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return null;
  if (format.shown === 'number') return plainNumber(written, value, format.digits);
  if (value < 0 || value > YEAR_MAX * 366) return null;
  // Days are whole milliseconds apart, so that 0.1 ms of rounding in the file is no other time.
  const ms = Math.round(value * DAY_MS);
  const isTime = ms % DAY_MS !== 0;
  if (format.shown === 'time of day') return value < 1 ? clockText(ms) : plainNumber(written, value, 0);
  const day = dayText(Math.floor(ms / DAY_MS), dates);
  if (day === null) return null;
  return format.shown === 'date' && !isTime ? day : `${day} ${clockText(ms % DAY_MS)}`;
}

/** A number with as many digits as a spreadsheet shows: 0.30000000000000004 is 0.3. */
function plainNumber(written: string, value: number, digits: number): string {
  const text = /^-?(?:0|[1-9]\d{0,14})$/.test(written) ? written : String(Number(value.toPrecision(DIGITS)));
  return digits > 0 && /^\d+$/.test(text) ? text.padStart(digits, '0') : text;
}

function dayText(serial: number, dates: DateSystem): string | null {
  if (dates === 1900 && (serial === NO_SUCH_DAY || serial === 0)) return null;
  const shift = dates === 1900 && serial < NO_SUCH_DAY ? 1 : 0;
  const day = new Date(ZERO_MS[dates] + (serial + shift) * DAY_MS);
  return day.getUTCFullYear() > YEAR_MAX ? null : day.toISOString().slice(0, 10);
}

function clockText(ms: number): string {
  const two = (unit: number, of: number) => String(Math.floor(ms / unit) % of).padStart(2, '0');
  const clock = `${two(HOUR_MS, 24)}:${two(MINUTE_MS, 60)}:${two(SECOND_MS, 60)}`;
  const rest = ms % SECOND_MS;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(3, '0')}`;
}

/** Texts may hold characters that XML lacks as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** The name of a column: A, B, …, Z, AA, … */
export function columnLetters(place: number): string {
  let letters = '';
  for (let rest = place + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The column that a cell's name begins with, from 0; −1 if it has none. */
export function columnIn(cell: string): number {
  let number = 0;
  let at = 0;
  for (; at < cell.length; at++) {
    const letter = cell.charCodeAt(at) - 64;
    if (!(letter >= 1 && letter <= 26)) break;
    number = number * 26 + letter;
  }
  return number - 1;
}

/** What numbers with a format stand for. A duration is shown as hours, minutes or seconds in all: `[h]:mm`. */
type Shown = 'number' | 'date' | 'time of day' | 'date and time';

/** A number format, as far as it decides what a number stands for. */
export interface NumberFormat {
  readonly shown: Shown;
  /** Digits that whole numbers are filled up to by zeros; 0: none. */
  readonly digits: number;
}

export const GENERAL: NumberFormat = { shown: 'number', digits: 0 };

/** Formats that are not written into the file (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 are dates in East Asian programs. */
const BUILT_IN: readonly (readonly [from: number, to: number, shown: Shown])[] = [
  [14, 17, 'date'],
  [18, 21, 'time of day'],
  [22, 22, 'date and time'],
  [27, 31, 'date'],
  [32, 35, 'time of day'],
  [36, 36, 'date'],
  [45, 47, 'time of day'],
  [50, 54, 'date'],
  [55, 56, 'time of day'],
  [57, 58, 'date'],
];

export function builtInFormat(id: number): NumberFormat {
  const found = BUILT_IN.find(([from, to]) => id >= from && id <= to);
  return found === undefined ? GENERAL : { shown: found[2], digits: 0 };
}

/** What a custom format shows, by the letters of its first section that are not quoted, escaped or in brackets. */
export function customFormat(code: string): NumberFormat {
  const plain = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  const [section = ''] = plain.split(';');
  if (/^0{2,}$/.test(code)) return { shown: 'number', digits: code.length };
  const letters = section.replace(/general|standard|am\/pm|a\/p/gi, '').replace(/e[+-]/gi, '');
  const hasClock = /[hs]/i.test(letters);
  // Beside hours or seconds, m is minutes.
  const hasDate = /[yd]/i.test(letters) || (/m/i.test(letters) && !hasClock);
  if (hasDate) return { shown: hasClock ? 'date and time' : 'date', digits: 0 };
  return hasClock ? { shown: 'time of day', digits: 0 } : GENERAL;
}
