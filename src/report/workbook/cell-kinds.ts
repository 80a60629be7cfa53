import { DAY_MS, SECOND_MS } from '#base';

/** What the cells of a column hold, and so how a spreadsheet program shows them. */
export const CELL_KINDS = [
  'text',
  'whole',
  'decimal',
  /** A share of 1. */
  'percentage',
  /** Seconds. */
  'duration',
  /** Milliseconds since 1970, UTC. */
  'instant',
] as const;
export type CellKind = (typeof CELL_KINDS)[number];

const SECONDS_A_DAY = DAY_MS / SECOND_MS;
/** Days from the beginning of a spreadsheet's time to 1970. */
const DAYS_TO_1970 = 25_569;

/** By kind: the number of its format, and its code where that is one of ours. Numbers below 164 are the standard's. */
export const FORMATS: Readonly<Record<CellKind, { readonly id: number; readonly code: string | null }>> = {
  text: { id: 49, code: null },
  whole: { id: 3, code: null },
  decimal: { id: 164, code: '#,##0.0##' },
  percentage: { id: 165, code: '0.0%' },
  duration: { id: 166, code: '[h]:mm:ss' },
  instant: { id: 167, code: 'yyyy\\-mm\\-dd\\ hh:mm:ss' },
};

/** The number that stands in the file: dates and durations are days there. */
export function storedNumber(value: number, kind: CellKind): number {
  if (kind === 'duration') return value / SECONDS_A_DAY;
  return kind === 'instant' ? value / DAY_MS + DAYS_TO_1970 : value;
}

/** Characters that a number of this kind takes when it is shown, about. */
export function shownWidth(value: number, kind: CellKind): number {
  if (kind === 'instant') return 'yyyy-mm-dd hh:mm:ss'.length;
  if (kind === 'duration') return '000:00:00'.length;
  return Math.round(value).toLocaleString('en-GB').length + (kind === 'whole' ? 0 : 4);
}
