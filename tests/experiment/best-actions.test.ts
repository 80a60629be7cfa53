import { describe, expect, it } from 'vitest';
import { openStream, RELEVANT } from '#base';
import { type ActionPlan, type Executor, findBestActions, type Measure } from '#experiment';
import { loadScenario } from '../running.ts';

const measure = measureOf('value', 'more');
const other = measureOf('other', 'less');

function measureOf(id: string, better: Measure['better']): Measure {
  const figureOf = (summary: unknown) => (summary as Readonly<Record<string, number>>)[id] ?? 0;
  const contribution: Measure['contribution'] = (summary) => ({
    numerator: figureOf(summary),
    denominator: 1,
  });
  return { id, title: id, unit: 's', better, filter: null, contribution };
}

const base = { ...loadScenario('three-centres'), name: '0 0' };

interface Named {
  readonly kind: string;
  readonly needsTraining: boolean;
  readonly isOnce: boolean;
  readonly name: string;
  scenario(): typeof base;
}

/** An action with `agents` more agents in the first shift. The name of its scenario is what the executor adds to the two measures. */
function action(kind: string, gain: number, agents: number, change = 0): Named {
  const [first, ...others] = base.groups;
  const shifts = (first?.shifts ?? []).map((shift, s) =>
    s === 0 ? { ...shift, agents: shift.agents + agents } : shift,
  );
  const groups = [{ ...first, shifts }, ...others] as typeof base.groups;
  return {
    kind,
    needsTraining: kind === 'cross-training',
    isOnce: kind === 'temporary shift',
    name: `${kind} ${gain}`,
    scenario: () => ({ ...base, name: `${gain} ${change} ${kind}`, groups }),
  };
}

/** Both measures vary by `noise` around what the scenario adds to them. Every scenario has random numbers of its own. */
function executorOf(noise = 1): Executor {
  let names: readonly string[] = [];
  return {
    parallel: 1,
    begin: async (scenarios) => {
      names = scenarios.map(({ name }) => name);
    },
    run: async (job) => {
      const name = names[job.scenario] ?? '';
      const random = openStream(`${name} ${job.seed}`, job.replication, 'test');
      const [gain = 0, change = 0] = name.split(' ').map(Number);
      const noisy = () => noise * (random.uniform() + random.uniform() + random.uniform() - 1.5);
      return { job, summary: { value: gain + noisy(), other: change + noisy(), overload: null } as never };
    },
    interrupt: () => {},
    end: async () => {},
  };
}

const plan = {
  scenario: base,
  screenings: [],
  measure,
  others: [other],
  seed: '1',
  replications: 20,
  level: 0.95,
  relevance: RELEVANT,
};

describe('findBestActions', () => {
  it('ranks by effect per cost, with unknown costs after known ones, and what worsens others after these', async () => {
    const actions = [
      action('cross-training', 900, 0),
      action('more agents', 40, 4),
      action('more agents', 2000, 1, 50),
      action('more agents', 20, 1),
      action('looser rule', 3, 0),
    ];
    const found = await findBestActions({ ...plan, actions }, executorOf(), () => true);
    expect(found?.tried.map((one) => [one.action.name, one.isHelpful, one.others[0]?.side])).toEqual([
      ['looser rule 3', true, null],
      ['more agents 20', true, null],
      ['more agents 40', true, null],
      ['cross-training 900', true, null],
      ['more agents 2000', true, 'worse'],
    ]);
  });

  it('pays once for agents who work in this run only', async () => {
    const actions = [action('more agents', 20, 1), action('temporary shift', 20, 1)];
    const found = await findBestActions({ ...plan, actions }, executorOf(), () => true);
    const costs = new Map(found?.tried.map((one) => [one.action.kind, one.cost]));
    const [always, once] = [costs.get('more agents'), costs.get('temporary shift')];
    expect([always?.hoursPer, once?.hoursPer]).toEqual(['week', 'run']);
    expect(once?.ofRun).toBe(always?.ofRun);
    expect(once?.hours).toBeGreaterThan(always?.hours ?? 0);
  });

  it('finds the one that helps among many, and leaves out those that the checks refuse', async () => {
    const useless = Array.from({ length: 40 }, (_, n) => action(`more agents of ${n}`, 0, 1));
    const refused: Named = { ...action('more agents', 100, 1), scenario: () => null as never };
    const actions = [...useless, refused, action('more agents', 1, 1)];
    const found = await findBestActions({ ...plan, actions }, executorOf(), () => true);
    expect(found).toMatchObject({ simulated: 41, screened: 0, refused: 1, others: 1 });
    expect(found?.tried[0]).toMatchObject({ action: { name: 'more agents 1' }, isHelpful: true });
    expect(found?.tried.length).toBeLessThanOrEqual(6);
  });

  it('looks at many by groups first, and goes on where they help together', async () => {
    const groups = Array.from({ length: 10 }, (_, g) =>
      Array.from({ length: 30 }, (_, n) => action(`agents of ${g} and ${n}`, g === 7 ? 2 : 0, 1)),
    );
    const screenings: ActionPlan<Named>['screenings'] = groups.map((own, g) => ({
      actions: own,
      scenario: () => ({ ...base, name: `${g === 7 ? 60 : 0} 0 together ${g}` }),
    }));
    const found = await findBestActions(
      { ...plan, actions: groups.flat(), screenings },
      executorOf(),
      () => true,
    );
    expect(found?.screened).toBeGreaterThanOrEqual(300 - 140);
    expect(found?.tried.every(({ action: { kind } }) => kind.startsWith('agents of 7'))).toBe(true);
  });

  it('looks at a part of a group that is too large, also if the checks object to all of it together, and at what is in no group', async () => {
    const large = Array.from({ length: 200 }, (_, n) => action(`more agents of ${n}`, 2, 1));
    const rules = Array.from({ length: 20 }, (_, n) => action(`overflow order ${n}`, 0, 0));
    for (const together of [null, { ...base, name: '60 0 together' }]) {
      const screenings = [{ actions: large, scenario: () => together }];
      const asked = { ...plan, actions: [...large, ...rules], screenings };
      const found = await findBestActions(asked, executorOf(), () => true);
      expect(found).toMatchObject({ simulated: 119, screened: 101 });
      expect(found?.tried[0]).toMatchObject({ action: { kind: expect.stringContaining('more agents') } });
    }
  });

  it('claims that one helps where none does in at most one of twenty searches', async () => {
    const SEARCHES = 200;
    const actions = Array.from({ length: 20 }, (_, n) => action(`more agents of ${n}`, 0, 1));
    let claims = 0;
    for (let seed = 0; seed < SEARCHES; seed++) {
      const found = await findBestActions(
        { ...plan, actions, seed: `null ${seed}` },
        executorOf(),
        () => true,
      );
      if (found?.tried.some(({ isHelpful }) => isHelpful)) claims++;
    }
    expect(claims).toBeLessThanOrEqual(0.05 * SEARCHES);
  });

  it('gives nothing if it is interrupted', async () => {
    const actions = [action('more agents', 20, 1)];
    expect(await findBestActions({ ...plan, actions }, executorOf(), () => false)).toBeNull();
  });
});
