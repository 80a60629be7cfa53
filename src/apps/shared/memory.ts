import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Makes V8 collect garbage once the heap has grown by 40 %, instead of up to fourfold. Call this before a ledger or a log is read: an audit keeps
 * little of what it allocates. No result depends on it.
 */
export function holdMemory(): void {
  setFlag('--heap-growing-percent=40');
}

/**
 * Call this between two large parts of a command, when most of what the first has allocated is garbage: between an audit and the tables that
 * follow from it, before a database reads tables that were just written, or a statement an index that was just built. What lies outside V8's
 * heap is not freed before V8 collects (100 MB for a year of css-2014).
 */
export function releaseMemory(): void {
  // V8 offers this function only to programs that ask for it by a flag.
  setFlag('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/** An unknown flag prints an error that no program can catch. V8 11 (Node 20) to 14 (Node 26) know those used here. */
function setFlag(flag: string): void {
  const major = Number.parseInt(process.versions.v8, 10);
  if (11 <= major && major <= 14) setFlagsFromString(flag);
}
