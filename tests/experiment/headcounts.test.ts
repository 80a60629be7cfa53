import { describe, expect, it } from 'vitest';
import { headcountOverride } from '#experiment';
import { parseScenario, scenarioTree } from '#scenario';
import { inputOf } from '../../src/apps/shared/scenario/load-scenario.ts';

/** The scenario with Dublin's day shift written as head counts by interval. */
function scenarioWith(replace: (text: string) => string) {
  const input = inputOf('scenarios/three-centres');
  if (!input.ok) throw new Error('the scenario can be read');
  const changed = { ...input.value, text: replace(input.value.text) };
  const [parsed, tree] = [parseScenario(changed), scenarioTree(changed)];
  if (!parsed.ok || !tree.ok) throw new Error('the scenario is valid');
  return { input: changed, scenario: parsed.value.scenario, tree: tree.value };
}

/** Agents of the first group on duty, this many hours after the start. */
function onDutyAt({ groups }: ReturnType<typeof scenarioWith>['scenario'], hours: number): number {
  return (groups[0]?.shifts ?? []).reduce(
    (sum, { agents, duty }) =>
      duty.some(({ fromMs, toMs }) => fromMs <= hours * 3_600_000 && hours * 3_600_000 < toMs)
        ? sum + agents
        : sum,
    0,
  );
}

describe('headcountOverride', () => {
  it('names changed shifts only', () => {
    const { scenario, tree } = scenarioWith((text) => text);
    const counts = scenario.groups.map(({ shifts }) => shifts.map(({ agents }) => agents));
    expect(headcountOverride(tree, scenario, counts)).toEqual({});
    const [first, ...rest] = counts;
    const changed = [[9, 5, 3, ...(first ?? []).slice(3)], ...rest];
    expect(headcountOverride(tree, scenario, changed)).toEqual({
      centres: { dublin: { groups: { 'first-line': { shifts: { night: { agents: 3 } } } } } },
    });
  });

  it('writes head counts by interval so that the requested number of agents is on duty', () => {
    const line = 'day: { agents: 9, days: mon-fri, from: "06:00", to: "22:00" }';
    const { input, scenario, tree } = scenarioWith((text) =>
      text
        .replace(`          ${line}\n`, '')
        .replace(
          '        wage: { perHour: 34 }',
          '        wage: { perHour: 34 }\n        headcounts: [{ from: "06:00", every: 4 h, agents: [4, 9, 9, 4], days: mon-fri }]',
        ),
    );
    const ids = scenario.groups[0]?.shifts.map(({ id }) => id) ?? [];
    const wanted: Readonly<Record<string, number>> = { 'headcounts-1-1': 3, 'headcounts-1-2': 2 };
    const counts = scenario.groups.map(({ shifts }, g) =>
      shifts.map(({ agents }, s) => (g === 0 ? (wanted[ids[s] ?? ''] ?? agents) : agents)),
    );
    const override = headcountOverride(tree, scenario, counts) as object;
    const text = JSON.stringify({ meridian: 1, extends: './scenario.yaml', name: 'fewer', ...override });
    const parsed = parseScenario({
      ...input,
      path: 'scenarios/three-centres/fewer.yaml',
      text,
      readFile: () => ({ ok: true, value: input.text }),
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
    expect([7, 11, 15, 19, 23].map((hour) => onDutyAt(scenario, hour))).toEqual([4, 9, 9, 4, 2]);
    expect([7, 11, 15, 19, 23].map((hour) => onDutyAt(parsed.value.scenario, hour))).toEqual([3, 5, 5, 3, 2]);
  });
});
