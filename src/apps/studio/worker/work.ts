import { plural, type Result } from '#base';
import { issueCountOf, type ScenarioIssue } from '#scenario';
import type { RunProgress } from '../protocol.ts';

/** A piece of work that the user can watch and cancel. */
export interface Work {
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  progress(progress: RunProgress): void;
  /** Handles waiting messages. Rejects with Cancelled if one of them cancels the work. */
  breathe(): Promise<void>;
}

type Progress = readonly [stage: RunProgress['stage'], share: number, cases?: number, waiting?: number];

/** Shows how far the work is, and says whether it goes on. */
export function goesOn(work: Work, ...[stage, share, cases = 0, waiting = 0]: Progress): boolean {
  work.progress({ share: Math.min(1, share), stage, cases, waiting });
  return !work.signal.aborted;
}

/** Shows how far the work is, and handles waiting messages. */
export function pause(work: Work, ...progress: Progress): Promise<void> {
  goesOn(work, ...progress);
  return work.breathe();
}

export class Cancelled extends Error {}

/** Something that the user can correct. The page shows the message as it is. */
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

/** Thrown for an invalid text, with its issues. `what`: the scenario, or the sweep of one. */
export class BadScenario extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[], what = 'the scenario') {
    super(`${what} has ${plural(issueCountOf(issues), 'issue')}`);
    this.issues = issues;
  }
}

/** Returns the value of a success. Throws BadScenario for a failure. */
export function goodValue<Value>(result: Result<Value, readonly ScenarioIssue[]>, what?: string): Value {
  if (result.ok) return result.value;
  throw new BadScenario(result.problem, what);
}
