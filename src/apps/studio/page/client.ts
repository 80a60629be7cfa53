import type { ScenarioIssue } from '#scenario';
import type { Answer, Ask, Asked, CallName } from '../calls.ts';
import type { RunProgress, WorkerMessage } from '../protocol.ts';

/** A failure of the worker, in words, with the issues of the scenario if there are any. */
export class CallFailure extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(message: string, issues: readonly ScenarioIssue[]) {
    super(message);
    this.issues = issues;
  }
}

/** The error's message, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export class CallCancelled extends Error {}

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((progress: RunProgress) => void) | undefined;
}

/** A pending question. */
export interface Call<Answer> {
  readonly answer: Promise<Answer>;
  cancel(): void;
}

/** The page's connection to the worker, which computes everything. */
export class Client {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private last = 0;

  constructor() {
    this.worker = new Worker(new URL('worker.js', document.baseURI), { type: 'module', name: 'meridian' });
    this.worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.hear(data);
    this.worker.onerror = (event) => {
      const failure = new CallFailure(`the worker has stopped: ${event.message}`, []);
      for (const { reject } of this.pending.values()) reject(failure);
      this.pending.clear();
    };
  }

  call<Name extends CallName>(
    name: Name,
    ask: Ask<Name>,
    progress?: (progress: RunProgress) => void,
  ): Call<Answer<Name>> {
    const id = ++this.last;
    const answer = new Promise<Answer<Name>>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as Pending['resolve'], reject, progress });
    });
    this.post({ id, call: name, ask } as Asked);
    return { answer, cancel: () => this.post({ id, call: 'cancel' }) };
  }

  ask<Name extends CallName>(name: Name, ask: Ask<Name>): Promise<Answer<Name>> {
    return this.call(name, ask).answer;
  }

  private post(asked: Asked): void {
    this.worker.postMessage(asked);
  }

  private hear(answer: WorkerMessage): void {
    const waiting = this.pending.get(answer.id);
    if (waiting === undefined) return;
    if (answer.kind === 'progress') return waiting.progress?.(answer.progress);
    this.pending.delete(answer.id);
    if (answer.kind === 'answer') waiting.resolve(answer.answer as never);
    else if (answer.kind === 'cancelled') waiting.reject(new CallCancelled());
    else waiting.reject(new CallFailure(answer.message, answer.issues));
  }
}
