import { Worker } from 'node:worker_threads';
import type { Scenario } from '#domain';
import type { FilteredJob, JobResult } from '#experiment';

/** Message to a thread: make a replication, or store a scenario (null: forget it). */
export type ThreadTask =
  | { readonly job: FilteredJob }
  | { readonly number: number; readonly scenario: Scenario | null };

/** Threads that make replications, one at a time each. A thread that dies is replaced, and its job fails. */
export interface ThreadPool {
  readonly threads: number;
  /** Makes a scenario known to all threads and returns its number for jobs. */
  add(scenario: Scenario): number;
  forget(number: number): void;
  run(job: FilteredJob): Promise<JobResult>;
  end(): Promise<void>;
}

/** `launch` starts a thread; tests replace it. */
export function createThreadPool(threads: number, launch: () => Worker = startWorker): ThreadPool {
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
    async run(job) {
      const worker = await take();
      const result = await answerOf(worker, job);
      if (result !== null) {
        giveBack(worker);
        return result;
      }
      all.delete(worker);
      if (!isEnded) start();
      return { job, failed: 'its thread has ended' };
    },
    async end() {
      isEnded = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** Null if the thread dies during the job, for example for lack of memory. */
function answerOf(worker: Worker, job: FilteredJob): Promise<JobResult | null> {
  return new Promise((resolve) => {
    const settle = (result: JobResult | null) => {
      worker.off('message', settle);
      worker.off('error', onEnd);
      worker.off('exit', onEnd);
      resolve(result);
    };
    const onEnd = () => settle(null);
    worker.on('message', settle);
    worker.on('error', onEnd);
    worker.on('exit', onEnd);
    tell(worker, { job });
  });
}

function tell(worker: Worker, task: ThreadTask): void {
  worker.postMessage(task);
}

/**
 * Starts a thread of the built package or, when running from source, one that reads TypeScript as its parent does.
 */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('../apps/cli/replication-worker.js', import.meta.url));
  }
  const program = new URL('./replication-worker.ts', import.meta.url).href;
  return new Worker(FROM_SOURCE, { eval: true, workerData: { loader: 'tsx/esm/api', program } });
}

/** Threads do not inherit their parent's TypeScript loader. */
const FROM_SOURCE = `const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => { register(); return import(workerData.program); });`;
