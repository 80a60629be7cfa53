import { assert, assertEqual, HOUR_MS } from '#base';
import type { AgentGroup, Scenario, Window } from '#domain';
import type { TreeValue } from '#scenario';
import type { StaffFigures } from '#statistics';

/** Ample staff is the scenario's own times this factor. */
export const AMPLE = 4;
/** Searches try square-root staffing, load + β·√load, with these β in turn. */
export const BETAS: readonly number[] = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 9, 14];

/** Agents for a load, which is the number of agents that it keeps busy on average: load + β·√load (square-root staffing). */
export function squareRootStaff(load: number, beta: number): number {
  return load + beta * Math.sqrt(load);
}

/** Agents of each shift of each group, in the scenario's order. */
export type Headcounts = readonly (readonly number[])[];

export function headcountsOf({ groups }: Pick<Scenario, 'groups'>): Headcounts {
  return groups.map(({ shifts }) => shifts.map(({ agents }) => agents));
}

export function withHeadcounts(scenario: Scenario, counts: Headcounts): Scenario {
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => ({
      ...group,
      shifts: group.shifts.map((shift, s) => ({ ...shift, agents: counts[g]?.[s] ?? shift.agents })),
    })),
  };
}

export function withShift(counts: Headcounts, group: number, shift: number, agents: number): Headcounts {
  assert(Number.isInteger(agents) && agents >= 0, `a shift cannot have ${agents} agents`);
  return counts.map((shifts, g) =>
    g === group ? shifts.map((had, s) => (s === shift ? agents : had)) : shifts,
  );
}

/** Hours on duty within the horizon of one agent of each shift. */
export function dutyHoursOf({ groups, horizonMs }: Scenario): Headcounts {
  return groups.map(({ shifts }) => shifts.map(({ duty }) => hoursWithin(duty, horizonMs)));
}

/** Hours of these windows within the horizon. */
export function hoursWithin(windows: readonly Window[], horizonMs: number): number {
  const hours = windows.reduce(
    (sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, horizonMs) - Math.max(0, fromMs)) / HOUR_MS,
    0,
  );
  assert(hours <= (windows.length * horizonMs) / HOUR_MS, 'duty is longer than its windows');
  return hours;
}

/** The sum of a figure over all shifts. */
export function sumOverShifts(
  counts: Headcounts,
  of: (agents: number, group: number, shift: number) => number,
): number {
  return counts.reduce(
    (sum, shifts, g) => sum + shifts.reduce((all, agents, s) => all + of(agents, g, s), 0),
    0,
  );
}

type Tree = Readonly<Record<string, TreeValue>>;
type Counts = ReadonlyMap<string, { readonly agents: number; readonly isChanged: boolean }>;

/**
 * The changes of head counts in the scenario file, as a tree to be merged over `tree`, the whole file. Shifts made from `headcounts` are
 * nested (agent n is on duty whenever at least n are wanted), so their list is rewritten with the new numbers.
 */
export function headcountOverride(tree: TreeValue, scenario: Scenario, counts: Headcounts): TreeValue {
  return groupsTree(scenario, ({ shifts }, g, [centreId, groupId]) => {
    const changed: Counts = new Map(
      shifts.map((shift, s) => {
        const agents = counts[g]?.[s] ?? shift.agents;
        return [shift.id, { agents, isChanged: agents !== shift.agents }];
      }),
    );
    if (![...changed.values()].some(({ isChanged }) => isChanged)) return null;
    const written = below(below(below(below(tree, 'centres'), centreId), 'groups'), groupId);
    return { ...shiftsOver(written, changed), ...headcountsOver(written, changed) };
  });
}

/** The tree of a scenario file with these parts of groups, named as in the file. Null for a group: nothing of it. */
export function groupsTree(
  { centres, groups }: Scenario,
  partOf: (group: AgentGroup, g: number, ids: readonly [string, string]) => TreeValue,
): TreeValue {
  const trees: Record<string, { groups: Record<string, TreeValue> }> = {};
  groups.forEach((group, g) => {
    const centre = centres[group.centre]?.id ?? '';
    // Resolved ids include the centre.
    const id = group.id.slice(centre.length + 1);
    const part = partOf(group, g, [centre, id]);
    if (part === null) return;
    trees[centre] ??= { groups: {} };
    trees[centre].groups[id] = part;
  });
  return Object.keys(trees).length === 0 ? {} : { centres: trees };
}

function shiftsOver(group: Tree, changed: Counts): Tree {
  const names = Object.keys(below(group, 'shifts')).filter((name) => changed.get(name)?.isChanged === true);
  if (names.length === 0) return {};
  return {
    shifts: Object.fromEntries(names.map((name) => [name, { agents: changed.get(name)?.agents ?? 0 }])),
  };
}

function headcountsOver({ headcounts }: Tree, changed: Counts): Tree {
  const isChanged = [...changed].some(([id, shift]) => shift.isChanged && id.startsWith('headcounts-'));
  if (!Array.isArray(headcounts) || !isChanged) return {};
  const rows = (headcounts as readonly Tree[]).map((row, k) => {
    const wanted = Array.isArray(row.agents) ? (row.agents as readonly number[]) : [];
    const levels = [...new Set(wanted)].filter((level) => level > 0).sort((one, other) => one - other);
    const upTo = (level: number) =>
      levels.reduce(
        (sum, one, band) =>
          one > level ? sum : sum + (changed.get(`headcounts-${k + 1}-${band + 1}`)?.agents ?? 0),
        0,
      );
    return { ...row, agents: wanted.map(upTo) };
  });
  return { headcounts: rows };
}

function below(tree: TreeValue | undefined, key: string): Tree {
  const found = (tree as Tree | undefined)?.[key];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Tree) : {};
}

/** Busy agents, overtime included, per agent on duty: more than the occupancy if agents work overtime. */
export function workPerAgent(row?: Pick<StaffFigures, 'busyMean' | 'onDutyMean'>): number {
  const [busy, onDuty] = [row?.busyMean ?? 0, row?.onDutyMean ?? 0];
  if (onDuty === 0) return 0;
  const share = busy / onDuty;
  assertEqual('busy agents', share * onDuty, busy, ROUNDING);
  return share;
}

const ROUNDING = 1e-9;
