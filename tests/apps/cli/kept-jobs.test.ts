import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocalExecutor, type Executor, type Job } from '#experiment';
import { createEnding, createKeepingExecutor } from '../../../src/apps/cli/experiment/experiment-run.ts';
import { openKeptLines } from '../../../src/apps/cli/experiment/kept-lines.ts';
import { loadScenario, sha256 } from '../../running.ts';
import { newFolder } from './cli.ts';

const scenario = { ...loadScenario('first-steps'), horizonMs: 6 * 3_600_000 };
const job = (replication: number, seed = 'kept'): Job => ({ scenario: 0, seed, replication });

/** An executor that counts what it is asked for. */
function counting(): { readonly executor: Executor; readonly made: number[] } {
  const inner = createLocalExecutor(sha256);
  const made: number[] = [];
  const run = (one: Job) => {
    made.push(one.replication);
    return inner.run(one);
  };
  return { executor: { ...inner, run }, made };
}

const ending = createEnding(new AbortController().signal);
const linesIn = (folder: string, isResumed: boolean) =>
  openKeptLines({ target: null, unfinished: folder, keepsEarlier: false }, 'tried.ndjson', 'test', isResumed);

async function make(folder: string, isResumed: boolean, jobs: readonly Job[]) {
  const { executor, made } = counting();
  const keeping = createKeepingExecutor(executor, linesIn(folder, isResumed), ending);
  await keeping.begin([scenario]);
  const results = await Promise.all(jobs.map((one) => keeping.run(one)));
  return { keeping, made, results };
}

describe('an executor that keeps its results', () => {
  it('makes only what an earlier one has not, even if that was killed within a line', async () => {
    const folder = newFolder();
    const first = await make(folder, false, [job(0), job(1)]);
    // Not ended, as by a kill.
    appendFileSync(join(folder, 'tried.ndjson'), '{"key": "half a li');
    const second = await make(folder, true, [job(0), job(1), job(2), job(0, 'other')]);
    expect(second.made).toEqual([2, 0]);
    expect(second.results.slice(0, 2)).toEqual(first.results);
  });

  it('leaves the same bytes whatever the order and the interruptions', async () => {
    const [one, other] = [newFolder(), newFolder()];
    const whole = await make(one, false, [job(0), job(1), job(2)]);
    await whole.keeping.end();
    await make(other, false, [job(2)]);
    const rest = await make(other, true, [job(1), job(0)]);
    await rest.keeping.end();
    const [a, b] = [one, other].map((folder) => readFileSync(join(folder, 'tried.ndjson'), 'utf8'));
    expect(b).toBe(a);
  });

  it('knows why a job failed, so that no search takes the other jobs for all', async () => {
    const inner = createLocalExecutor(sha256);
    const run: Executor['run'] = async (one) =>
      one.replication === 1 ? { job: one, failed: 'its thread has ended' } : inner.run(one);
    const keeping = createKeepingExecutor({ ...inner, run }, linesIn(newFolder(), false), ending);
    await keeping.begin([scenario]);
    await keeping.run(job(0));
    expect(keeping.failure()).toBeNull();
    await keeping.run(job(1));
    expect(keeping.failure()).toBe('its thread has ended');
  });

  it('starts over if it is not told to resume, or for a changed scenario', async () => {
    const folder = newFolder();
    await make(folder, false, [job(0)]);
    expect((await make(folder, false, [job(0)])).made).toEqual([0]);
    const { executor, made } = counting();
    const keeping = createKeepingExecutor(executor, linesIn(folder, true), ending);
    await keeping.begin([{ ...scenario, horizonMs: 3_600_000 }]);
    await keeping.run(job(0));
    expect(made).toEqual([0]);
  });
});
