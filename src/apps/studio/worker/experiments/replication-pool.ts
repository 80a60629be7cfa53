import type { CaseFilter, Scenario } from '#domain';
import type { Executor, Job, JobResult } from '#experiment';
import type { HelperTask, HelperTold } from './replication-helper.ts';

/** A worker that makes replications, seen from the one that asks it to. */
export interface Helper {
  postMessage(task: HelperTask): void;
  terminate(): void;
  onmessage: ((event: { readonly data: HelperTold }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
}

interface Seat {
  readonly helper: Helper;
  /** Which scenarios it has been given. */
  generation: number;
  /** Of the job in hand, 0 to 1. */
  share: number;
  settle: ((result: JobResult) => void) | null;
}

/**
 * Makes replications in up to `size` helpers, which start when there are jobs for them. `launch` starts one. `watch` is told how much is done of the
 * jobs in hand, as a number of replications. When it is interrupted, all helpers end at once, whatever they are at.
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
  let filters: readonly CaseFilter[] = [];
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

  /** A helper that has stopped is replaced by a new one for whoever waits. */
  function lose(seat: Seat): void {
    seats.delete(seat);
    seat.helper.terminate();
    if (waiting.length > 0 && !isEnded) giveBack(start());
  }

  function stop(): void {
    isEnded = true;
    for (const { helper } of seats) helper.terminate();
    for (const next of waiting.splice(0)) next(null);
    for (const { settle } of seats) settle?.(CALLED_OFF);
    seats.clear();
    idle.length = 0;
  }

  function answerOf(seat: Seat, job: Job): Promise<JobResult> {
    return new Promise((resolve) => {
      seat.settle = resolve;
      seat.helper.onerror = ({ message }) => {
        lose(seat);
        resolve({ job, failed: `its worker has stopped: ${message}` });
      };
      if (seat.generation !== generation) seat.helper.postMessage({ scenarios });
      seat.generation = generation;
      seat.helper.postMessage({ job: { ...job, filters } });
    });
  }

  return {
    parallel: size,
    async begin(all, wanted = []) {
      scenarios = all;
      filters = wanted;
      generation++;
    },
    async run(job) {
      const seat = await take();
      if (seat === null) return { ...CALLED_OFF, job };
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

const CALLED_OFF = {
  job: { scenario: 0, seed: '', replication: 0 },
  failed: 'it was called off',
};
