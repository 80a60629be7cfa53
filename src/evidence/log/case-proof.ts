import type { StoryEntry } from '#audit';
import { base64Of, bytesOfBase64, type Digest } from '#base';
import { entryBytes, inclusionProofFrom, leafHash, type RootOver, verifyInclusion } from '#ledger';
import { parseCheckpoint } from './checkpoint.ts';
import { type CheckSignature, openNote, type VerifierKey } from './signed-note.ts';

/** Proof that entries stand in a log: for each its place, its bytes, and the hashes that lead to the root (RFC 9162). */
export interface InclusionProofs {
  readonly format: 1;
  /** The signed checkpoint whose root the paths lead to. */
  readonly checkpoint: string;
  /** Who has signed it, as `signed-note.ts` writes keys. */
  readonly key: string;
  readonly entries: readonly EntryProof[];
}

export interface EntryProof {
  readonly index: number;
  /** The 24 bytes of the entry, base64. */
  readonly entry: string;
  /** Hashes from the leaf's neighbour up, base64. */
  readonly path: readonly string[];
}

export function proveEntries(
  entries: readonly StoryEntry[],
  rootOver: RootOver,
  size: number,
): readonly EntryProof[] {
  return entries.map(({ a, aux, b, c, caseNumber, d, index, kind, timeMs }) => ({
    index,
    entry: base64Of(entryBytes(timeMs, kind, aux, caseNumber, a, b, c, d)),
    path: inclusionProofFrom(rootOver, size, index).map(base64Of),
  }));
}

/** Null when every entry stands in the log of the checkpoint, and the key has signed that; otherwise what is wrong. */
export function checkProofs(
  proofs: InclusionProofs,
  key: VerifierKey,
  digest: Digest,
  check: CheckSignature,
): string | null {
  const note = openNote(digest, check, proofs.checkpoint, key);
  if ('problem' in note) return `checkpoint: ${note.problem}`;
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint === null) return 'checkpoint: it is not one';
  for (const { entry, index, path } of proofs.entries) {
    const bytes = bytesOfBase64(entry);
    const hashes = path.map(bytesOfBase64);
    if (bytes === null || hashes.some((hash) => hash === null)) return `entry ${index}: it is not base64`;
    const leaf = leafHash(digest, bytes);
    const { root, size } = checkpoint;
    if (!verifyInclusion(digest, leaf, index, size, hashes as Uint8Array[], root)) {
      return `entry ${index} does not stand in the log of the checkpoint`;
    }
  }
  return null;
}
