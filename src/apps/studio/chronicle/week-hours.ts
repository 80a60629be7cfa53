import { HOUR_MS, WEEK_MS } from '#base';
import { localClockOf, type Scenario } from '#domain';

export const WEEK_HOURS = WEEK_MS / HOUR_MS;
/** 1970-01-01 was a Thursday. */
const EPOCH_BEHIND_MONDAY_MS = 72 * HOUR_MS;

/**
 * Returns a function from a moment of the run (ms) to the hour of the week from Monday 00:00, on the clock of a time
 * zone; null: UTC.
 */
export function weekHours(scenario: Scenario, timeZone: string | null): (timeMs: number) => number {
  const { startEpochMs } = scenario;
  const clock = timeZone === null ? null : localClockOf(scenario, timeZone);
  return (timeMs) => {
    const epochMs = startEpochMs + timeMs;
    const localMs = epochMs + (clock?.offsetAt(epochMs) ?? 0) + EPOCH_BEHIND_MONDAY_MS;
    return Math.floor((((localMs % WEEK_MS) + WEEK_MS) % WEEK_MS) / HOUR_MS);
  };
}
