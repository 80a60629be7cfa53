/** What `node.ts` gives, in a browser: there are no threads, and a page may forbid generated code. */

import type { Executor } from '#experiment';

export { hashes, sha256 } from '../../shared/hashes-in-browsers.ts';

export const engine: 'compiled' | 'table' = 'table';
export const THREADS_MOST = 1;

/** Never called: at most one thread is asked for. */
export function createThreadExecutor(): Executor {
  throw new Error('a browser makes runs in the calling thread');
}
