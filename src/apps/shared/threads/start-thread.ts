import { type ResourceLimits, Worker } from 'node:worker_threads';

/** Threads of this folder, by the name of their program. */
export type ThreadName = 'replication-worker' | 'audit-worker';

/**
 * Starts a thread, which finds `data` in its `workerData.data`: one of the built package or, when running from source, one that reads TypeScript as its parent does.
 */
export function startThread(name: ThreadName, data?: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const own = import.meta.url;
  if (!own.endsWith('.ts')) {
    // Command line and library lie at different depths of the package.
    const built = own.slice(0, own.lastIndexOf('/dist/') + '/dist/'.length);
    return new Worker(new URL(`apps/cli/${name}.js`, built), { workerData: { data }, resourceLimits });
  }
  const program = new URL(`./${name}.ts`, own).href;
  const workerData = { loader: 'tsx/esm/api', program, data };
  return new Worker(FROM_SOURCE, { eval: true, workerData, resourceLimits });
}

/** Threads do not inherit their parent's TypeScript loader. */
const FROM_SOURCE = `const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => { register(); return import(workerData.program); });`;
