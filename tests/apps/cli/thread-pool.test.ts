import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import type { Job } from '#experiment';
import { createThreadPool } from '../../../src/apps/shared/threads/thread-pool.ts';

/** Answers each job a little later. */
class FakeWorker extends EventEmitter {
  static started = 0;

  constructor() {
    super();
    FakeWorker.started++;
  }

  postMessage({ job }: { job?: Job }) {
    if (job !== undefined) setTimeout(() => this.emit('message', { job, made: true }), 1);
  }

  async terminate() {}
}

const poolOf = (threads: number) => createThreadPool(threads, () => new FakeWorker() as unknown as Worker);

const jobs = (count: number) =>
  Array.from({ length: count }, (_, replication) => ({ scenario: 0, replication }) as unknown as Job);

describe('a pool of threads', () => {
  beforeEach(() => {
    FakeWorker.started = 0;
  });

  it('starts no more threads than there are jobs', async () => {
    const pool = poolOf(1000);
    pool.add({} as Scenario);
    const results = await Promise.all(jobs(3).map(pool.run));
    expect(results.map(({ job }) => job)).toEqual(jobs(3));
    expect(FakeWorker.started).toBe(3);
    await pool.end();
  });

  it('starts no more threads than allowed, and makes all jobs with them', async () => {
    const pool = poolOf(2);
    pool.add({} as Scenario);
    const results = await Promise.all(jobs(9).map(pool.run));
    expect(results.map(({ job }) => job)).toEqual(jobs(9));
    expect(FakeWorker.started).toBe(2);
    await pool.end();
  });

  it('says what ended a thread, and goes on with another one', async () => {
    let isFirst = true;
    const pool = createThreadPool(1, () => {
      const worker = new FakeWorker();
      if (isFirst)
        worker.postMessage = () => void setTimeout(() => worker.emit('error', new Error('no memory')));
      isFirst = false;
      return worker as unknown as Worker;
    });
    const [first, second] = await Promise.all(jobs(2).map(pool.run));
    expect(first).toEqual({ job: jobs(2)[0], failed: 'its thread has ended: no memory' });
    expect(second).toMatchObject({ job: jobs(2)[1], made: true });
    await pool.end();
  });
});
