import type { Result } from '#base';
import type { Problem } from '../../shared/problem.ts';
import { sentencesOf } from '../../shared/problem.ts';
import type { RunProgress } from '../protocol.ts';

/** A piece of work that the user can watch and cancel. */
export interface Work {
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  progress(progress: RunProgress): void;
  /** Handles waiting messages. Rejects with Cancelled if one of them cancels the work. */
  breathe(): Promise<void>;
}

export class Cancelled extends Error {}

/** Something that the user can correct. The page shows the message as it is. */
export class Refusal extends Error {}

/** Returns the value of a success. Throws a Refusal for a failure, with every sentence of it. */
export function goodOrRefused<Value>(result: Result<Value, Problem>): Value {
  if (result.ok) return result.value;
  throw new Refusal(sentencesOf(result.problem).join('. '));
}

/** The next turn of the event loop, without the minimum delay of timers. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
