import { describe, expect, it } from 'vitest';
import { createLocalExecutor, type Executor, type Job } from '#experiment';
import { createThreadExecutor } from '../../src/apps/cli/threads/thread-executor.ts';
import { loadScenario, sha256 } from '../running.ts';

/** What everybody may rely on who hands jobs to an executor, whoever makes the replications. */
const EXECUTORS: readonly (readonly [string, () => Executor])[] = [
  ['this thread', () => createLocalExecutor(sha256)],
  ['one thread', () => createThreadExecutor(1)],
  ['three threads', () => createThreadExecutor(3)],
];
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

describe.each(EXECUTORS)('an executor: %s', (_, start) => {
  it('answers each job under its own name, also when it is handed more than it works on at once', async () => {
    const jobs = [0, 1, 2, 3].flatMap((replication) => [job(0, replication), job(1, replication)]);
    const results = await within(start, (executor) => {
      expect(executor.parallel).toBeGreaterThanOrEqual(1);
      return Promise.all(jobs.map((one) => executor.run(one)));
    });
    expect(results.map((result) => result.job)).toEqual(jobs);
    for (const result of results)
      expect('summary' in result && result.summary.total.arrived).toBeGreaterThan(0);
  });

  it('gives the same for the same job, and another for another scenario, seed or replication', async () => {
    const asked = [job(0, 1), job(0, 1), job(1, 1), job(0, 1, 'other'), job(0, 2)];
    const results = await within(start, (executor) => Promise.all(asked.map((one) => executor.run(one))));
    const [first, again, ...others] = results.map((result) =>
      JSON.stringify('summary' in result ? result.summary : null),
    );
    expect(first).not.toBe('null');
    expect(again).toBe(first);
    expect(others.filter((other) => other === first)).toEqual([]);
  });

  it('says so when a job cannot be done, and goes on with the next', async () => {
    const [wrong, right] = await within(start, async (executor) => [
      await executor.run(job(7, 0)),
      await executor.run(job(0, 0)),
    ]);
    expect(wrong).toEqual({ job: job(7, 0), failed: expect.stringMatching(/no (such )?scenario/) });
    expect(right).toMatchObject({ summary: { total: { arrived: expect.any(Number) } } });
  });

  it('may be begun again with other scenarios', async () => {
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

  it('ends without having been given anything to do', async () => {
    await expect(within(start, async ({ parallel }) => parallel)).resolves.toBeGreaterThanOrEqual(1);
  });
});

describe('executors', () => {
  it('make the same replications', async () => {
    const jobs = [job(0, 0), job(1, 0), job(1, 5)];
    const all = await Promise.all(
      EXECUTORS.map(([, start]) =>
        within(start, (executor) => Promise.all(jobs.map((one) => executor.run(one)))),
      ),
    );
    for (const results of all.slice(1)) expect(results).toEqual(all[0]);
  });
});
