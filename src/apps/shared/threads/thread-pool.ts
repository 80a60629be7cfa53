import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Scenario } from '#domain';
import type {
  Asked,
  Executor,
  FilteredJob,
  Job,
  JobResult,
  Pilot,
  SplittingPlan,
  SplittingRun,
} from '#experiment';
import type { LateCounts } from '#planning';

/** What threads make for a job, beside replications: what they are told, and what comes of it. */
interface Makings {
  /** Late cases of the target with this key among late answers; null: none. */
  readonly late: { readonly of: string; readonly made: LateCounts | null };
  /** Levels for splitting for a rare event. */
  readonly pilot: { readonly of: Omit<SplittingPlan, 'levels'>; readonly made: Pilot };
  /** The run of splitting that has the number of the replication. */
  readonly split: { readonly of: SplittingPlan; readonly made: SplittingRun };
}
type Making = keyof Makings;

export type MakingTask = {
  readonly [Make in Making]: { readonly job: Job; readonly make: Make; readonly of: Makings[Make]['of'] };
}[Making];

/** Message to a thread: make a replication or something else, or store a scenario (null: forget it). */
export type ThreadTask =
  | { readonly job: FilteredJob }
  | MakingTask
  | { readonly number: number; readonly scenario: Scenario | null };

interface Failed {
  readonly job: Job;
  readonly failed: string;
}
type Made<Make extends Making> = { readonly job: Job; readonly made: Makings[Make]['made'] } | Failed;

/** Threads that make replications, one at a time each. A thread that dies is replaced, and its job fails. */
export interface ThreadPool {
  readonly threads: number;
  /** Makes a scenario known to all threads and returns its number for jobs. */
  add(scenario: Scenario): number;
  forget(number: number): void;
  run(job: FilteredJob): Promise<JobResult>;
  make<Make extends Making>(make: Make, job: Job, of: Makings[Make]['of']): Promise<Made<Make>>;
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
    if (!(result instanceof Death)) {
      giveBack(worker);
      return result;
    }
    all.delete(worker);
    if (!isEnded) start();
    return { job: task.job, failed: result.message };
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
    make: <Make extends Making>(make: Make, job: Job, of: Makings[Make]['of']) =>
      done<Made<Make>>({ job, make, of } as MakingTask),
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

/** What ended a thread, for example lack of memory or a program file that is gone. */
class Death extends Error {}

function answerOf<Made>(worker: Worker, task: ThreadTask): Promise<Made | Death> {
  return new Promise((resolve) => {
    const settle = (result: Made | Death) => {
      worker.off('message', settle);
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(result);
    };
    const onError = ({ message }: Error) => settle(new Death(`its thread has ended: ${message}`));
    const onExit = () => settle(new Death('its thread has ended'));
    worker.on('message', settle);
    worker.on('error', onError);
    worker.on('exit', onExit);
    tell(worker, task);
  });
}

function tell(worker: Worker, task: ThreadTask): void {
  worker.postMessage(task);
}

/** Threads of this folder, by the name of their program. */
type ThreadName = 'replication-worker' | 'audit-worker';

/**
 * Starts a thread, which finds `data` in its `workerData.data`: one of the built package or, when running from source, one that reads TypeScript as its parent does.
 */
export function startThread(name: ThreadName, data?: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const own = import.meta.url;
  if (!own.endsWith('.ts')) {
    // Command line and library lie at different depths of the package.
    const built = own.slice(0, own.lastIndexOf('/dist/') + '/dist/'.length);
    return new Worker(new URL(`apps/cli/${name}.js`, built), { workerData: { data }, resourceLimits });
  }
  const program = new URL(`./${name}.ts`, own).href;
  const workerData = { loader: 'tsx/esm/api', program, data };
  return new Worker(FROM_SOURCE, { eval: true, workerData, resourceLimits });
}

/** Threads do not inherit their parent's TypeScript loader. */
const FROM_SOURCE = `const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => { register(); return import(workerData.program); });`;

/** Makes replications in worker threads of this process. `shared`: threads that somebody else goes on using, and ends. */
export function createThreadExecutor(threads: number, shared: ThreadPool | null = null): Executor {
  let pool = shared;
  let numbers: readonly number[] = [];
  let wanted: Asked = {};

  return {
    parallel: threads,
    async begin(scenarios, asked = {}) {
      wanted = asked;
      // Existing threads have already compiled the code.
      pool ??= createThreadPool(threads);
      for (const number of numbers) pool.forget(number);
      numbers = scenarios.map(pool.add);
    },
    async run(job: Job) {
      const number = numbers[job.scenario];
      if (pool === null || number === undefined) return { job, failed: 'there is no such scenario' };
      return { ...(await pool.run({ ...job, scenario: number, ...wanted })), job };
    },
    interrupt: () => {},
    async end() {
      if (shared === null) await pool?.end();
    },
  };
}
