import { hostname } from 'node:os';
import { startWorker } from '#cluster';
import { sha256, versions } from '../../shared/host.ts';
import { refuse } from '../../shared/problem.ts';
import { aborted, type CommandContext } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { createThreadPool } from '../../shared/threads/thread-pool.ts';
import { openBrokerOf } from '../experiment/broker-access.ts';
import { threadsOf } from '../experiment/settings.ts';

export interface ClusterWorkerOptions {
  readonly redis: string;
  readonly tenant?: string;
  readonly threads?: string;
  readonly name?: string;
  readonly quiet?: true;
}

const NAME = /^[\w.:-]{1,80}$/;

/** `meridian worker`: makes replications until it is stopped. */
export async function worker(options: ClusterWorkerOptions, { signal }: CommandContext): Promise<void> {
  const threads = threadsOf(options);
  const id = options.name ?? `${hostname()}:${process.pid}`;
  if (!NAME.test(id)) return refuse(`--name ${id} is not a valid name`, 'use letters, digits and . : _ -');
  const broker = await openBrokerOf('--redis', options.redis, options.tenant);
  const pool = createThreadPool(threads);
  try {
    const running = await startWorker(broker, {
      id,
      engine: versions.engine,
      digest: sha256,
      pool,
      tell: note,
    });
    if (options.quiet === undefined) {
      note(
        `${id}: ${threads} threads, engine ${versions.engine}, at ${broker.address.shown}; Ctrl-C ends it after the work in progress`,
      );
    }
    await aborted(signal);
    if (options.quiet === undefined)
      note('finishing the work in progress; press Ctrl-C again to end at once');
    await running.close();
    if (options.quiet === undefined) note(`${id}: made ${running.made()} replications`);
  } finally {
    await pool.end();
    await broker.close();
  }
}
