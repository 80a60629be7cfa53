import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createLocalExecutor,
  findStaff,
  type Headcounts,
  headcountOverride,
  measuresOf,
  type StaffingResult,
} from '#experiment';
import { type ScenarioIssue, scenarioTree } from '#scenario';
import { proposedText } from '../../src/apps/cli/commands/staff.ts';
import { newIssuesIn, objectionsTo } from '../../src/apps/shared/experiment/proposed-staff.ts';
import { auditorsPermissions } from '../../src/apps/shared/experiment/staff-search.ts';
import { inputOf, loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const HOUR_MS = 3_600_000;

function sourceOf(name: string) {
  const [input, loaded] = [inputOf(name), loadScenario(name)];
  if (!input.ok || !loaded.ok) throw new Error(`${name} is valid`);
  const tree = scenarioTree(input.value);
  if (!tree.ok) throw new Error(`${name} is valid`);
  return { input: input.value, tree: tree.value, ...loaded.value };
}

const source = sourceOf('scenarios/three-centres');
const scenario = { ...source.scenario, horizonMs: 7 * HOUR_MS };
const tiers = scenario.groups.map(({ tier }) => tier);

/** Agents of the second line. */
const secondLine = (counts: Headcounts) =>
  counts.map((shifts, g) => (tiers[g] === 2 ? shifts.reduce((sum, agents) => sum + agents, 0) : 0));

/** What a proposal writes into the file. */
const overrideOf = (of: typeof source, counts: Headcounts) => headcountOverride(of.tree, of.scenario, counts);
const objectsTo = (of: typeof source) => {
  const objects = objectionsTo(of);
  return (counts: Headcounts) => objects(overrideOf(of, counts));
};

/** Issues that `validate` reports for a proposal but not for the scenario. */
function complaintsAbout(counts: Headcounts): readonly ScenarioIssue[] {
  const path = 'scenarios/three-centres/proposal.yaml';
  return newIssuesIn(source, path, proposedText(source, path, overrideOf(source, counts)));
}

const measure = measuresOf(scenario.segments).find(({ id }) => id === 'service level/germany');
if (measure === undefined) throw new Error('there is a service level of Germany');
const options = {
  goals: [{ measure, value: 0.8 }],
  replications: 2,
  checked: 3,
  level: 0.95,
  seed: '1',
  executor: createLocalExecutor(digest),
  watch: () => true,
};

describe('objectionsTo', () => {
  it("objects to a valid staffing with a warning that today's does not have", () => {
    const zagreb = sourceOf('scenarios/zagreb-2014');
    const counts = zagreb.scenario.groups.map(({ id, shifts }) =>
      shifts.map(({ agents }) => (id.startsWith('zagreb/') ? agents : 0)),
    );
    const path = 'scenarios/zagreb-2014/proposal.yaml';
    const issues = newIssuesIn(zagreb, path, proposedText(zagreb, path, overrideOf(zagreb, counts)));
    expect([...new Set(issues.map(({ code }) => code))]).toEqual(['eligible-for-a-part']);
    expect(objectsTo(zagreb)(counts)).toBe(true);
    const today = zagreb.scenario.groups.map(({ shifts }) => shifts.map(({ agents }) => agents));
    expect(objectsTo(zagreb)(today)).toBe(false);
  });
});

describe('findStaff without guards or checks', () => {
  it('removes all agents of the second line, which the checks refuse', async () => {
    const found = await findStaff(scenario, options);
    expect(secondLine(found?.after ?? [[1]]).every((agents) => agents === 0)).toBe(true);
    expect(complaintsAbout(found?.after ?? []).map(({ code }) => code)).toContain('no-eligible-group');
  }, 120_000);
});

describe('findStaff with the checks alone', () => {
  it('keeps what the checks require, and names them as binding', async () => {
    const found = await findStaff(scenario, { ...options, objects: objectsTo(source) });
    expect(complaintsAbout(found?.after ?? [])).toEqual([]);
    expect(found?.holds.flat(2)).toContain('checks');
  }, 120_000);
});

describe('findStaff with guards', () => {
  let found: StaffingResult | null = null;
  beforeAll(async () => {
    found = await findStaff(scenario, {
      ...options,
      guards: ['targets', 'resolution', 'backlog', 'abandonment', 'cover'],
      permissions: auditorsPermissions(scenario),
      objects: objectsTo(source),
    });
  }, 120_000);

  it('saves agent hours and passes the checks', () => {
    expect(found?.hoursAfter).toBeLessThan(found?.hoursBefore ?? 0);
    expect(complaintsAbout(found?.after ?? [])).toEqual([]);
  });

  it('keeps an agent in every second line that is the only one permitted for a segment, at night too', () => {
    const dublin = scenario.groups.findIndex(({ id }) => id === 'dublin/second-line');
    // Only Dublin may see cases from Germany, and its day and night shifts are never on duty together.
    expect(found?.after[dublin]?.every((agents) => agents > 0)).toBe(true);
  });

  it("compares each guard with today, within today's interval", () => {
    expect(found?.isGuarded).toBe(true);
    const compared = (found?.guards ?? []).filter(({ guard }) => guard.name !== 'targets');
    expect(compared.map(({ guard }) => guard.name)).toEqual([
      'resolution',
      'backlog',
      'backlog',
      'abandonment',
    ]);
    for (const { bound, found: after, today } of compared) {
      expect(bound).toBeCloseTo(today.mean + today.halfWidth, 9);
      expect(after.mean).toBeLessThanOrEqual(bound);
    }
  });

  it('lets a target of the scenario fall to its value, and one that is missed today not below today', () => {
    const targets = (found?.guards ?? []).filter(({ guard }) => guard.name === 'targets');
    expect(targets.length).toBeGreaterThan(9);
    for (const { bound, found: after, guard, today } of targets) {
      const halfWidth = Number.isFinite(today.halfWidth) ? today.halfWidth : 0;
      expect(bound).toBeCloseTo(Math.min(guard.target ?? 0, today.mean - halfWidth), 9);
      expect(after.mean).toBeGreaterThanOrEqual(bound);
    }
  });

  it('guards targets with their own clocks as well as service levels', () => {
    const guarded = (found?.guards ?? []).find(
      ({ guard }) => guard.measure.id === 'target german-calls/germany',
    );
    expect(guarded).toMatchObject({ guard: { name: 'targets', target: 0.8 }, isHeld: true });
  });

  it('never says that a goal at its bound does not bind', () => {
    const bounds = [
      ...(found?.estimates ?? []).map((estimate, i) => ({
        distance: Math.abs(estimate.mean - 0.8) / estimate.halfWidth,
        binding: found?.binding[i],
      })),
      ...(found?.guards ?? []).map(({ binding, bound, found: after }) => ({
        distance: Math.abs(after.mean - bound) / after.halfWidth,
        binding,
      })),
    ];
    for (const { binding, distance } of bounds) {
      if (distance <= 2) expect(binding).not.toBe('no');
    }
    expect(bounds.some(({ binding }) => binding !== 'no')).toBe(true);
  });

  it('says for each staffed shift what one agent fewer would break', () => {
    const spare = scenario.groups.flatMap(({ shifts }, g) =>
      shifts.filter(
        (_, s) =>
          (found?.dutyHours[g]?.[s] ?? 0) > 0 &&
          (found?.after[g]?.[s] ?? 0) > 0 &&
          found?.holds[g]?.[s]?.length === 0,
      ),
    );
    expect(spare).toEqual([]);
  });

  it('leaves shifts alone that are not worked in the simulated time', () => {
    // The run covers the first hours of a Monday.
    const weekend = scenario.groups[0]?.shifts.findIndex(({ id }) => id === 'weekend') ?? -1;
    expect(found?.after[0]?.[weekend]).toBe(5);
  });
});
