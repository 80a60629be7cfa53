import '../v8-flags.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '#domain';
import { createJobRunner, type Job } from '#experiment';
import { sha256 } from '../host.ts';

/** A thread that makes the replications it is asked for, one after the other. */
const { scenarios } = workerData as { readonly scenarios: readonly Scenario[] };
const runJob = createJobRunner(scenarios, sha256);

parentPort?.on('message', (job: Job) => parentPort?.postMessage(runJob(job)));
