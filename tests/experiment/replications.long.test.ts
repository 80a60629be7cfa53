import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askedOf,
  compare,
  createLocalExecutor,
  type Executor,
  estimateOf,
  type Measure,
  measuresOf,
  type ReplicationPlan,
  type ReplicationRecord,
  replicate,
} from '#experiment';
import { FIRST_LOOK, levelOfWider, type Summary, skewnessOf, widening } from '#statistics';
import { loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';
import { createThreadExecutor } from '../../src/apps/shared/threads/thread-pool.ts';

const VALUE: Measure = {
  id: 'value',
  title: 'Value',
  unit: 'cases',
  better: 'more',
  filter: null,
  contribution: (summary) => ({ numerator: summary.cases, denominator: 1 }),
};

/** Answers in an order that the test chooses. The value depends on scenario and replication alone. */
function scrambled(
  parallel: number,
  order: () => number,
  worth: (scenario: number, i: number) => number,
): Executor {
  return {
    parallel,
    begin: async () => {},
    interrupt: () => {},
    end: async () => {},
    async run(job) {
      for (let turns = order(); turns > 0; turns--) await Promise.resolve();
      return { job, summary: { cases: worth(job.scenario, job.replication) } as Summary };
    },
  };
}

const WATCH = { isInterrupted: () => false, done: () => {} };

function plan(part: Partial<ReplicationPlan['stopping']>): ReplicationPlan {
  return {
    measures: [[VALUE], [VALUE]],
    seed: 's',
    level: 0.95,
    stopping: { minimum: 3, maximum: 40, precision: null, measures: ['value'], ...part },
  };
}

const worth = (scenario: number, i: number) => 100 + scenario + ((i * 7919) % 23);

describe('replicate', () => {
  it('goes on until a decision is made at one of its looks, whatever the threads', async () => {
    const asked: number[] = [];
    const decision = {
      looks: [4, 9, 12, 30],
      isMade: ([first]: readonly (readonly ReplicationRecord[])[]) => {
        asked.push(first?.length ?? 0);
        return (first?.length ?? 0) >= 10;
      },
    };
    const store = { known: [], add: () => {} };
    for (const parallel of [1, 7]) {
      const outcome = await replicate(
        plan({ decision }),
        scrambled(parallel, () => 2, worth),
        store,
        WATCH,
      );
      expect(outcome).toMatchObject({ isReached: true, level: 0.95 });
      expect(outcome.records.map(({ length }) => length)).toEqual([12, 12]);
    }
    expect(new Set(asked)).toEqual(new Set([4, 9, 12]));
    let made = 0;
    const late = { ...WATCH, isOver: () => made > 12, done: () => made++ };
    const cut = await replicate(
      plan({ decision }),
      scrambled(1, () => 0, worth),
      store,
      late,
    );
    expect(cut.isReached).toBe(false);
    expect(cut.records.map(({ length }) => length)).toEqual([6, 6]);
  });

  it('gives the same result for any number of threads and any order of answers', async () => {
    const stores: ReplicationRecord[] = [];
    const one = await replicate(
      plan({ precision: 0.025 }),
      scrambled(1, () => 0, worth),
      { known: [], add: () => {} },
      WATCH,
    );
    expect(one.isReached).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat({ max: 20 })),
        async (parallel, delays) => {
          const executor = scrambled(parallel, () => delays.next().value ?? 0, worth);
          const other = await replicate(
            plan({ precision: 0.025 }),
            executor,
            { known: [], add: (record) => stores.push(record) },
            WATCH,
          );
          expect(other).toEqual(one);
        },
      ),
      { numRuns: 40 },
    );
    expect(stores.length).toBeGreaterThan(0);
  });

  it('stops at the first number of replications that is precise enough, but not before the minimum', async () => {
    const outcome = await replicate(
      plan({ precision: 0.025 }),
      scrambled(4, () => 1, worth),
      { known: [], add: () => {} },
      WATCH,
    );
    const [records = []] = outcome.records;
    const levelAt = (count: number) => {
      const values = outcome.records.map((all) =>
        all.slice(0, count).map(({ contributions }) => contributions.value?.numerator ?? 0),
      );
      const [first = [], second = []] = values;
      const ofDifference = skewnessOf(second.map((value, i) => value - (first[i] ?? 0))) ** 2;
      const ofScenarios = (skewnessOf(first) ** 2 + skewnessOf(second) ** 2) / 2;
      const skewness2 = Math.max(ofScenarios, ofDifference);
      return levelOfWider(0.95, count, widening({ count, firstLook: FIRST_LOOK, scenarios: 2, skewness2 }));
    };
    const isPrecise = (count: number) =>
      outcome.records.every((all) => {
        const level = levelAt(count);
        const estimate = estimateOf(all.slice(0, count), 'value', level);
        return estimate !== null && estimate.halfWidth <= 0.025 * estimate.mean;
      });
    expect(isPrecise(records.length)).toBe(true);
    expect(records.length).toBeGreaterThan(FIRST_LOOK);
    for (let count = FIRST_LOOK; count < records.length; count++) expect(isPrecise(count)).toBe(false);
    expect(outcome.level).toBe(levelAt(records.length));
    const never = await replicate(
      plan({ precision: 1e-9, maximum: 5 }),
      scrambled(2, () => 1, worth),
      { known: [], add: () => {} },
      WATCH,
    );
    expect(never.isReached).toBe(false);
    expect(never.records.map((all) => all.length)).toEqual([5, 5]);
    expect(never.level).toBe(0.95);
  });

  it('resumes from known results and gives the same as without them', async () => {
    const whole = await replicate(
      plan({}),
      scrambled(2, () => 1, worth),
      { known: [], add: () => {} },
      WATCH,
    );
    const made: string[] = [];
    const known = whole.records.flat().filter((_, i) => i % 2 === 0);
    const rest = await replicate(
      plan({}),
      scrambled(3, () => 2, worth),
      { known, add: ({ replication, scenario }) => made.push(`${scenario}/${replication}`) },
      WATCH,
    );
    expect(rest).toEqual(whole);
    expect(made).toHaveLength(whole.records.flat().length - known.length);
  });

  it('keeps finished replications if it is interrupted or a job cannot be done', async () => {
    let made = 0;
    const outcome = await replicate(
      plan({}),
      scrambled(1, () => 0, worth),
      { known: [], add: () => made++ },
      { isInterrupted: () => made >= 3, done: () => {} },
    );
    expect(outcome.isReached).toBe(false);
    expect(outcome.records.map((all) => all.length)).toEqual([1, 1]);
    const failing: Executor = {
      ...scrambled(1, () => 0, worth),
      run: async (job) => ({ job, failed: 'no such scenario' }),
    };
    const failed = await replicate(plan({}), failing, { known: [], add: () => {} }, WATCH);
    expect(failed.failures[0]?.cause).toBe('no such scenario');
  });
});

describe('executors', () => {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const loaded = loadScenario('scenarios/first-steps');
  const scenario = loaded.ok ? { ...loaded.value.scenario, horizonMs: 12 * 3_600_000 } : null;

  it.each([1, 2, 3])('%i threads make the same replications as this one', async (threads) => {
    if (scenario === null) throw new Error('scenarios/first-steps is valid');
    const jobs = [0, 1, 2, 3].map((replication) => ({ scenario: 0, seed: '1', replication }));
    const results = [];
    for (const executor of [createLocalExecutor(digest), createThreadExecutor(threads)]) {
      await executor.begin([scenario]);
      results.push(await Promise.all(jobs.map((job) => executor.run(job))));
      await executor.end();
    }
    expect(results[1]).toEqual(results[0]);
  });

  it('common random numbers couple two scenarios', async () => {
    if (scenario === null) throw new Error('scenarios/first-steps is valid');
    const executor = createLocalExecutor(digest);
    // The same scenario with every handle time slightly longer.
    const slower = { ...scenario, work: { ...scenario.work, closingMs: 2 * scenario.work.closingMs + 1 } };
    const measures = measuresOf([]);
    await executor.begin([scenario, slower], askedOf(measures));
    const outcome = await replicate(
      {
        measures: [measures, measures],
        seed: '7',
        level: 0.95,
        stopping: { minimum: 6, maximum: 6, precision: null, measures: [] },
      },
      executor,
      { known: [], add: () => {} },
      WATCH,
    );
    const comparison = compare(['a', 'b'], measures, outcome.records, { level: 0.95 });
    const answer = comparison.measures.find(({ measure }) => measure.id === 'speed of answer');
    expect(answer?.others[0]?.pairing?.correlation).toBeGreaterThan(0.9);
    expect(comparison.correctedLevel).toBeCloseTo(1 - 0.05 / measures.length, 12);
  });
});
