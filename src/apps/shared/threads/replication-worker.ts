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
  else if ('split' in task || 'pilotOf' in task) parentPort?.postMessage(splittingAnswer(task));
  else if ('job' in task) parentPort?.postMessage(answer(task.job));
  else keep(task.number, task.scenario);
});

function keep(number: number, scenario: Scenario | null): void {
  if (scenario === null) {
    known.delete(number);
    return;
  }
  known.set(number, { scenario, run: createJobRunner([scenario], sha256, 'compiled', spare) });
}

function unknownScenario(job: Job) {
  return { job, failed: 'the thread does not have this scenario' };
}

/** Makes a replication again and finds its late cases. A thread loads the code for that when it is first asked. */
async function lateAnswer(job: Job, lateOf: string): Promise<LateResult> {
  const scenario = known.get(job.scenario)?.scenario;
  if (scenario === undefined) return unknownScenario(job);
  try {
    const [{ CaseLives }, { LateAnswerFinder }] = await Promise.all([import('#cases'), import('#planning')]);
    const finder = new LateAnswerFinder(scenario);
    const lives = new CaseLives(scenario, finder.listeners);
    const { replication: number, seed } = job;
    const replication = startReplication(scenario, {
      seed,
      replication: number,
      engine: 'compiled',
      digest: sha256,
      engineVersion: '',
      writeLedger: null,
      observer: observerOf(lives.visit),
    });
    while (!replication.advance(scenario.horizonMs));
    lives.finish();
    return { job, late: finder.found().get(lateOf) ?? null };
  } catch (error) {
    return { job, failed: String(error) };
  }
}

type SplittingTask = Extract<ThreadTask, { readonly split: unknown } | { readonly pilotOf: unknown }>;

/** The number of a splitting run is that of its replication. */
function splittingAnswer(task: SplittingTask): PilotResult | SplittingResult {
  const { job } = task;
  const scenario = known.get(job.scenario)?.scenario;
  if (scenario === undefined) return unknownScenario(job);
  try {
    if ('pilotOf' in task) return { job, pilot: chooseLevels(scenario, task.pilotOf, spare) };
    return { job, run: splitOnce(scenario, task.split, job.replication, spare) };
  } catch (error) {
    return { job, failed: String(error) };
  }
}

function answer(job: FilteredJob): JobResult {
  const run = known.get(job.scenario)?.run;
  if (run === undefined) return unknownScenario(job);
  try {
    return { ...run({ ...job, scenario: 0 }), job };
  } catch (error) {
    return { job, failed: String(error) };
  }
}
