import { type Result, success } from '#base';
import type { Executor } from '#experiment';
import type { Problem } from '../../shared/problem.ts';
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

/** `cancelled`: somebody has ended the experiment from afar. */
export async function openExecutors(
  options: ExecutorOptions,
  threads: number,
  cancelled: () => void,
): Promise<Result<Executors, Problem>> {
  if (options.executor === undefined) {
    return success({ create: () => createThreadExecutor(threads), close: async () => {} });
  }
  const { openBrokerOf, publishersAt } = await import('./broker-access.ts');
  const broker = await openBrokerOf('--executor', options.executor, options.tenant);
  return broker.ok ? success(publishersAt(broker.value, cancelled)) : broker;
}
