import type { Executor } from '#experiment';
import { createThreadExecutor } from '../threads/thread-executor.ts';

/** Who is to make the replications of a command's experiments. */
export interface Executors {
  /** `kind`: what the experiment is, for people. */
  create(kind: string): Executor;
  close(): Promise<void>;
}

export interface ExecutorOptions {
  /** Address of a broker; left out, threads of this process. */
  readonly executor?: string;
  readonly tenant?: string;
}

/** Null when there is none to be had: what is wrong has then been told. `cancelled`: somebody has ended the experiment from afar. */
export async function openExecutors(
  options: ExecutorOptions,
  threads: number,
  cancelled: () => void,
): Promise<Executors | null> {
  if (options.executor === undefined) {
    return { create: () => createThreadExecutor(threads), close: async () => {} };
  }
  const { openBrokerOf, publishersAt } = await import('./broker-access.ts');
  const broker = await openBrokerOf('--executor', options.executor, options.tenant);
  return broker === null ? null : publishersAt(broker, cancelled);
}
