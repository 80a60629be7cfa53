import { RefusedRequest, sentencesOf } from '../../shared/problem.ts';
import { type Asked, type CallName, EXPERIMENTS } from '../calls.ts';
import type { WorkerMessage } from '../protocol.ts';
import { createAnswers } from './answers.ts';
import { poolExecutors } from './experiments/executors.ts';
import { HELPER_NAME, type HelperLine, serveReplications } from './experiments/replication-pool.ts';
import { BadScenario, Cancelled, nextTurn, Refusal, type Work } from './work.ts';

/** The worker's connection to the page. */
interface Line {
  readonly name: string;
  postMessage(message: WorkerMessage, transfer?: readonly Transferable[]): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
}
const line = globalThis as unknown as Line;

/** Minimum time between two progress reports, ms. */
const PROGRESS_EVERY = 80;

/** Calls whose replications other workers make, so that other questions need not wait for them. */
const IN_OTHER_WORKERS: ReadonlySet<CallName> = new Set(EXPERIMENTS);

// The workers that this one starts for replications run this program, too.
if (line.name === HELPER_NAME) serveReplications(line as unknown as HelperLine);
else serveQuestions();

/**
 * Answers questions one after another, in order of arrival; experiments in a separate order. Long answers handle
 * messages in between, so that they can be cancelled.
 */
function serveQuestions(): void {
  const answers = createAnswers(poolExecutors);
  const underWay = new Map<number, AbortController>();
  let before: Promise<void> = Promise.resolve();
  let experiments: Promise<void> = Promise.resolve();

  line.onmessage = ({ data }) => {
    if (data.call === 'cancel') return underWay.get(data.id)?.abort();
    underWay.set(data.id, new AbortController());
    if (IN_OTHER_WORKERS.has(data.call)) experiments = experiments.then(() => answer(data));
    else before = before.then(() => answer(data));
  };

  async function answer({ ask, call, id }: Exclude<Asked, { call: 'cancel' }>): Promise<void> {
    try {
      const work = workOf(id, (underWay.get(id) as AbortController).signal);
      await work.breathe();
      const answered = answers[call] as (ask: unknown, work: Work) => Promise<unknown>;
      line.postMessage({ id, kind: 'answer', answer: await answered(ask, work) });
    } catch (error) {
      line.postMessage(failureOf(id, error));
    } finally {
      underWay.delete(id);
    }
  }
}

function workOf(id: number, signal: AbortSignal): Work {
  let toldMs = 0;
  return {
    signal,
    progress(progress) {
      const now = performance.now();
      if (now - toldMs < PROGRESS_EVERY && progress.share < 1 && progress.facts === undefined) return;
      toldMs = now;
      line.postMessage({ id, kind: 'progress', progress });
    },
    async breathe() {
      await nextTurn();
      if (signal.aborted) throw new Cancelled();
    },
  };
}

function failureOf(id: number, error: unknown): WorkerMessage {
  if (error instanceof Cancelled) return { id, kind: 'cancelled' };
  if (error instanceof BadScenario)
    return { id, kind: 'failure', message: error.message, issues: error.issues };
  if (error instanceof Refusal) return { id, kind: 'failure', message: error.message, issues: [] };
  if (error instanceof RefusedRequest)
    return { id, kind: 'failure', message: sentencesOf(error.problem).join('. '), issues: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { id, kind: 'failure', message: `an error in the program: ${message}`, issues: [] };
}
