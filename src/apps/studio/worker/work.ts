import type { RunProgress } from '../protocol.ts';

/** A piece of work that the user can watch and call off. */
export interface Work {
  /** Aborted when the user calls it off. */
  readonly signal: AbortSignal;
  progress(progress: RunProgress): void;
  /** Lets messages in, so that a wish to stop is heard. Rejects with Cancelled when there was one. */
  breathe(): Promise<void>;
}

export class Cancelled extends Error {}

/** Told as it is: something that the user can mend. */
export class Refusal extends Error {}

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
