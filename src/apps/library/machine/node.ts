/** What the library needs from Node. A build for browsers has `browser.ts` in its place. */

import type { EngineKind } from '#engine';

export { hashes, sha256 } from '../../shared/host.ts';
export { createThreadExecutor } from '../../shared/threads/thread-executor.ts';

export const engine: EngineKind = 'compiled';
export const THREADS_MOST = 1024;
