import type { Asked, CallName, Calls, Told } from '../protocol.ts';
import { createAnswers } from './answers.ts';
import { BadScenario } from './simulate.ts';
import { Cancelled, nextTurn, Refusal, type Work } from './work.ts';

/**
 * The worker's end of the line: one question after the other, in the order in which they come. A long one lets messages in
 * between its pieces, so that it can be called off.
 */
interface Line {
  postMessage(told: Told, transfer?: readonly Transferable[]): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
}
const line = globalThis as unknown as Line;

const answers = createAnswers();
const cancelled = new Set<number>();
let before: Promise<void> = Promise.resolve();
/** Progress is told so often at most, ms. */
const PROGRESS_EVERY = 80;

line.onmessage = ({ data }) => {
  if (data.call === 'cancel') cancelled.add(data.id);
  else before = before.then(() => answer(data));
};

async function answer(asked: Exclude<Asked, { call: 'cancel' }>): Promise<void> {
  const { id } = asked;
  try {
    const work = workOf(id);
    await work.breathe();
    line.postMessage({ id, kind: 'answer', answer: await callOf(asked.call)(asked.ask, work) });
  } catch (error) {
    line.postMessage(failureOf(id, error));
  } finally {
    cancelled.delete(id);
  }
}

function callOf<Name extends CallName>(name: Name) {
  return answers[name] as (ask: unknown, work: Work) => Promise<Calls[Name]['answer']>;
}

function workOf(id: number): Work {
  let toldMs = 0;
  return {
    get isCancelled() {
      return cancelled.has(id);
    },
    progress(progress) {
      const now = performance.now();
      if (now - toldMs < PROGRESS_EVERY && progress.share < 1 && progress.facts === undefined) return;
      toldMs = now;
      line.postMessage({ id, kind: 'progress', progress });
    },
    async breathe() {
      await nextTurn();
      if (cancelled.has(id)) throw new Cancelled();
    },
  };
}

function failureOf(id: number, error: unknown): Told {
  if (error instanceof Cancelled) return { id, kind: 'cancelled' };
  if (error instanceof BadScenario)
    return { id, kind: 'failure', message: error.message, issues: error.issues };
  if (error instanceof Refusal) return { id, kind: 'failure', message: error.message, issues: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { id, kind: 'failure', message: `an error in the program: ${message}`, issues: [] };
}
