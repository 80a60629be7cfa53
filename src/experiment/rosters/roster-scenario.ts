import { formatTimeOfDay } from '#base';
import { DAY_MINUTES, type Scenario, tourHours, WEEKDAYS } from '#domain';
import type { TreeValue } from '#scenario';
import type { Plan } from '../staffing/staffing-evaluation.ts';
import { type Candidate, keptShifts } from './candidates.ts';
import type { RosterProblem } from './roster-rows.ts';

/** Agents of each candidate. */
export type Choice = readonly number[];

/** The scenario in which groups with a roster work the chosen tours. Equal to what its file gives when it is read. */
export function withRoster({ candidates, scenario }: RosterProblem, choice: Choice): Scenario {
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) =>
      group.roster === undefined
        ? group
        : { ...group, shifts: [...keptShifts(group), ...chosenShifts(candidates, choice, g)] },
    ),
  };
}

export function rosterPlan(problem: RosterProblem, choice: Choice): Plan {
  return {
    key: `roster/${choice.join(' ')}`,
    scenario: () => withRoster(problem, choice),
    hours: hoursOf(problem, choice),
  };
}

/** Agent hours within the horizon, with those of the shifts that stay. */
export function hoursOf({ candidates }: RosterProblem, choice: Choice): number {
  return candidates.reduce((sum, { hours }, c) => sum + hours * (choice[c] ?? 0), 0);
}

function chosenShifts(candidates: readonly Candidate[], choice: Choice, group: number) {
  return candidates.flatMap(({ duty, group: own, id }, c) => {
    const agents = choice[c] ?? 0;
    return own === group && agents > 0 ? [{ id, agents, duty }] : [];
  });
}

/** The changes of the scenario file, as a tree to be merged over it: today's shifts are removed, and the chosen tours are added. */
export function rosterOverride({ candidates, scenario }: RosterProblem, choice: Choice): TreeValue {
  const centres: Record<string, { groups: Record<string, TreeValue> }> = {};
  scenario.groups.forEach((group, g) => {
    if (group.roster === undefined) return;
    const centre = scenario.centres[group.centre]?.id ?? '';
    const kept = new Set(keptShifts(group).map(({ id }) => id));
    const gone = group.shifts.map(({ id }) => id).filter((id) => !kept.has(id));
    const written = gone.filter((id) => !isFromHeadcounts(id));
    const chosen = candidates.flatMap((one, c) => {
      const agents = choice[c] ?? 0;
      return one.group === g && agents > 0 ? [[one.id, shiftTree(scenario, one, agents)] as const] : [];
    });
    centres[centre] ??= { groups: {} };
    // Resolved ids include the centre.
    centres[centre].groups[group.id.slice(centre.length + 1)] = {
      shifts: Object.fromEntries([...written.map((id) => [id, null] as const), ...chosen]),
      ...(gone.some(isFromHeadcounts) ? { headcounts: [] } : {}),
    };
  });
  return Object.keys(centres).length === 0 ? {} : { centres };
}

function isFromHeadcounts(id: string): boolean {
  return /^headcounts-\d+-\d+$/.test(id);
}

function shiftTree(scenario: Scenario, { group, tour }: Candidate, agents: number): TreeValue {
  const shape = scenario.groups[group]?.roster?.shapes[tour.shape];
  if (shape === undefined) return null;
  const { breaks, hours } = tourHours(tour, shape);
  const piece = ({ days, fromMinute, toMinute }: typeof hours) => ({
    days: days.map((day) => WEEKDAYS[day] ?? ''),
    from: formatTimeOfDay(fromMinute),
    to: formatTimeOfDay(toMinute === DAY_MINUTES ? toMinute : toMinute % DAY_MINUTES),
  });
  return { agents, ...piece(hours), ...(breaks.length === 0 ? {} : { breaks: breaks.map(piece) }) };
}
