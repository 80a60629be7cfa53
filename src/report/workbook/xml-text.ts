import { escapeMarkup } from '#base';

/** Characters of a cell, at most: what spreadsheet programs take. */
const TEXT_MOST = 32_767;
const CUT = '…';

/** What a spreadsheet program reads as one character (ECMA-376, part 1, 22.9.2.19). */
const LOOKS_ESCAPED = /_(?=x[0-9a-fA-F]{4}_)/g;
/** Characters that XML forbids and `escapeMarkup` leaves. */
const FORBIDDEN = /[\ufffe\uffff]/g;

/** Text of a cell: one line, without controls. A longer one than a cell takes ends in an ellipsis. */
export function cellText(text: string): string {
  const shown = text.length > TEXT_MOST ? text.slice(0, TEXT_MOST - CUT.length) + CUT : text;
  return escapeMarkup(shown).replace(LOOKS_ESCAPED, '_x005F_').replace(FORBIDDEN, '\ufffd');
}
