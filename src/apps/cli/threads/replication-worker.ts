import '../v8-flags.ts';
import { parentPort } from 'node:worker_threads';
import type { Scenario } from '#domain';
import { type JobResult, runJob } from '#experiment';
import { sha256 } from '../host.ts';
import type { ThreadTask } from './thread-pool.ts';

/** A thread that makes the replications it is asked for, one after the other, of the scenarios that it has been given. */
const scenarios = new Map<number, Scenario>();

parentPort?.on('message', (task: ThreadTask) => {
  if ('job' in task) parentPort?.postMessage(answer(task.job));
  else if (task.scenario === null) scenarios.delete(task.number);
  else scenarios.set(task.number, task.scenario);
});

function answer(job: Extract<ThreadTask, { job: object }>['job']): JobResult {
  const scenario = scenarios.get(job.scenario);
  if (scenario === undefined) return { job, failed: 'it has no such scenario' };
  try {
    return runJob(scenario, job, sha256);
  } catch (error) {
    return { job, failed: String(error) };
  }
}
