import type { Worker } from 'node:worker_threads';
import type { Scenario } from '#domain';
import type { ViolationFormat } from '#exports';
import type { AuditWithStories } from '../evidence/audit-run.ts';
import { holdMemory, releaseMemory } from '../memory.ts';
import { startThread } from './thread-pool.ts';

export interface AuditTask {
  readonly scenario: Scenario;
  /** Path of the ledger, which is being written. */
  readonly ledger: string;
  /** Paths at which to list the violations. */
  readonly lists: Readonly<Record<ViolationFormat, string>>;
  /** Shared memory: how many parts of the ledger are written (header, blocks, trailer), or WHOLE. */
  readonly parts: Int32Array;
}

export const PARTS = 0;
export const WHOLE = -1;

/** A thread needs about as much time to load the program as to judge this many blocks. */
const BLOCKS_BEFORE_START = 128;

/** V8 gives young objects 48 MB, which takes a thread beside a run over 400 MB, and an audit keeps little of what it allocates. */
const YOUNG_MB = 12;

/**
 * Audits a ledger in a second thread while this one writes it, reading what is on disk: the auditor has nothing else in common with the
 * engine. Starts only once the ledger is long.
 */
export class AuditThread {
  private readonly parts = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly task: Omit<AuditTask, 'parts'>;
  private worker: Worker | null = null;
  private audited: Promise<AuditWithStories | null> = Promise.resolve(null);

  constructor(task: Omit<AuditTask, 'parts'>) {
    this.task = task;
  }

  /** Call it each time that the header, a block or the trailer is in the file. */
  readonly wrote = (): void => {
    const written = Atomics.add(this.parts, PARTS, 1) + 1;
    if (written === BLOCKS_BEFORE_START) this.start();
    Atomics.notify(this.parts, PARTS);
  };

  /** Call it when the ledger is sealed. Null if the thread was never started, or ended without a result. */
  finish(): Promise<AuditWithStories | null> {
    Atomics.store(this.parts, PARTS, WHOLE);
    Atomics.notify(this.parts, PARTS);
    // Beside the heap of the thread, that of this one should not keep the engine.
    if (this.worker !== null) releaseMemory();
    return this.audited;
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): void {
    holdMemory();
    const task: AuditTask = { ...this.task, parts: this.parts };
    const worker = startThread('audit-worker', task, { maxYoungGenerationSizeMb: YOUNG_MB });
    this.worker = worker;
    this.audited = new Promise((resolve) => {
      worker.on('message', resolve);
      // What went wrong is found again, and told, by the audit that then replaces this one.
      worker.on('error', () => resolve(null));
      worker.on('exit', () => resolve(null));
    });
  }
}
