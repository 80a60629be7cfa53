import type { Worker } from 'node:worker_threads';
import type { Scenario } from '#domain';
import type { FilteredJob, Job, JobResult, Pilot, SplittingPlan, SplittingRun } from '#experiment';
import type { LateCounts } from '#planning';
import { startThread } from './start-thread.ts';

/** Message to a thread: make a replication, make one that finds late cases, split for a rare event, or store a scenario (null: forget it). */
export type ThreadTask =
  | { readonly job: FilteredJob }
  | { readonly job: Job; readonly lateOf: string }
  | { readonly job: Job; readonly split: SplittingPlan }
  | { readonly job: Job; readonly pilotOf: Omit<SplittingPlan, 'levels'> }
  | { readonly number: number; readonly scenario: Scenario | null };

interface Failed {
  readonly job: Job;
  readonly failed: string;
}
type Answer<Made> = (Made & { readonly job: Job }) | Failed;

/** Late cases of one target in a replication; null: none. */
export type LateResult = Answer<{ readonly late: LateCounts | null }>;
/** Levels for splitting, or the run of that number. */
export type PilotResult = Answer<{ readonly pilot: Pilot }>;
export type SplittingResult = Answer<{ readonly run: SplittingRun }>;

/** Threads that make replications, one at a time each. A thread that dies is replaced, and its job fails. */
export interface ThreadPool {
  readonly threads: number;
  /** Makes a scenario known to all threads and returns its number for jobs. */
  add(scenario: Scenario): number;
  forget(number: number): void;
  run(job: FilteredJob): Promise<JobResult>;
  /** `lateOf`: key of the target among late answers. */
  runForLate(job: Job, lateOf: string): Promise<LateResult>;
  runForPilot(job: Job, plan: Omit<SplittingPlan, 'levels'>): Promise<PilotResult>;
  runForSplitting(job: Job, plan: SplittingPlan): Promise<SplittingResult>;
  end(): Promise<void>;
}

/** `launch` starts a thread; tests replace it. */
export function createThreadPool(
  threads: number,
  launch: () => Worker = () => startThread('replication-worker'),
): ThreadPool {
  const scenarios = new Map<number, Scenario>();
  const all = new Set<Worker>();
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let added = 0;
  let isEnded = false;

  function start(): void {
    const worker = launch();
    // A call that waits for an answer also learns that the thread has died.
    worker.setMaxListeners(0);
    // A thread that dies while idle is replaced when it is needed.
    worker.on('error', () => {});
    all.add(worker);
    for (const [number, scenario] of scenarios) tell(worker, { number, scenario });
    giveBack(worker);
  }

  function giveBack(worker: Worker): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  }

  /** Starts threads only for jobs, so never more than there are jobs at a time. */
  function take(): Promise<Worker> {
    if (idle.length === 0 && all.size < threads) start();
    const worker = idle.pop();
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  }

  async function done<Made>(task: ThreadTask & { readonly job: Job }): Promise<Made | Failed> {
    const worker = await take();
    const result = await answerOf<Made>(worker, task);
    if (result !== null) {
      giveBack(worker);
      return result;
    }
    all.delete(worker);
    if (!isEnded) start();
    return { job: task.job, failed: 'its thread has ended' };
  }

  return {
    threads,
    add(scenario) {
      const number = added++;
      scenarios.set(number, scenario);
      for (const worker of all) tell(worker, { number, scenario });
      return number;
    },
    forget(number) {
      scenarios.delete(number);
      for (const worker of all) tell(worker, { number, scenario: null });
    },
    run: (job) => done<JobResult>({ job }),
    runForLate: (job, lateOf) => done<LateResult>({ job, lateOf }),
    runForPilot: (job, pilotOf) => done<PilotResult>({ job, pilotOf }),
    runForSplitting: (job, split) => done<SplittingResult>({ job, split }),
    async end() {
      isEnded = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** Does work with threads, and ends them. */
export async function withThreads<Value>(
  threads: number,
  work: (pool: ThreadPool) => Promise<Value>,
): Promise<Value> {
  const pool = createThreadPool(threads);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** Null if the thread dies during the job, for example for lack of memory. */
function answerOf<Made>(worker: Worker, task: ThreadTask): Promise<Made | null> {
  return new Promise((resolve) => {
    const settle = (result: Made | null) => {
      worker.off('message', settle);
      worker.off('error', onEnd);
      worker.off('exit', onEnd);
      resolve(result);
    };
    const onEnd = () => settle(null);
    worker.on('message', settle);
    worker.on('error', onEnd);
    worker.on('exit', onEnd);
    tell(worker, task);
  });
}

function tell(worker: Worker, task: ThreadTask): void {
  worker.postMessage(task);
}
