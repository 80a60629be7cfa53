import { parentPort } from 'node:worker_threads';
import type { Scenario } from '#domain';
import { SpareParts } from '#engine';
import {
  chooseLevels,
  createJobRunner,
  type FilteredJob,
  type Job,
  type JobResult,
  splitOnce,
  startReplication,
} from '#experiment';
import { observerOf } from '#ledger';
import type { LateCounts } from '#planning';
import { sha256 } from '../host.ts';
import type { MakingTask, ThreadTask } from './thread-pool.ts';

interface Known {
  readonly scenario: Scenario;
  readonly run: (job: FilteredJob) => JobResult;
}

/** A thread that makes the requested replications, one after another, of the scenarios it was given. */
const spare = new SpareParts();
const known = new Map<number, Known>();

parentPort?.on('message', async (task: ThreadTask) => {
  if ('number' in task) keep(task.number, task.scenario);
  else parentPort?.postMessage(await answerTo(task));
});

function keep(number: number, scenario: Scenario | null): void {
  if (scenario === null) {
    known.delete(number);
    return;
  }
  known.set(number, { scenario, run: createJobRunner([scenario], sha256, { spare }) });
}

/** What is made for a job with the scenario that it names, or why it fails. */
async function answerTo(task: Exclude<ThreadTask, { readonly number: number }>): Promise<JobResult | object> {
  const { job } = task;
  const found = known.get(job.scenario);
  if (found === undefined) return { job, failed: 'the thread does not have this scenario' };
  try {
    if ('make' in task) return { made: await madeFor(task, found.scenario), job };
    return { ...found.run({ ...job, scenario: 0 }), job };
  } catch (error) {
    return { job, failed: String(error) };
  }
}

function madeFor(task: MakingTask, scenario: Scenario): unknown {
  const { job } = task;
  if (task.make === 'late') return lateIn(job, scenario, task.of);
  return task.make === 'pilot'
    ? chooseLevels(scenario, task.of, spare)
    : splitOnce(scenario, task.of, job.replication, spare);
}

/** Makes a replication again and finds its late cases. A thread loads the code for that when it is first asked. */
async function lateIn(job: Job, scenario: Scenario, target: string): Promise<LateCounts | null> {
  const [{ CaseLives }, { LateAnswerFinder }] = await Promise.all([import('#cases'), import('#planning')]);
  const finder = new LateAnswerFinder(scenario);
  const lives = new CaseLives(scenario, finder.listeners);
  const replication = startReplication(scenario, {
    seed: job.seed,
    replication: job.replication,
    engine: 'compiled',
    digest: sha256,
    engineVersion: '',
    writeLedger: null,
    observer: observerOf(lives.visit),
  });
  while (!replication.advance(scenario.horizonMs));
  lives.finish();
  return finder.found().get(target) ?? null;
}
