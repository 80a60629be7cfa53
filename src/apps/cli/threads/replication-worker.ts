import '../v8-flags.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '#domain';
import { createJobRunner, type Job } from '#experiment';
import { sha256 } from '../host.ts';

/** A thread that makes the replications it is asked for, one after the other; a list is what they are of from then on. */
const { scenarios } = workerData as { readonly scenarios: readonly Scenario[] };
let runJob = createJobRunner(scenarios, sha256);

parentPort?.on('message', (message: Job | readonly Scenario[]) => {
  if (isList(message)) runJob = createJobRunner(message, sha256);
  else parentPort?.postMessage(runJob(message));
});

function isList(message: Job | readonly Scenario[]): message is readonly Scenario[] {
  return Array.isArray(message);
}
