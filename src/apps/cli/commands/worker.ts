import { availableParallelism, hostname } from 'node:os';
import { startWorker } from '#cluster';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import { sha256, versions } from '../../shared/host.ts';
import { complain, note } from '../../shared/print.ts';
import { openBrokerOf } from '../experiment/broker-access.ts';
import { wholeNumber } from '../experiment/experiment-run.ts';
import { createThreadPool } from '../threads/thread-pool.ts';

export interface ClusterWorkerOptions {
  readonly redis: string;
  readonly tenant?: string;
  readonly threads?: string;
  readonly name?: string;
  readonly quiet?: true;
}

const NAME = /^[\w.:-]{1,80}$/;

/** `meridian worker`: makes replications until it is told to stop. */
export async function worker(options: ClusterWorkerOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const threads = wholeNumber('--threads', options.threads ?? String(availableParallelism()), 1, 1024);
  if (threads === null) return;
  const id = options.name ?? `${hostname()}:${process.pid}`;
  if (!NAME.test(id)) return complain(`--name ${id} is no name`, 'use letters, digits and . : _ -');
  const broker = await openBrokerOf('--redis', options.redis, options.tenant);
  if (broker === null) return;
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
        `${id}: ${threads} threads, engine ${versions.engine}, at ${broker.address.shown}; Ctrl-C finishes what is in hand`,
      );
    }
    const isPatient = await stopAskedFor();
    if (isPatient && options.quiet === undefined) note('finishing what is in hand; once more ends at once');
    const hurry = stopAskedFor().then(() => running.close(true));
    await Promise.race([running.close(), hurry]);
    if (options.quiet === undefined) note(`${id}: made ${running.made()} replications`);
    process.exitCode = CLEAN;
  } finally {
    await pool.end();
    await broker.close();
  }
}

function stopAskedFor(): Promise<true> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve(true);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
