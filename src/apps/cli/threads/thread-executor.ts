import { Worker } from 'node:worker_threads';
import type { Scenario } from '#domain';
import type { Executor, Job, JobResult } from '#experiment';

/** Makes replications in worker threads, one at a time in each. */
export function createThreadExecutor(threads: number): Executor {
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const all: Worker[] = [];

  const take = (): Promise<Worker> => {
    const worker = idle.pop();
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };

  return {
    parallel: threads,
    async begin(scenarios: readonly Scenario[]) {
      // Threads that are there know the code already: it is compiled, and fast.
      for (const worker of all) worker.postMessage(scenarios);
      for (let i = all.length; i < threads; i++) {
        const worker = startWorker({ scenarios });
        // What becomes of a thread is told to whoever waits for its answer.
        worker.setMaxListeners(0);
        all.push(worker);
        idle.push(worker);
      }
    },
    async run(job: Job) {
      const worker = await take();
      try {
        return await answerOf(worker, job);
      } finally {
        giveBack(worker);
      }
    },
    async end() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

function answerOf(worker: Worker, job: Job): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      action();
    };
    const onMessage = (result: JobResult) => settle(() => resolve(result));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => resolve({ job, failed: 'its thread has ended' }));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(job);
  });
}

/** A thread of the built package; when this runs from source, one that reads TypeScript as its parent does. */
function startWorker(workerData: object): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('../apps/cli/replication-worker.js', import.meta.url), { workerData });
  }
  const program = new URL('./replication-worker.ts', import.meta.url).href;
  return new Worker(FROM_SOURCE, {
    eval: true,
    workerData: { ...workerData, loader: 'tsx/esm/api', program },
  });
}

/** Threads do not take over what makes their parent read TypeScript. */
const FROM_SOURCE = `const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => { register(); return import(workerData.program); });`;
