import type { Scenario } from '#domain';
import { SpareParts } from '#engine';
import {
  type Asked,
  createJobRunner,
  type Executor,
  type FilteredJob,
  type Job,
  type JobResult,
} from '#experiment';
import { sha256 } from '../../../shared/hashes-in-browsers.ts';

/** A worker that makes replications, as seen by the worker that started it. */
export interface Helper {
  postMessage(task: HelperTask): void;
  terminate(): void;
  onmessage: ((event: { readonly data: HelperTold }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
}

interface Seat {
  readonly helper: Helper;
  /** Number of the call of `begin` whose scenarios it has; -1: none. */
  generation: number;
  /** Share of its job that is done, 0 to 1. */
  share: number;
  settle: ((result: JobResult) => void) | null;
}

/**
 * Makes replications in up to `size` helpers, which `launch` starts as jobs arrive. `watch` gets the work done on the running jobs, in
 * replications. An interrupt ends all helpers at once.
 */
export function createPoolExecutor(
  size: number,
  launch: () => Helper,
  watch: (inHand: number) => void,
): Executor {
  const seats = new Set<Seat>();
  const idle: Seat[] = [];
  const waiting: ((seat: Seat | null) => void)[] = [];
  let scenarios: readonly Scenario[] = [];
  let wanted: Asked = {};
  let generation = 0;
  let isEnded = false;

  function start(): Seat {
    const seat: Seat = { helper: launch(), generation: -1, share: 0, settle: null };
    seats.add(seat);
    seat.helper.onmessage = ({ data }) => {
      if ('result' in data) return seat.settle?.(data.result);
      seat.share = data.share;
      watch([...seats].reduce((sum, { share }) => sum + share, 0));
    };
    return seat;
  }

  function take(): Promise<Seat | null> {
    if (isEnded) return Promise.resolve(null);
    const seat = idle.pop() ?? (seats.size < size ? start() : undefined);
    return seat === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(seat);
  }

  function giveBack(seat: Seat): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(seat);
    else next(seat);
  }

  /** Replaces a helper that stopped, if a job is waiting. */
  function lose(seat: Seat): void {
    seats.delete(seat);
    seat.helper.terminate();
    if (waiting.length > 0 && !isEnded) giveBack(start());
  }

  function stop(): void {
    isEnded = true;
    for (const { helper } of seats) helper.terminate();
    for (const next of waiting.splice(0)) next(null);
    for (const { settle } of seats) settle?.(CANCELLED);
    seats.clear();
    idle.length = 0;
  }

  function answerOf(seat: Seat, job: Job): Promise<JobResult> {
    return new Promise((resolve) => {
      seat.settle = resolve;
      seat.helper.onerror = ({ message }) => {
        lose(seat);
        resolve({ job, failed: `its worker stopped: ${message}` });
      };
      if (seat.generation !== generation) seat.helper.postMessage({ scenarios });
      seat.generation = generation;
      seat.helper.postMessage({ job: { ...job, ...wanted } });
    });
  }

  return {
    parallel: size,
    async begin(all, asked = {}) {
      scenarios = all;
      wanted = asked;
      generation++;
    },
    async run(job) {
      const seat = await take();
      if (seat === null) return { ...CANCELLED, job };
      const result = await answerOf(seat, job);
      seat.settle = null;
      seat.share = 0;
      if (seats.has(seat)) giveBack(seat);
      return { ...result, job };
    },
    interrupt: stop,
    async end() {
      stop();
    },
  };
}

const CANCELLED = {
  job: { scenario: 0, seed: '', replication: 0 },
  failed: 'the experiment was cancelled',
};

/** Name of a worker that makes replications for another worker. */
export const HELPER_NAME = 'meridian replications';

/** A message to a helper: the scenarios of the following jobs, or a job. */
export type HelperTask = { readonly scenarios: readonly Scenario[] } | { readonly job: FilteredJob };

/** A message from a helper: the share of its job that is done, 0 to 1, and finally the result. */
export type HelperTold = { readonly share: number } | { readonly result: JobResult };

export interface HelperLine {
  postMessage(message: HelperTold): void;
  onmessage: ((event: { readonly data: HelperTask }) => void) | null;
}

/** Makes replications on request, one after the other. */
export function serveReplications(line: HelperLine): void {
  const spare = new SpareParts();
  const report = (share: number) => line.postMessage({ share });
  const runnerOf = (scenarios: readonly Scenario[]) =>
    // The page's security policy forbids compiled engines.
    createJobRunner(scenarios, sha256, { engine: 'table', spare, watch: report });
  let run = runnerOf([]);
  line.onmessage = ({ data }) => {
    if ('scenarios' in data) run = runnerOf(data.scenarios);
    else line.postMessage({ result: resultOf(run, data.job) });
  };
}

function resultOf(run: (job: FilteredJob) => JobResult, job: FilteredJob): JobResult {
  try {
    return run(job);
  } catch (error) {
    return { job, failed: error instanceof Error ? error.message : String(error) };
  }
}
