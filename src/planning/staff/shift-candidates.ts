import { MINUTE_MS, runsOf, sumOf } from '#base';
import {
  hourOfWeek,
  hoursInPeople,
  localClockOf,
  type Scenario,
  type WaitingCause,
  WEEK_HOURS,
  type Window,
} from '#domain';
import { isLateByWaiting, mainCauseOf } from '../late/late-answers.ts';
import type { LateCell } from '../late/late-cell.ts';
import { worstHours } from '../late/worst-hours.ts';
import { groupTitleOf, shiftTitle } from '../names/key-words.ts';
import type { TargetVerdict } from '../targets/target-verdicts.ts';
import { neededWhileNobody, shortGroup, shortShifts } from './short-shifts.ts';

/** A shift in which more agents may help to meet a target. */
interface CandidateShift {
  readonly group: number;
  readonly shift: number;
  /** When it is, of a shift that is not in the scenario: `daily 22:00 to 06:00 (Europe/Berlin)`. */
  readonly newIn?: string;
  /** Hours of one agent of the new shift in a week. */
  readonly hoursPerWeek?: number;
}

interface Candidate {
  /** With the shift, if it is new; nobody works in it yet. */
  readonly scenario: Scenario;
  readonly shift: CandidateShift;
}

/** A new shift is a candidate if at least this share of the need is in hours in which none of the groups is on duty. */
const UNCOVERED_LEAST = 0.2;

const CURED_BY_AGENTS: readonly WaitingCause[] = [
  'no agent free',
  'nobody with the skill on duty',
  'centre closed',
];

/**
 * The shift that is shortest of agents for the late cases of a target, or a new one for the hours in which nobody who could have taken them is
 * on duty. Null if more agents are not the obvious change.
 */
export function candidateFor(
  { channels, segment }: TargetVerdict,
  cell: LateCell,
  scenario: Scenario,
): Candidate | null {
  const cause = mainCauseOf(cell)?.[0];
  if (cause === undefined || !CURED_BY_AGENTS.includes(cause) || !isLateByWaiting(cell)) return null;
  const cases = { segment: segment.id, channels };
  const [shift] = shortShifts(cell, cases, scenario);
  if (shift !== undefined && cause === 'no agent free') return { scenario, shift };
  const uncovered = neededWhileNobody(cell, cases, scenario);
  if (sumOf(uncovered) >= UNCOVERED_LEAST * sumOf(cell.needed))
    return newShift(shortGroup(cell, cases, scenario), uncovered, cell, scenario);
  return shift === undefined ? null : { scenario, shift };
}

/** Null if nobody has the skills, or if no hours stand out: most of the week is uncovered. */
function newShift(
  group: number | null,
  uncovered: Float64Array,
  { timeZone }: LateCell,
  scenario: Scenario,
): Candidate | null {
  const worst = worstHours(new Float64Array(WEEK_HOURS).fill(1), uncovered);
  if (group === null || worst === null) return null;
  const shift = scenario.groups[group]?.shifts.length ?? 0;
  return {
    scenario: withNewShift(scenario, group, windowsIn(scenario, worst.hours, timeZone)),
    shift: { group, shift, newIn: `${worst.name} (${timeZone})`, hoursPerWeek: worst.hours.length },
  };
}

/** `one more agent in Dublin, First line, night shift`, or `a new shift of one agent in …`. */
export function oneMoreAgentText({
  scenario,
  shift: { hoursPerWeek = 0, newIn, ...place },
}: Candidate): string {
  if (newIn === undefined) return `one more agent in ${shiftTitle(place, scenario)}`;
  const when = newIn.replace(/\)$/, `; ${hoursInPeople(hoursPerWeek, scenario)})`);
  return `a new shift of one agent in ${groupTitleOf(place.group, scenario)}, ${when}`;
}

const STEP_MS = 15 * MINUTE_MS;

/** The scenario with another shift of a group, which is the last of the group. Left out: nobody works in it yet. */
export function withNewShift(
  scenario: Scenario,
  group: number,
  duty: readonly Window[],
  agents = 0,
): Scenario {
  const shift = { id: 'new', agents, duty };
  return {
    ...scenario,
    groups: scenario.groups.map((one, g) => (g === group ? { ...one, shifts: [...one.shifts, shift] } : one)),
  };
}

/** When these hours of the local week are (0: Monday from midnight to one), in the whole run. */
export function windowsIn(scenario: Scenario, hours: readonly number[], timeZone: string): readonly Window[] {
  const { horizonMs, startEpochMs } = scenario;
  const clock = localClockOf(scenario, timeZone);
  const wanted = new Set(hours);
  const steps = Array.from({ length: Math.ceil(horizonMs / STEP_MS) }, (_, n) => n * STEP_MS);
  const own = steps.filter((atMs) => wanted.has(hourOfWeek(startEpochMs + atMs, clock)));
  return runsOf(own, (atMs, before) => atMs === before + STEP_MS).map((run) => ({
    fromMs: run[0],
    toMs: run[0] + run.length * STEP_MS,
  }));
}
