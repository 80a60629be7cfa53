import { base64Of, bytesOfBase64, type Digest } from '#base';
import { contextLeaf } from '#exports';
import type { StoryEntry } from '#ledger';
import { entryBytes, inclusionProofFrom, leafHash, type RootOver, verifyInclusion } from '#ledger';
import { parseCheckpoint } from './checkpoint.ts';
import { leafOfEntry } from './ledger-log.ts';
import { type CheckSignature, openNote, type VerifierKey } from './signed-note.ts';

/**
 * Proof that a log contains entries: for each its index, its bytes, and the hashes that lead to the root (RFC 9162). Leaf 0 is the meaning
 * of the entries, and is proved as well.
 */
export interface InclusionProofs {
  readonly format: 2;
  /** The signed checkpoint whose root the paths lead to. */
  readonly checkpoint: string;
  /** The signer's key, as `signed-note.ts` writes keys. */
  readonly key: string;
  /** Hashes from leaf 0 up, base64. Its bytes are the lines that follow the root in the checkpoint. */
  readonly context: readonly string[];
  readonly entries: readonly EntryProof[];
}

export interface EntryProof {
  /** Index of the entry in the ledger. Its leaf is the next number. */
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
): Pick<InclusionProofs, 'context' | 'entries'> {
  const pathOf = (leaf: number) => inclusionProofFrom(rootOver, size, leaf).map(base64Of);
  return {
    context: pathOf(0),
    entries: entries.map((entry) => ({
      index: entry.index,
      entry: base64Of(entryBytes(entry)),
      path: pathOf(leafOfEntry(entry.index)),
    })),
  };
}

/** Null if the log of the checkpoint contains every entry, and the key has signed the checkpoint; otherwise what is wrong. */
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
  const { root, size } = checkpoint;
  const stands = (leaf: Uint8Array, index: number, path: readonly string[]): boolean => {
    const hashes = path.map(bytesOfBase64);
    if (hashes.some((hash) => hash === null)) return false;
    return verifyInclusion(digest, leafHash(digest, leaf), index, { root, size }, hashes as Uint8Array[]);
  };
  if (!stands(contextLeaf(checkpoint.context), 0, proofs.context))
    return 'the log of the checkpoint does not contain the meaning of the entries';
  for (const { entry, index, path } of proofs.entries) {
    const bytes = bytesOfBase64(entry);
    if (bytes === null || !stands(bytes, leafOfEntry(index), path))
      return `the log of the checkpoint does not contain entry ${index}`;
  }
  return null;
}
