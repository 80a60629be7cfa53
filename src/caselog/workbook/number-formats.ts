/** What numbers with a format stand for. A duration is shown as hours, minutes or seconds in all: `[h]:mm`. */
export type Shown = 'number' | 'date' | 'time of day' | 'date and time';

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
