import { describe, expect, it } from 'vitest';
import { concernedBy, type Executor, type Measure, type RecoveryPlan, tryRecovery } from '#experiment';
import { loadScenario } from '../running.ts';

const measure: Measure = {
  id: 'value',
  title: 'Value',
  unit: 'share',
  better: 'more',
  filter: null,
  contribution: (summary) => ({ numerator: (summary as unknown as { value: number }).value, denominator: 1 }),
};

const NOT_COMBINED = { lost: 0, combined: () => null };

const base = { ...loadScenario('three-centres'), name: '0' };

/** A value of 0.5 varies about 0. The scenario has so many more agents in the first shift; its name is what the executor answers. */
function action(kind: string, value: number, agents: number) {
  const [first, ...others] = base.groups;
  const shifts = (first?.shifts ?? []).map((shift, s) =>
    s === 0 ? { ...shift, agents: shift.agents + agents } : shift,
  );
  const scenario = {
    ...base,
    name: String(value),
    groups: [{ ...first, shifts }, ...others] as typeof base.groups,
  };
  return { kind, text: `${kind} ${value}`, group: null, scenario };
}

function executorOf(): Executor {
  let value = 0;
  return {
    parallel: 1,
    begin: async ([scenario]) => {
      value = Number(scenario?.name);
    },
    run: async (job) => ({
      job,
      summary: { value: value === 0.5 ? job.replication - 1 : value, overload: null } as never,
    }),
    interrupt: () => {},
    end: async () => {},
  };
}

describe('tryRecovery', () => {
  it('ranks by effect per cost, with unknown costs after known ones, and what does not help last', async () => {
    const actions = [
      action('more agents', 0.5, 1),
      action('cross-training', 900, 0),
      action('more agents', 40, 4),
      action('more agents', 20, 1),
      action('looser rule', 3, 0),
    ];
    const plan = {
      scenario: base,
      actions,
      measure,
      seed: '1',
      replications: 3,
      level: 0.9,
      ...NOT_COMBINED,
    };
    const found = await tryRecovery(plan, executorOf(), () => true);
    expect(found?.tried.map(({ text }) => text)).toEqual([
      ...['looser rule 3', 'more agents 20', 'more agents 40', 'cross-training 900', 'more agents 0.5'],
    ]);
    expect(found?.passedOver).toBe(0);
  });

  describe('combines the best', () => {
    const actions = [
      action('more agents', 40, 4),
      action('more agents', 20, 1),
      action('cross-training', 30, 0),
      action('looser rule', 3, 0),
    ];
    /** Together they bring what they bring alone, and a tenth more; the looser rule goes with nothing. */
    const combined: RecoveryPlan['combined'] = (some) => {
      if (some.some(({ kind }) => kind === 'looser rule')) return null;
      const value = 1.1 * some.reduce((sum, { scenario }) => sum + Number(scenario.name), 0);
      return { ...action('combination', value, 5), text: some.map(({ text }) => text).join(' and ') };
    };
    const found = (lost: number) =>
      tryRecovery(
        { scenario: base, actions, measure, seed: '1', replications: 3, level: 0.9, lost, combined },
        executorOf(),
        () => true,
      );

    it('if none wins back what was lost: by pairs and all together, what costs nothing unknown first', async () => {
      // By rank: the looser rule, 20, 40, 30. The strongest is among the first three.
      const { combinations = [], tried = [] } = (await found(50)) ?? {};
      expect(tried.map(({ text }) => text.split(' ').at(-1))).toEqual(['3', '20', '40', '30']);
      expect(combinations.map(({ gain, text }) => [text, gain?.mean])).toEqual([
        ['more agents 20 and more agents 40', expect.closeTo(66, 9)],
      ]);
      expect(combinations[0]).toMatchObject({ kind: 'combination', isHelpful: true, needsTraining: false });
    });

    it('but not if one of them is enough, or only one helps', async () => {
      expect((await found(40))?.combinations).toEqual([]);
      const one = { scenario: base, actions: actions.slice(0, 1), measure, seed: '1', replications: 3 };
      const alone = await tryRecovery({ ...one, level: 0.9, lost: 50, combined }, executorOf(), () => true);
      expect(alone?.combinations).toEqual([]);
    });

    it('with the training that one of them needs, after those that need none', async () => {
      const others = actions.filter(({ kind }) => kind !== 'looser rule');
      const plan = { scenario: base, actions: others, measure, seed: '1', replications: 3, level: 0.9 };
      const all = await tryRecovery({ ...plan, lost: 500, combined }, executorOf(), () => true);
      expect(all?.combinations.map(({ gain, needsTraining }) => [gain?.mean, needsTraining])).toEqual([
        [expect.closeTo(66, 9), false],
        [expect.closeTo(99, 9), true],
        [expect.closeTo(77, 9), true],
        [expect.closeTo(55, 9), true],
      ]);
    });
  });

  it('concerns the groups that may take the cases, and the languages of their customers', () => {
    const filter = { segment: 'germany' } as Measure['filter'];
    const { groups, languages, trainable } = concernedBy({ measure: { ...measure, filter }, scenario: base });
    // Germany's promise keeps its cases in the EEA, whatever the others learn.
    expect([...groups]).toEqual(['dublin/first-line', 'dublin/second-line']);
    expect([...trainable]).toEqual([...groups]);
    expect(languages).toEqual(['de']);
    const all = concernedBy({ measure, scenario: base });
    expect(all.groups.size).toBe(base.groups.length);
    expect([...all.languages].sort()).toEqual(['de', 'en']);
  });

  it('gives nothing if it is interrupted', async () => {
    const plan = {
      scenario: base,
      actions: [action('more agents', 20, 1)],
      measure,
      seed: '1',
      replications: 3,
      level: 0.9,
      ...NOT_COMBINED,
    };
    expect(await tryRecovery(plan, executorOf(), () => false)).toBeNull();
  });
});
