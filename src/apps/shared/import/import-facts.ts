import type { ImportReport } from '#caselog';
import type { ImportFacts } from '#foreign';

/** What audits of a case log say of its import. Null if somebody has shortened the report. */
export function importFactsOf(report: Partial<ImportReport>): ImportFacts | null {
  const { changedCases, clock, repeatedEvents, rows } = report;
  const counts = [rows?.refused, clock?.repeated?.count, repeatedEvents?.count];
  if (!counts.every(isCount)) return null;
  const [rowsRefused = 0, repeatedTimes = 0, repeatedEventsCount = 0] = counts;
  const changed = [changedCases?.segment, changedCases?.country].filter(isCount);
  return {
    rowsRefused,
    repeatedTimes,
    repeatedEvents: repeatedEventsCount,
    changedCases: changed.reduce((sum, count) => sum + count, 0),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
