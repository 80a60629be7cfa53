import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Scenario } from '#domain';
import type { Job } from '#experiment';
import { createThreadPool } from '../../../src/apps/cli/threads/thread-pool.ts';

const started = vi.hoisted(() => ({ count: 0 }));

vi.mock('node:worker_threads', () => ({
  /** Answers each job a little later. */
  Worker: class extends EventEmitter {
    constructor() {
      super();
      started.count++;
    }
    postMessage({ job }: { job?: Job }) {
      if (job !== undefined) setTimeout(() => this.emit('message', { job, made: true }), 1);
    }
    async terminate() {}
  },
}));

const jobs = (count: number) =>
  Array.from({ length: count }, (_, replication) => ({ scenario: 0, replication }) as unknown as Job);

describe('a pool of threads', () => {
  beforeEach(() => {
    started.count = 0;
  });

  it('starts no more threads than there are jobs', async () => {
    const pool = createThreadPool(1000);
    pool.add({} as Scenario);
    const results = await Promise.all(jobs(3).map(pool.run));
    expect(results.map(({ job }) => job)).toEqual(jobs(3));
    expect(started.count).toBe(3);
    await pool.end();
  });

  it('starts no more threads than it is allowed, and makes all jobs with them', async () => {
    const pool = createThreadPool(2);
    pool.add({} as Scenario);
    const results = await Promise.all(jobs(9).map(pool.run));
    expect(results.map(({ job }) => job)).toEqual(jobs(9));
    expect(started.count).toBe(2);
    await pool.end();
  });
});
