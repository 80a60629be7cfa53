import { assert, assertEqual, DAY_MS, formatTimeOfDay, HOUR_MS, sumOf } from '#base';
import {
  type AgentGroup,
  expandWeeklyHours,
  intersectWindows,
  localClockOf,
  type Roster,
  type Scenario,
  type Shift,
  subtractWindows,
  type Tour,
  tourHours,
  toursOf,
  type WeeklyHours,
  type Window,
} from '#domain';
import { hoursWithin } from '../staffing/headcounts.ts';

/** A tour that agents of a group may work, as a column of the programme. */
export interface Candidate {
  readonly group: number;
  readonly tour: Tour;
  /** Name of the shift in the scenario. */
  readonly id: string;
  readonly duty: readonly Window[];
  /** Hours on duty within the horizon. */
  readonly hours: number;
  /** What one agent costs over the horizon: wages, or hours if nobody has a wage. */
  readonly cost: number;
  /** The most agents, by the limits of shape and group. */
  readonly most: number;
}

/** Longer than any shift: a centre that never closes is not closed beyond the horizon. */
const MARGIN_MS = 2 * DAY_MS;
/** Ids of scenario files have at most 64 characters; a start and a number follow. */
const ID_LONGEST = 50;

/**
 * The tours of all groups with a roster, in a fixed order. Tours of one shape that are on duty at the same times within the horizon, and
 * cost the same, are one candidate. Tours without duty in the horizon are left out.
 */
export function candidatesOf(scenario: Scenario): readonly Candidate[] {
  return scenario.groups.flatMap((group, g) =>
    group.roster === undefined ? [] : candidatesOfGroup(scenario, group, g, group.roster),
  );
}

/** Shifts that a roster leaves as they are: all of groups without shapes, and otherwise those of agents who are still ramping up. */
export function keptShifts({ roster, shifts }: Pick<AgentGroup, 'roster' | 'shifts'>): readonly Shift[] {
  return roster === undefined ? shifts : shifts.filter(({ rampUp }) => rampUp !== undefined);
}

function candidatesOfGroup(
  scenario: Scenario,
  group: AgentGroup,
  g: number,
  roster: Roster,
): readonly Candidate[] {
  const clock = localClockOf(scenario, scenario.centres[group.centre]?.timeZone ?? 'UTC');
  const { horizonMs, startEpochMs } = scenario;
  const inRun = (weekly: readonly WeeklyHours[]) =>
    expandWeeklyHours(weekly, clock, startEpochMs, horizonMs, new Set());
  const open = openAround(scenario, group.centre);
  const expanded = new Map<string, readonly Window[]>();
  const found = new Map<string, Candidate>();
  const taken = new Set(keptShifts(group).map(({ id }) => id));
  for (const tour of toursOf(roster)) {
    const shape = roster.shapes[tour.shape];
    if (shape === undefined) continue;
    const { breaks, hours } = tourHours(tour, shape);
    const key = JSON.stringify(hours);
    const shifts = expanded.get(key) ?? intersectWindows(inRun([hours]), open);
    expanded.set(key, shifts);
    const duty = subtractWindows(shifts, inRun(breaks)).filter(
      ({ fromMs, toMs }) => toMs > 0 && fromMs < horizonMs,
    );
    const dutyHours = hoursWithin(duty, horizonMs);
    if (dutyHours === 0) continue;
    assert(
      duty.every(({ fromMs, toMs }) => fromMs < toMs && fromMs < horizonMs && toMs > 0),
      'a tour is on duty outside of the run',
    );
    const cost = costOf(scenario, group, { dutyHours, shifts }, shape);
    assert(cost >= 0 && dutyHours <= horizonMs / HOUR_MS, `a tour costs ${cost} for ${dutyHours} hours`);
    const same = JSON.stringify([tour.shape, duty, cost]);
    if (found.has(same)) continue;
    const id = freeId(`${shape.id.slice(0, ID_LONGEST)}-${clockText(tour.startMinute)}`, taken);
    const most = Math.min(roster.most, shape.most ?? roster.most);
    found.set(same, { group: g, tour, id, duty, hours: dutyHours, cost, most });
  }
  return [...found.values()];
}

/** The opening windows of a centre, which beyond the horizon go on as at its ends. */
function openAround({ centres, horizonMs }: Scenario, centre: number): readonly Window[] {
  return (centres[centre]?.open ?? []).map(({ fromMs, toMs }) => ({
    fromMs: fromMs === 0 ? -MARGIN_MS : fromMs,
    toMs: toMs === horizonMs ? horizonMs + MARGIN_MS : toMs,
  }));
}

/** Each shift that starts within the horizon has its price; hours have that of the group. */
function costOf(
  { currency, horizonMs }: Scenario,
  { wage }: AgentGroup,
  worked: { readonly dutyHours: number; readonly shifts: readonly Window[] },
  { perShift, wageFactor }: Roster['shapes'][number],
): number {
  if (currency === undefined) return worked.dutyHours;
  const paid = worked.shifts.filter(({ fromMs }) => fromMs >= 0 && fromMs < horizonMs);
  const ofShifts = perShift * paid.length;
  assertEqual('prices of shifts', ofShifts, sumOf(paid.map(() => perShift)), 1e-9);
  return worked.dutyHours * (wage?.perHour ?? 0) * wageFactor + ofShifts;
}

/** `0830`. */
function clockText(minute: number): string {
  return formatTimeOfDay(minute).replace(':', '');
}

function freeId(base: string, taken: Set<string>): string {
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
