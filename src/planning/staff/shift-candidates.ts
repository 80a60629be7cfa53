import { formatCount, listInWords, MINUTE_MS, sumOf } from '#base';
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
export interface CandidateShift {
  readonly group: number;
  readonly shift: number;
  /** When it is, of a shift that is not in the scenario: `daily 22:00 to 06:00 (Europe/Berlin)`. */
  readonly newIn?: string;
  /** Of such a shift: hours of one agent in a week. */
  readonly hoursPerWeek?: number;
}

export interface Candidates {
  /** With the new shift, if there is one; nobody works in it yet. */
  readonly scenario: Scenario;
  /** The most promising first. */
  readonly shifts: readonly CandidateShift[];
}

/** Shifts that are tried. */
const SHIFTS_MOST = 2;
/** A new shift is a candidate if at least this share of the need is in hours in which none of the groups is on duty. */
const UNCOVERED_LEAST = 0.2;

const CURED_BY_AGENTS: readonly WaitingCause[] = [
  'no agent free',
  'nobody with the skill on duty',
  'centre closed',
];

/**
 * Shifts that are short of agents for the late cases of a target, and a new one for the hours in which nobody who could have taken them is
 * on duty. Null if more agents are not the obvious change.
 */
export function candidatesFor(
  { channels, segment }: TargetVerdict,
  cell: LateCell,
  scenario: Scenario,
): Candidates | null {
  const cause = mainCauseOf(cell)?.[0];
  if (cause === undefined || !CURED_BY_AGENTS.includes(cause) || !isLateByWaiting(cell)) return null;
  const cases = { segment: segment.id, channels };
  const short: readonly CandidateShift[] = shortShifts(cell, cases, scenario);
  const fresh = newShift(cell, cases, scenario);
  if (fresh === null) return short.length === 0 ? null : { scenario, shifts: short.slice(0, SHIFTS_MOST) };
  const shifts = cause === 'no agent free' ? [...short.slice(0, 1), fresh.shift] : [fresh.shift, ...short];
  return { scenario: fresh.scenario, shifts: shifts.slice(0, SHIFTS_MOST) };
}

function newShift(
  cell: LateCell,
  cases: Parameters<typeof shortGroup>[1],
  scenario: Scenario,
): { readonly scenario: Scenario; readonly shift: CandidateShift } | null {
  const group = shortGroup(cell, cases, scenario);
  if (group === null) return null;
  const uncovered = neededWhileNobody(cell, cases, scenario);
  if (sumOf(uncovered) < UNCOVERED_LEAST * sumOf(cell.needed)) return null;
  const worst = worstHours(new Float64Array(WEEK_HOURS).fill(1), uncovered);
  if (worst === null) return null;
  const { timeZone } = cell;
  const shift = scenario.groups[group]?.shifts.length ?? 0;
  return {
    scenario: withNewShift(scenario, group, { hours: worst.hours, timeZone }),
    shift: { group, shift, newIn: `${worst.name} (${timeZone})`, hoursPerWeek: worst.hours.length },
  };
}

/** `one more agent in Dublin, First line, night shift and 2 in Bangalore, First line, day shift`. */
export function moreAgentsText(
  added: readonly (CandidateShift & { readonly agents: number })[],
  scenario: Scenario,
): string {
  return listInWords(
    added.map(({ agents, hoursPerWeek = 0, newIn, ...place }, i) => {
      const count = agents === 1 ? 'one' : formatCount(agents);
      if (newIn === undefined) {
        const more = i > 0 ? count : `${count} more ${agents === 1 ? 'agent' : 'agents'}`;
        return `${more} in ${shiftTitle(place, scenario)}`;
      }
      const of = `${count} ${agents === 1 ? 'agent' : 'agents'}`;
      const when = newIn.replace(/\)$/, `; ${hoursInPeople(agents * hoursPerWeek, scenario)})`);
      return `a new shift of ${of} in ${groupTitleOf(place.group, scenario)}, ${when}`;
    }),
  );
}

const STEP_MS = 15 * MINUTE_MS;

/** The scenario with another shift of a group, which is the last of the group. Left out: nobody works in it yet. */
export function withNewShift(
  scenario: Scenario,
  group: number,
  {
    agents = 0,
    hours,
    timeZone,
  }: { readonly agents?: number; readonly hours: readonly number[]; readonly timeZone: string },
): Scenario {
  const shift = { id: 'new', agents, duty: windowsIn(scenario, hours, timeZone) };
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
  const found: { fromMs: number; toMs: number }[] = [];
  for (let atMs = 0; atMs < horizonMs; atMs += STEP_MS) {
    if (!wanted.has(hourOfWeek(startEpochMs + atMs, clock))) continue;
    const last = found.at(-1);
    if (last?.toMs === atMs) last.toMs = atMs + STEP_MS;
    else found.push({ fromMs: atMs, toMs: atMs + STEP_MS });
  }
  return found;
}
