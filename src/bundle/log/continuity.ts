import type { Digest } from '#base';
import { consistencyProofFrom, type RootOver, verifyConsistency } from '#ledger';
import type { Checkpoint } from './checkpoint.ts';
import { MissingTile } from './tiles.ts';

/** Why a log does not continue an earlier checkpoint; null if it does: nothing that it contained has changed. */
export function discontinuity(
  before: Checkpoint,
  now: Checkpoint,
  rootOver: RootOver,
  digest: Digest,
): string | null {
  if (before.origin !== now.origin) return `the earlier checkpoint is of another log: ${before.origin}`;
  if (before.size > now.size) {
    return `the log is shorter than it was: ${before.size} entries then, ${now.size} now`;
  }
  if (before.size === 0) return null;
  try {
    const proof = consistencyProofFrom(rootOver, now.size, before.size);
    if (verifyConsistency(digest, before, now, proof)) return null;
  } catch (error) {
    if (!(error instanceof MissingTile)) throw error;
    return error.message;
  }
  return `the log does not continue the one of ${before.size} entries that was noted earlier`;
}
