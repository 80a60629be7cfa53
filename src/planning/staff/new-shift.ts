import { MINUTE_MS } from '#base';
import { hourOfWeek, localClockOf, type Scenario, type Window } from '#domain';

const STEP_MS = 15 * MINUTE_MS;

/** The scenario with another shift of a group, in which nobody works yet. It is the last of the group. */
export function withNewShift(
  scenario: Scenario,
  group: number,
  { hours, timeZone }: { readonly hours: readonly number[]; readonly timeZone: string },
): Scenario {
  const shift = { id: 'new', agents: 0, duty: windowsIn(scenario, hours, timeZone) };
  return {
    ...scenario,
    groups: scenario.groups.map((one, g) => (g === group ? { ...one, shifts: [...one.shifts, shift] } : one)),
  };
}

/** When these hours of the local week are (0: Monday from midnight to one), in the whole run. */
function windowsIn(scenario: Scenario, hours: readonly number[], timeZone: string): readonly Window[] {
  const { horizonMs, startEpochMs } = scenario;
  const clock = localClockOf(scenario, timeZone);
  const wanted = new Set(hours);
  const found: { fromMs: number; toMs: number }[] = [];
  for (let atMs = 0; atMs < horizonMs; atMs += STEP_MS) {
    if (!wanted.has(hourOfWeek(startEpochMs + atMs, clock))) continue;
    const last = found.at(-1);
    if (last?.toMs === atMs) last.toMs = atMs + STEP_MS;
    else found.push({ fromMs: atMs, toMs: atMs + STEP_MS });
  }
  return found;
}
