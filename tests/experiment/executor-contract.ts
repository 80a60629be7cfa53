import { describe, expect, it } from 'vitest';
import type { Executor, Job, JobResult } from '#experiment';
import { loadScenario } from '../running.ts';

const HOURS_MS = 3_600_000;
const whole = loadScenario('first-steps');
const scenarios = [6, 9].map((hours) => ({ ...whole, horizonMs: hours * HOURS_MS }));
const job = (scenario: number, replication: number, seed = 'contract'): Job => ({
  scenario,
  seed,
  replication,
});

async function within<Result>(
  start: () => Executor,
  work: (executor: Executor) => Promise<Result>,
): Promise<Result> {
  const executor = start();
  await executor.begin(scenarios);
  try {
    return await work(executor);
  } finally {
    await executor.end();
  }
}

/** The contract of an executor, whether it makes replications itself or has them made. */
export function testExecutor(name: string, start: () => Executor): void {
  describe(`an executor: ${name}`, () => {
    it('answers each job under its own name, even if it gets more than it can work on at once', async () => {
      const jobs = [0, 1, 2, 3].flatMap((replication) => [job(0, replication), job(1, replication)]);
      const results = await within(start, (executor) => {
        expect(executor.parallel).toBeGreaterThanOrEqual(1);
        return Promise.all(jobs.map((one) => executor.run(one)));
      });
      expect(results.map((result) => result.job)).toEqual(jobs);
      for (const result of results)
        expect('summary' in result && result.summary.total.arrived).toBeGreaterThan(0);
    });

    it('gives equal results for equal jobs, and different ones for another scenario, seed or replication', async () => {
      const asked = [job(0, 1), job(0, 1), job(1, 1), job(0, 1, 'other'), job(0, 2)];
      const results = await within(start, (executor) => Promise.all(asked.map((one) => executor.run(one))));
      const [first, again, ...others] = results.map((result) =>
        JSON.stringify('summary' in result ? result.summary : null),
      );
      expect(first).not.toBe('null');
      expect(again).toBe(first);
      expect(others.filter((other) => other === first)).toEqual([]);
    });

    it('reports a job that cannot be done, and continues with the next', async () => {
      const [wrong, right] = await within(start, async (executor) => [
        await executor.run(job(7, 0)),
        await executor.run(job(0, 0)),
      ]);
      expect(wrong).toEqual({ job: job(7, 0), failed: expect.stringMatching(/no (such )?scenario/) });
      expect(right).toMatchObject({ summary: { total: { arrived: expect.any(Number) } } });
    });

    it('measures service for the filters that it was begun with, and no others', async () => {
      const filters = [
        { channel: 'phone' },
        { segment: whole.segments[0]?.id ?? '', severity: 'A' },
      ] as const;
      const [none, some] = await within(start, async (executor) => {
        const before = await executor.run(job(0, 0));
        await executor.begin(scenarios, { filters });
        return [before, await executor.run(job(0, 0))];
      });
      expect(none !== undefined && 'summary' in none && none.summary.filtered).toBeUndefined();
      const found = some !== undefined && 'summary' in some ? (some.summary.filtered ?? []) : [];
      expect(found.map(({ id }) => id)).toEqual(['*/phone/*', `${whole.segments[0]?.id}/*/A`]);
      expect(found[0]?.arrived).toBeGreaterThan(0);
    });

    it('gives all figures in rows if it was begun for them, and no others', async () => {
      const [none, some] = await within(start, async (executor) => {
        const before = await executor.run(job(0, 0));
        await executor.begin(scenarios, { isDetailed: true });
        return [before, await executor.run(job(0, 0))];
      });
      expect(none !== undefined && 'summary' in none && none.summary.figures).toBeUndefined();
      const figures = some !== undefined && 'summary' in some ? some.summary.figures : undefined;
      expect(figures?.service?.[0]?.[1]).toBeGreaterThan(0);
      expect(figures?.staff?.map(([id]) => id)).toContain(`/group:${whole.groups[0]?.id}`);
    });

    it('can be begun again with other scenarios', async () => {
      const [first, second] = scenarios as [(typeof scenarios)[0], (typeof scenarios)[0]];
      const [before, after, both] = await within(start, async (executor) => {
        const all = await Promise.all([executor.run(job(1, 0)), executor.run(job(0, 0))]);
        await executor.begin([second]);
        const later = await executor.run(job(0, 0));
        await executor.begin([first]);
        return [all[0], later, [all[1], await executor.run(job(0, 0))]];
      });
      expect(after).toEqual({ ...before, job: job(0, 0) });
      expect(both?.[0]).toEqual(both?.[1]);
    });

    it('ends cleanly if it got no jobs', async () => {
      await expect(within(start, async ({ parallel }) => parallel)).resolves.toBeGreaterThanOrEqual(1);
    });
  });
}

/** Results of some jobs, which must be the same for every executor. */
export function sampleOf(start: () => Executor): Promise<readonly JobResult[]> {
  const jobs = [job(0, 0), job(1, 0), job(1, 5)];
  return within(start, async (executor) => {
    await executor.begin(scenarios, { isDetailed: true });
    return Promise.all(jobs.map((one) => executor.run(one)));
  });
}
