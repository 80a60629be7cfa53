/** What the library needs from Node. A build for browsers has `browser.ts` in its place. */

export { hashes, sha256 } from '../../shared/host.ts';
export { createThreadExecutor } from '../../shared/threads/thread-pool.ts';

export const engine: 'compiled' | 'table' = 'compiled';
export const THREADS_MOST = 1024;
