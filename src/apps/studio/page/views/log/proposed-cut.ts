import { DAY_MS } from '#base';
import type { LogReading } from '../../../calls.ts';

/** The share of the log before the cut that the page proposes. */
const BEFORE = 0.75;
/** Whole days that a calibration needs. */
const DAYS_LEAST = 7;

/** The date at which the last quarter of the log begins; later, if there would be less than a whole week before it. */
export function proposedCut({ span }: Pick<LogReading, 'span'>): string {
  if (span === null) return '';
  const [begin, end] = [Date.parse(span.begin), Date.parse(span.end)];
  const quarter = begin + BEFORE * (end - begin);
  const week = (Math.ceil(begin / DAY_MS) + DAYS_LEAST) * DAY_MS;
  return new Date(week < end ? Math.max(quarter, week) : quarter).toISOString().slice(0, 10);
}
