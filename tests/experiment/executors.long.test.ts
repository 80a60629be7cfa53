import { describe, expect, it } from 'vitest';
import { createLocalExecutor, type Executor } from '#experiment';
import { createThreadExecutor } from '../../src/apps/shared/threads/thread-pool.ts';
import { sha256 } from '../running.ts';
import { sampleOf, testExecutor } from './executor-contract.ts';

const EXECUTORS: readonly (readonly [string, () => Executor])[] = [
  ['this thread', () => createLocalExecutor(sha256)],
  ['one thread', () => createThreadExecutor(1)],
  ['three threads', () => createThreadExecutor(3)],
];

for (const [name, start] of EXECUTORS) testExecutor(name, start);

describe('executors', () => {
  it('make the same replications', async () => {
    const all = await Promise.all(EXECUTORS.map(([, start]) => sampleOf(start)));
    for (const results of all.slice(1)) expect(results).toEqual(all[0]);
  });
});
