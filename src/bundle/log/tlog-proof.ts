import { base64Of, bytesOfBase64, type Digest } from '#base';
import { contextLeaf } from '#exports';
import { leafHash, sameBytes, verifyInclusion } from '#ledger';
import { parseCheckpoint } from './checkpoint.ts';
import { type NoteParts, parseNote } from './signed-note.ts';

/**
 * A proof to carry: that a log contains one leaf (C2SP, tlog-proof 1). A reader needs only this and the log's key:
 *
 *   c2sp.org/tlog-proof@v1
 *   extra <base64>             here the bytes of the leaf: 24 of an entry, or what the entries mean (leaf 0)
 *   index <number of the leaf>
 *   <hash, base64> …           from the leaf's sibling up
 *
 *   <checkpoint, a signed note>
 */
export interface TlogProof {
  /** Number of the leaf. */
  readonly index: number;
  /** The bytes of the leaf. The format does not vouch for them; that their hash leads to the root does. */
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const HASH_BYTES = 32;
/** A tree of 2^63 leaves has no longer path. */
const PATH_MAX = 63;

export function tlogProofText({ checkpoint, index, leaf, path }: TlogProof): string {
  const lines = [FIRST_LINE, `extra ${base64Of(leaf)}`, `index ${index}`, ...path.map(base64Of)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

export function isTlogProof(text: string): boolean {
  return text.startsWith(`${FIRST_LINE}\n`);
}

/** Parses a proof whose extra data are the bytes of the leaf; otherwise what is wrong with it. */
export function parseTlogProof(text: string): (TlogProof & NoteParts) | { readonly problem: string } {
  if (!isTlogProof(text)) return { problem: `the first line is not ${FIRST_LINE}` };
  const end = text.indexOf('\n\n');
  if (end === -1) return { problem: 'there is no empty line before a checkpoint' };
  const [, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith('extra ') === true ? (lines.shift() ?? '').slice('extra '.length) : null;
  const [, digits = ''] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '') ?? [];
  const index = digits === '' ? Number.NaN : Number(digits);
  if (!Number.isSafeInteger(index)) return { problem: 'there is no line with "index" and a number' };
  if (extra === null) return { problem: 'it does not hold the bytes of the leaf (a line "extra")' };
  const leaf = bytesOfBase64(extra);
  if (leaf === null) return { problem: 'the line "extra" is not base64' };
  if (lines.length > PATH_MAX) return { problem: `the path has more than ${PATH_MAX} hashes` };
  const path = lines.map(bytesOfBase64);
  const wrong = path.findIndex((hash) => hash?.length !== HASH_BYTES);
  if (wrong !== -1) return { problem: `hash ${wrong + 1} of the path is not one in base64` };
  const checkpoint = text.slice(end + 2);
  const note = parseNote(checkpoint);
  if ('problem' in note) return { problem: `checkpoint: ${note.problem}` };
  return { index, leaf, path: path as Uint8Array[], checkpoint, ...note };
}

/** Null if the log of the checkpoint contains the leaf; otherwise what is wrong. The checkpoint's signatures are checked elsewhere. */
export function problemOfTlogProof({ index, leaf, path, text }: TlogProof & NoteParts, digest: Digest) {
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === null) return 'checkpoint: it is not one';
  const { context, root, size } = checkpoint;
  // The lines after the root are leaf 0 of a log of Meridian.
  if (index === 0 && !sameBytes(leaf, contextLeaf(context)))
    return 'leaf 0 is not what the lines after the root of the checkpoint say';
  return verifyInclusion(digest, leafHash(digest, leaf), index, { root, size }, path)
    ? null
    : `the log of the checkpoint does not contain these bytes as leaf ${index}`;
}
