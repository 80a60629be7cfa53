import '../v8-flags.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '#domain';
import { type Job, runJob } from '#experiment';
import { sha256 } from '../host.ts';

/** A thread that makes the replications it is asked for, one after the other. */
const { scenarios } = workerData as { readonly scenarios: readonly Scenario[] };

parentPort?.on('message', (job: Job) => {
  const scenario = scenarios[job.scenario];
  const result =
    scenario === undefined ? { job, failed: 'it has no such scenario' } : runJob(scenario, job, sha256);
  parentPort?.postMessage(result);
});
