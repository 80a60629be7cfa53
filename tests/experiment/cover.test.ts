import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { auditorsPermissions } from '../../src/apps/shared/experiment/staff-search.ts';
import { loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';
import { coverRules, uncovered } from '../../src/experiment/staffing/cover.ts';

const loaded = loadScenario('scenarios/three-centres');
if (!loaded.ok) throw new Error('scenarios/three-centres is valid');
const { scenario } = loaded.value;
const today = scenario.groups.map(({ shifts }) => shifts.map(({ agents }) => agents));
const nameOf = (of: Scenario, [group, shift]: readonly [number, number]) =>
  `${of.groups[group]?.id}/${of.groups[group]?.shifts[shift]?.id}`;

/** Today's staff without these shifts. */
const without = (...names: readonly string[]) =>
  today.map((shifts, g) =>
    shifts.map((agents, s) => (names.includes(nameOf(scenario, [g, s])) ? 0 : agents)),
  );

const rulesOf = (of: Scenario) => coverRules(of, auditorsPermissions(of));

describe('minimum cover', () => {
  const rules = rulesOf(scenario);

  it("is met by today's staff", () => {
    expect(uncovered(rules, today)).toBeNull();
  });

  it.each([
    'dublin/first-line/night',
    'dublin/second-line/night',
    'dublin/second-line/day',
    'dublin/first-line/weekend',
  ])('needs an agent in %s, the only one that may see German cases', (name) => {
    const rule = uncovered(rules, without(name));
    expect(scenario.languages[rule?.language ?? -1]).toBe('de');
    expect(rule?.shifts.map((shift) => nameOf(scenario, shift))).toEqual([name]);
  });

  it('allows a shift to be removed while another with the same skill is on duty', () => {
    expect(uncovered(rules, without('denver/second-line/around'))).toBeNull();
    // Dublin's agents speak English, and its promise lets everybody see cases from India.
    expect(uncovered(rules, without('denver/second-line/around', 'bangalore/second-line/around'))).toBeNull();
  });

  it('requires no tier that escalation never reaches', () => {
    expect(rules.map(({ tier }) => tier)).not.toContain(3);
    const none = { ...scenario, work: { ...scenario.work, escalation: [[0, 0] as const] } };
    expect(new Set(rulesOf(none).map(({ tier }) => tier))).toEqual(new Set([1]));
  });

  it('requires nobody where nobody works today', () => {
    const closed = {
      ...scenario,
      groups: scenario.groups.map((group) => ({
        ...group,
        shifts: group.shifts.map((shift) => (shift.id === 'night' ? { ...shift, agents: 0 } : shift)),
      })),
    };
    const counts = without('dublin/first-line/night', 'dublin/second-line/night');
    expect(uncovered(rulesOf(closed), counts)).toBeNull();
  });

  it('does not count agents whom the law forbids the cases', () => {
    const fallen = loadScenario('scenarios/safe-harbor-2015');
    if (!fallen.ok) throw new Error('scenarios/safe-harbor-2015 is valid');
    const of = fallen.value.scenario;
    const alone = rulesOf(of).filter(({ shifts }) => shifts.length === 1);
    // Until Safe Harbor falls, Redmond may take every case. After that, Dublin is alone with those from Europe.
    const fallsMs = Date.parse('2015-10-05T22:00:00Z') - of.startEpochMs;
    const named = alone.map(({ atMs, shifts: [shift] }) => [atMs >= fallsMs, nameOf(of, shift ?? [-1, -1])]);
    expect(named).toContainEqual([true, 'dublin/line/night']);
    expect(named).toContainEqual([true, 'dublin/line/day']);
    expect(named.filter(([isAfter]) => isAfter === false).flat()).not.toContain('dublin/line/day');
  });

  it('asks who is permitted at the start and at each change within the run', () => {
    const asked: number[] = [];
    const changesMs = [-1, 0, 5, 7, scenario.horizonMs];
    const from = (timeMs: number) => {
      asked.push(timeMs);
      return () => (timeMs === 5 ? [0] : []);
    };
    const found = coverRules(scenario, { changesMs, from });
    expect(asked).toEqual([0, 5, 7]);
    expect(found.map(({ atMs, shifts }) => [atMs, shifts.every(([group]) => group === 0)])).toEqual([
      [5, true],
    ]);
  });
});
