import { numbered } from '#base';
import { CASE_STATES, type RunMs } from '#domain';
import type { CaseTable } from '../cases/case-table.ts';
import type { ComposedHooks } from '../run/hooks.ts';

const {
  'open.waiting.queued': QUEUED,
  closed: CLOSED,
  erased: ERASED,
  refused: REFUSED,
  resolved: RESOLVED,
} = numbered(CASE_STATES);
const OVER: readonly number[] = [REFUSED, RESOLVED, CLOSED, ERASED];

/** At the end of the run, reports the open cases. Those that have waited too long already are late, whatever would become of them. */
export function reportOpenCases(
  { records }: CaseTable,
  { isWithSoftware, openAtEnd, waitsAtEnd }: ComposedHooks,
  nowMs: RunMs,
): void {
  for (const record of records) {
    if (OVER.includes(record.state) || isWithSoftware?.(record) === true) continue;
    openAtEnd?.(record);
    if (record.state !== QUEUED || record.contacts !== 0 || record.calledBack === 1) continue;
    record.tally.stillWaiting(nowMs - record.queuedMs);
    waitsAtEnd?.(record);
  }
}
