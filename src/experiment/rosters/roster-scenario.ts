import { type Scenario, type Shift, tourInFile } from '#domain';
import type { TreeValue } from '#scenario';
import { groupsTree } from '../staffing/headcounts.ts';
import type { Plan } from '../staffing/staffing-evaluation.ts';
import { keptShifts } from './candidates.ts';
import type { RosterProblem } from './roster-rows.ts';

/** Agents of each candidate. */
export type Choice = readonly number[];

/** The scenario in which groups with a roster work the chosen tours. Equal to what its file gives when it is read. */
export function withRoster(problem: RosterProblem, choice: Choice): Scenario {
  return {
    ...problem.scenario,
    groups: problem.scenario.groups.map((group, g) =>
      group.roster === undefined
        ? group
        : { ...group, shifts: [...keptShifts(group), ...chosenShifts(problem, choice, g)] },
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

/** The chosen tours of a group, or of all groups, with the numbers of their candidates. */
export function chosenTours({ candidates }: RosterProblem, choice: Choice, group?: number) {
  return candidates.flatMap((candidate, c) => {
    const agents = choice[c] ?? 0;
    return agents > 0 && (group ?? candidate.group) === candidate.group ? [{ candidate, agents, c }] : [];
  });
}

export function chosenShifts(problem: RosterProblem, choice: Choice, group: number): readonly Shift[] {
  const tours = chosenTours(problem, choice, group);
  return tours.map(({ agents, candidate: { duty, id } }) => ({ id, agents, duty }));
}

/** The changes of the scenario file, as a tree to be merged over it: today's shifts are removed, and the chosen tours are added. */
export function rosterOverride(problem: RosterProblem, choice: Choice): TreeValue {
  const { scenario } = problem;
  return groupsTree(scenario, (group, g) => {
    if (group.roster === undefined) return null;
    const kept = new Set(keptShifts(group).map(({ id }) => id));
    const gone = group.shifts.map(({ id }) => id).filter((id) => !kept.has(id));
    const written = gone.filter((id) => !isFromHeadcounts(id));
    const chosen = chosenTours(problem, choice, g).map(({ agents, candidate: { group, id, tour } }) => {
      const shape = scenario.groups[group]?.roster?.shapes[tour.shape];
      return [id, shape === undefined ? null : { agents, ...tourInFile(tour, shape) }] as const;
    });
    return {
      shifts: Object.fromEntries([...written.map((id) => [id, null] as const), ...chosen]),
      ...(gone.some(isFromHeadcounts) ? { headcounts: [] } : {}),
    };
  });
}

function isFromHeadcounts(id: string): boolean {
  return /^headcounts-\d+-\d+$/.test(id);
}
