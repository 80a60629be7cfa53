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
import { sha256 } from '../host.ts';
import type { LateResult, PilotResult, SplittingResult, ThreadTask } from './thread-pool.ts';

/** A scenario that this thread was given. */
interface Known {
  readonly scenario: Scenario;
  readonly run: (job: FilteredJob) => JobResult;
}

/** A thread that makes the requested replications, one after another, of the scenarios it was given. */
const spare = new SpareParts();
const known = new Map<number, Known>();

parentPort?.on('message', async (task: ThreadTask) => {
  if ('lateOf' in task) parentPort?.postMessage(await lateAnswer(task.job, task.lateOf));
  else if ('split' in task || 'pilotOf' in task) parentPort?.postMessage(await splittingAnswer(task));
  else if ('job' in task) parentPort?.postMessage(await answer(task.job));
  else keep(task.number, task.scenario);
});

function keep(number: number, scenario: Scenario | null): void {
  if (scenario === null) {
    known.delete(number);
    return;
  }
  known.set(number, { scenario, run: createJobRunner([scenario], sha256, { spare }) });
}

/** What is made for a job with the scenario that it names, or why it fails. */
async function answered<Made extends object>(
  job: Job,
  make: (known: Known) => Made | Promise<Made>,
): Promise<(Made & { readonly job: Job }) | { readonly job: Job; readonly failed: string }> {
  const found = known.get(job.scenario);
  if (found === undefined) return { job, failed: 'the thread does not have this scenario' };
  try {
    return { ...(await make(found)), job };
  } catch (error) {
    return { job, failed: String(error) };
  }
}

/** Makes a replication again and finds its late cases. A thread loads the code for that when it is first asked. */
function lateAnswer(job: Job, lateOf: string): Promise<LateResult> {
  return answered(job, async ({ scenario }) => {
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
    return { late: finder.found().get(lateOf) ?? null };
  });
}

type SplittingTask = Extract<ThreadTask, { readonly split: unknown } | { readonly pilotOf: unknown }>;

/** The number of a splitting run is that of its replication. */
function splittingAnswer(task: SplittingTask): Promise<PilotResult | SplittingResult> {
  const { job } = task;
  if ('pilotOf' in task)
    return answered(job, ({ scenario }) => ({ pilot: chooseLevels(scenario, task.pilotOf, spare) }));
  return answered(job, ({ scenario }) => ({
    run: splitOnce(scenario, task.split, job.replication, spare),
  }));
}

function answer(job: FilteredJob): Promise<JobResult> {
  return answered(job, ({ run }) => run({ ...job, scenario: 0 }));
}
