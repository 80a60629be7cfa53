import type { Digest } from '#base';
import { contextLeaf, type LogContext } from '#exports';
import type { EntryVisitor, LedgerHeader } from '#ledger';
import { keyName } from './signed-note.ts';
import { TileWriter, type WriteFile } from './tiles.ts';

/**
 * The name of the log of a run's entries. The length of the run is not part of the name: a run that ended early is the beginning of the
 * whole run, and its checkpoint can be compared with the log of the whole.
 */
export function logOrigin({ replication, scenarioName, seed }: LedgerHeader): string {
  return keyName('meridian', scenarioName, seed, replication);
}

export interface WrittenLog {
  /** Leaves: the context, and one for each entry. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly context: LogContext;
}

/** The leaf of an entry: leaf 0 is the log's context. */
export function leafOfEntry(entry: number): number {
  return entry + 1;
}

/**
 * Opens a log of tiles: the meaning of its numbers, and every entry of a ledger (its 24 bytes), which the host shows to `visit`. `hasLeaves`: false to write
 * neither entries nor full tiles of level 0.
 */
export function openLog(
  context: LogContext,
  digest: Digest,
  write: WriteFile,
  hasLeaves = true,
): { readonly visit: EntryVisitor; finish(): WrittenLog } {
  const log = new TileWriter(digest, write, hasLeaves);
  log.append(contextLeaf(context));
  return { visit: log.appendEntry, finish: () => ({ size: log.size, root: log.finish(), context }) };
}
