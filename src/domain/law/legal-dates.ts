import { DAY_MS, HOUR_MS } from '#base';
import type { EpochMs } from '../indices.ts';

/**
 * How dates of law are said to a reader: as civil dates of the law's own calendar, which is that of Brussels (see `instants.ts`). Midnight in
 * London, and midnight in UTC, which contracts are often dated by, fall on the same civil date in Brussels.
 */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `1 June 2010`, of a wall time as if it were UTC (ms). */
export function dayInWords(wallMs: number): string {
  const date = new Date(wallMs);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** When something begins: `26 July 2000`, or `12 November 2014, 13:00 in Brussels` if that is within a day. */
export function legalBegin(epochMs: EpochMs): string {
  return isMidnight(epochMs) ? dayInWords(wallInBrussels(epochMs)) : momentInBrussels(epochMs);
}

/** When something that no longer holds at `endMs` ends: `the end of 27 June 2025`, or a moment within a day. */
export function legalEnd(endMs: EpochMs): string {
  if (!isMidnight(endMs)) return momentInBrussels(endMs);
  // Three hours before midnight in UTC, London or Brussels, it is the day before in Brussels.
  return `the end of ${dayInWords(wallInBrussels(endMs - 3 * HOUR_MS))}`;
}

/** The instant in ISO 8601 on the clock of Brussels, so that it shows the civil date: `2000-07-26T00:00:00+02:00`. */
export function legalInstant(epochMs: EpochMs): string {
  const offset = offsetInBrussels(epochMs) / HOUR_MS;
  return `${new Date(wallInBrussels(epochMs)).toISOString().replace(/(\.000)?Z$/, '')}+0${offset}:00`;
}

function momentInBrussels(epochMs: EpochMs): string {
  const wallMs = wallInBrussels(epochMs);
  const time = new Date(wallMs).toISOString().slice(11, 19).replace(/:00$/, '');
  return `${dayInWords(wallMs)}, ${time} in Brussels`;
}

/** Whether a day begins at the instant in Brussels, in London (an hour later) or in UTC. */
function isMidnight(epochMs: EpochMs): boolean {
  const wallMs = wallInBrussels(epochMs);
  return [epochMs, wallMs, wallMs - HOUR_MS].some((ms) => ms % DAY_MS === 0);
}

function wallInBrussels(epochMs: EpochMs): number {
  return epochMs + offsetInBrussels(epochMs);
}

/**
 * Summer time by Directive 2000/84/EC: from 01:00 UTC of the last Sunday in March to 01:00 UTC of the last Sunday in October; before 1996, in
 * September. This arithmetic does not depend on the time-zone data of a host.
 */
function offsetInBrussels(epochMs: EpochMs): number {
  const year = new Date(epochMs).getUTCFullYear();
  const isSummer =
    epochMs >= lastSunday(year, 'March') && epochMs < lastSunday(year, year < 1996 ? 'September' : 'October');
  return isSummer ? 2 * HOUR_MS : HOUR_MS;
}

function lastSunday(year: number, month: (typeof MONTHS)[number]): EpochMs {
  const last = new Date(Date.UTC(year, MONTHS.indexOf(month) + 1, 0));
  return last.getTime() - last.getUTCDay() * DAY_MS + HOUR_MS;
}
