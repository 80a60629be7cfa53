import { describe, expect, it } from 'vitest';
import { type Executor, type Measure, tryRecovery } from '#experiment';
import { loadScenario } from '../running.ts';

const measure: Measure = {
  ...{ id: 'value', title: 'Value', unit: 'share', better: 'more', filter: null },
  contribution: (summary) => ({ numerator: (summary as unknown as { value: number }).value, denominator: 1 }),
};

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
    const plan = { scenario: base, actions, measure, seed: '1', replications: 3, level: 0.9 };
    const found = await tryRecovery(plan, executorOf(), () => true);
    expect(found?.tried.map(({ text }) => text)).toEqual([
      ...['looser rule 3', 'more agents 20', 'more agents 40', 'cross-training 900', 'more agents 0.5'],
    ]);
    expect(found?.passedOver).toBe(0);
  });

  it('gives nothing if it is interrupted', async () => {
    const plan = {
      scenario: base,
      actions: [action('more agents', 20, 1)],
      measure,
      seed: '1',
      replications: 3,
      level: 0.9,
    };
    expect(await tryRecovery(plan, executorOf(), () => false)).toBeNull();
  });
});
