import { type Result, success } from '#base';
import type { Executor } from '#experiment';
import type { Problem } from '../../shared/problem.ts';
import { createThreadExecutor } from '../../shared/threads/thread-executor.ts';
import type { ExperimentOptions } from './settings.ts';

/** Creates the executors of a command's experiments. */
export interface Executors {
  /** `kind`: kind of experiment, for people. */
  create(kind: string): Executor;
  close(): Promise<void>;
}

/** In threads of this process, or at a broker if `options` name one. `cancelled`: called when another user has cancelled the experiment. */
export async function openExecutors(
  options: Pick<ExperimentOptions, 'executor' | 'tenant'>,
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
