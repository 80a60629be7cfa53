import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '#base';
import { localClockOf, minuteOfWeek, type Scenario, type Shift } from '#domain';

export const HALF_HOUR_MS = HOUR_MS / 2;
export const SLOTS_OF_DAY = DAY_MS / HALF_HOUR_MS;
export const SLOTS = WEEK_MS / HALF_HOUR_MS;

/** Agents on duty by half hour of the local week, from Monday 00:00; null if the run does not cover the half hour. */
export type WeekCounts = readonly (number | null)[];

/** Agents on duty by half hour of the local week, from the first week of the run. */
export function weekOnDuty(
  scenario: Scenario,
  timeZone: string,
  shifts: readonly Pick<Shift, 'agents' | 'duty'>[],
): WeekCounts {
  const week: (number | null)[] = Array.from({ length: SLOTS }, () => null);
  const agents = agentsOnDuty(shifts, Math.min(WEEK_MS, scenario.horizonMs));
  slotsOfRun(scenario, timeZone, agents.length).forEach((slot, halfHour) => {
    week[slot] = agents[halfHour] as number;
  });
  if (scenario.horizonMs < WEEK_MS) return week;
  // Half hours that a clock skips when summer time begins.
  return week.map((count, slot) => count ?? week[slot - 1] ?? week[slot - 2] ?? 0);
}

/** By half hour of the run: agents whose shift is on duty in the middle of it. */
export function agentsOnDuty(
  shifts: readonly Pick<Shift, 'agents' | 'duty'>[],
  untilMs: number,
): Float64Array {
  const agentsIn = new Float64Array(Math.ceil(untilMs / HALF_HOUR_MS));
  // The first half hour of which the middle is not before the time.
  const from = (timeMs: number) => Math.max(0, Math.ceil(timeMs / HALF_HOUR_MS - 0.5));
  for (const { agents, duty } of shifts) {
    for (const { fromMs, toMs } of duty) {
      const end = Math.min(from(toMs), agentsIn.length);
      for (let n = from(fromMs); n < end; n++) agentsIn[n] = (agentsIn[n] as number) + agents;
    }
  }
  return agentsIn;
}

/** By half hour of the run: the half hour of the local week in which its middle lies. */
export function slotsOfRun(scenario: Scenario, timeZone: string, halfHours: number): readonly number[] {
  const clock = localClockOf(scenario, timeZone);
  return Array.from({ length: halfHours }, (_, n) => {
    const minute = minuteOfWeek(scenario.startEpochMs + (n + 0.5) * HALF_HOUR_MS, clock);
    return Math.floor((minute * MINUTE_MS) / HALF_HOUR_MS);
  });
}
