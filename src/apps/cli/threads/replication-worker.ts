import { parentPort } from 'node:worker_threads';
import { SpareParts } from '#engine';
import { createJobRunner, type FilteredJob, type JobResult } from '#experiment';
import { sha256 } from '../../shared/host.ts';
import { tuneForSimulation } from '../../shared/v8-flags.ts';
import type { ThreadTask } from './thread-pool.ts';

tuneForSimulation();

/** A thread that makes the requested replications, one after another, of the scenarios it was given. */
const spare = new SpareParts();
const runners = new Map<number, (job: FilteredJob) => JobResult>();

parentPort?.on('message', (task: ThreadTask) => {
  if ('job' in task) parentPort?.postMessage(answer(task.job));
  else if (task.scenario === null) runners.delete(task.number);
  else runners.set(task.number, createJobRunner([task.scenario], sha256, 'compiled', spare));
});

function answer(job: FilteredJob): JobResult {
  const run = runners.get(job.scenario);
  if (run === undefined) return { job, failed: 'the thread does not have this scenario' };
  try {
    return { ...run({ ...job, scenario: 0 }), job };
  } catch (error) {
    return { job, failed: String(error) };
  }
}
