import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import {
  addedWages,
  buyBack,
  type Executor,
  groupsFor,
  type Measure,
  promiseVariants,
  restrictedSegments,
  withMoreAgents,
} from '#experiment';
import type { Summary } from '#statistics';
import { loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';

function scenarioOf(name: string): Scenario {
  const loaded = loadScenario(`scenarios/${name}`);
  if (!loaded.ok) throw new Error(`${name} is valid`);
  return loaded.value.scenario;
}

function agentsOf({ groups }: Scenario): number {
  return groups.flatMap(({ shifts }) => shifts).reduce((sum, { agents }) => sum + agents, 0);
}

describe('promiseVariants', () => {
  const scenario = scenarioOf('css-2014');

  it('add storage, backup, working copies, processing and access one by one, up to the whole promise', () => {
    const variants = promiseVariants(scenario);
    expect(variants[0]?.id).toBe('no promise');
    expect(variants.at(-1)?.scenario).toBe(scenario);
    expect(restrictedSegments(variants[0]?.scenario as Scenario)).toEqual([]);
    const storage = variants.find(({ id }) => id === 'storage')?.scenario as Scenario;
    for (const [p, promise] of storage.promises.entries()) {
      const { content } = promise.zones;
      expect(content.access).toBe('ANY');
      expect(content.storage).toBe(scenario.promises[p]?.zones.content.storage);
    }
    const access = variants.find(({ id }) => id === '+ access')?.scenario as Scenario;
    for (const { zones } of access.promises) expect(zones.content.access).toBe(zones.content.storage);
  });

  it('leave out variants with the same effect as another', () => {
    const texts = promiseVariants(scenario).map((variant) => JSON.stringify(variant.scenario.promises));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("put restricted customers' data where others' data goes if nothing is promised", () => {
    const [without] = promiseVariants(scenario);
    const free = scenario.segments.find(({ id }) => !restrictedSegments(scenario).includes(id));
    for (const segment of without?.scenario.segments ?? []) {
      if (restrictedSegments(scenario).includes(segment.id)) expect(segment.placement).toBe(free?.placement);
    }
  });

  it('narrow down who may work the cases', () => {
    const counts = promiseVariants(scenario).map(
      (variant) => groupsFor(variant.scenario, restrictedSegments(scenario)).length,
    );
    // Without a promise: everyone who speaks a language of the restricted customers.
    const wanted = scenario.streams
      .filter(({ segment }) => restrictedSegments(scenario).includes(scenario.segments[segment]?.id ?? ''))
      .map(({ languageShares }) => languageShares);
    const speak = scenario.groups.filter(({ languages }) =>
      languages.some((language) => wanted.some((shares) => (shares[language] ?? 0) > 0)),
    );
    expect(counts[0]).toBe(speak.length);
    expect(counts[0]).toBeLessThan(scenario.groups.length);
    expect(Math.min(...counts)).toBeLessThan(scenario.groups.length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});

describe('what a variant keeps beyond the promise', () => {
  const variants = (name: string) =>
    new Map(promiseVariants(scenarioOf(name)).map(({ beyond, id, keeps }) => [id, { beyond, keeps }]));

  it('is nothing for parts of the promise, and otherwise the dimensions added to it', () => {
    const found = variants('german-night');
    expect(found.get('as promised')).toEqual({ beyond: [], keeps: ['storage', 'backup', 'working copies'] });
    expect(found.get('no promise')).toEqual({ beyond: [], keeps: [] });
    expect(found.get('+ backup')?.beyond).toEqual([]);
    expect(found.get('+ processing')?.beyond).toEqual(['processing']);
    expect(found.get('+ access')?.beyond).toEqual(['processing', 'access']);
  });

  it('is unknown if a variant keeps less in another respect', () => {
    // Access is promised to the public sector: a variant with storage, backup, working copies and processing keeps less in one respect and
    // more in others.
    expect(variants('css-2014').get('+ processing')?.beyond).toBeNull();
  });
});

describe('addedWages', () => {
  const base = scenarioOf('first-steps');
  const wage = { perHour: 30, overtimeFactor: 1.5 };
  const own = { ...base, currency: 'EUR', groups: base.groups.map((group) => ({ ...group, wage })) };
  const more = (added: number, horizonMs: number) => {
    const scenario = { ...own, horizonMs };
    return addedWages(scenario, withMoreAgents(scenario, [0], added));
  };

  it('are the monthly wages of the agents on duty, from whole weeks, or from the run if it is shorter', () => {
    const week = more(1, WEEK_MS);
    // The agent joins the largest shift of the first group.
    const [{ shifts } = { shifts: [] }] = own.groups;
    const largest = [...shifts].sort((one, other) => other.agents - one.agents)[0];
    const hours = (largest?.duty ?? [])
      .filter(({ fromMs }) => fromMs < WEEK_MS)
      .reduce((sum, { fromMs, toMs }) => sum + (Math.min(toMs, WEEK_MS) - Math.max(0, fromMs)) / HOUR_MS, 0);
    expect(hours).toBeGreaterThan(0);
    expect(week).toMatchObject({ currency: 'EUR', per: 'month' });
    expect(week?.amount).toBeCloseTo((hours * 30 * 365.25) / 7 / 12, 6);
    expect(more(2, WEEK_MS)?.amount).toBeCloseTo(2 * (week?.amount ?? 0), 6);
    expect(more(1, WEEK_MS + HOUR_MS)).toEqual(week);
    expect(more(1, HOUR_MS)?.per).toBe('run');
  });

  it('are unknown without wages', () => {
    const scenario = scenarioOf('first-steps');
    expect(addedWages(scenario, scenario)).toBeNull();
  });
});

describe('withMoreAgents', () => {
  const scenario = scenarioOf('first-steps');

  it('adds exactly the given number, to the named groups in proportion to their size', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), (added) => {
        const groups = [0, 2].filter((group) => group < scenario.groups.length);
        const more = withMoreAgents(scenario, groups, added);
        expect(agentsOf(more) - agentsOf(scenario)).toBe(added);
        more.groups.forEach((group, g) => {
          if (!groups.includes(g)) expect(group.shifts).toEqual(scenario.groups[g]?.shifts);
        });
      }),
    );
    const [small = 0, large = 0] = [1, 1000].map((added) => agentsOf(withMoreAgents(scenario, [0], added)));
    expect(large - small).toBe(999);
  });
});

describe('buyBack', () => {
  const scenario = scenarioOf('first-steps');
  const measure: Measure = {
    id: 'level',
    title: 'Level',
    unit: 'share',
    better: 'more',
    filter: null,
    contribution: (summary) => ({ numerator: summary.cases, denominator: 1 }),
  };
  /** A service level that grows with the number of agents and is 0.8 with `needed` more. */
  const executorFor = (needed: number): Executor => {
    let agents = 0;
    return {
      parallel: 2,
      begin: async ([given]) => {
        agents = given === undefined ? 0 : agentsOf(given) - agentsOf(scenario);
      },
      run: async (job) => ({
        job,
        summary: { cases: 0.8 + (agents - needed) / 1000 + job.replication * 1e-6 } as Summary,
      }),
      interrupt: () => {},
      end: async () => {},
    };
  };
  const options = { measure, goal: 0.8, most: 500, replications: 3, seed: '1', level: 0.95 };

  it('finds the fewest agents that reach the goal', async () => {
    for (const needed of [0, 1, 2, 13, 64, 100]) {
      const found = await buyBack(scenario, [0], {
        ...options,
        executor: executorFor(needed),
        watch: () => true,
      });
      expect(found?.added, `needed ${needed}`).toBe(needed);
      expect(found?.tried[0]?.added).toBe(0);
    }
  });

  it('finds the groups that need them: a group gives its agents back if the goal is met without them', async () => {
    const second = scenario.groups.findIndex(
      ({ shifts }, g) => g > 0 && shifts.some(({ agents }) => agents > 0),
    );
    const agentsIn = (of: Scenario) =>
      (of.groups[second]?.shifts ?? []).reduce((sum, { agents }) => sum + agents, 0);
    let agents = 0;
    const executor: Executor = {
      ...executorFor(0),
      // Only the agents of the second group count.
      begin: async ([given]) => {
        agents = given === undefined ? 0 : agentsIn(given) - agentsIn(scenario);
      },
      run: async (job) => ({ job, summary: { cases: 0.8 + (agents - 2) / 1000 } as Summary }),
    };
    const found = await buyBack(scenario, [0, second], { ...options, executor, watch: () => true });
    expect(found?.added).toBeGreaterThan(2);
    expect(found?.places).toEqual([{ group: second, agents: 2 }]);
    expect(found?.atPlaces?.added).toBe(2);
  });

  it('reports if no number tried reaches the goal, and stops on request', async () => {
    const none = await buyBack(scenario, [0], {
      ...options,
      executor: executorFor(5000),
      watch: () => true,
    });
    expect(none?.added).toBeNull();
    expect(none?.tried.at(-1)?.added).toBe(256);
    expect(
      await buyBack(scenario, [0], {
        ...options,
        executor: executorFor(5),
        watch: (added) => added < 2,
      }),
    ).toBeNull();
  });
});
