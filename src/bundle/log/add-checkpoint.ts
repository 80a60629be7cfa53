import { base64Of, bytesOfBase64, type Digest } from '#base';
import { sameBytes, verifyConsistency } from '#ledger';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import {
  type CheckSignature,
  isOf,
  keyIdText,
  type NoteParts,
  openParts,
  parseNote,
  type VerifierKey,
} from './signed-note.ts';

/**
 * The call `add-checkpoint` of witnesses (C2SP, tlog-witness), without its transport. A log sends its new checkpoint, and a proof that it
 * continues the one that the witness has cosigned last:
 *
 *   old <size of that one>\n
 *   <hash, base64>\n …                  hashes of a consistency proof (RFC 6962), at most 63
 *   \n
 *   <checkpoint, a signed note>
 */
export interface Submission {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The checkpoint as it was sent, a signed note; its parts; and what its text says. */
  readonly given: string;
  readonly note: NoteParts;
  readonly checkpoint: Checkpoint;
}

const PROOF_MAX = 63;
const HASH_BYTES = 32;

export function submissionText(oldSize: number, proof: readonly Uint8Array[], note: string): string {
  return `${[`old ${oldSize}`, ...proof.map(base64Of)].join('\n')}\n\n${note}`;
}

/** Parses what a log sends; otherwise what is wrong with it. */
export function parseSubmission(text: string): Submission | { readonly problem: string } {
  const end = text.indexOf('\n\n');
  if (end === -1) return { problem: 'there is no empty line before a checkpoint' };
  const [old = '', ...lines] = text.slice(0, end).split('\n');
  const [, digits = ''] = /^old (0|[1-9]\d*)$/.exec(old) ?? [];
  const oldSize = digits === '' ? Number.NaN : Number(digits);
  if (!Number.isSafeInteger(oldSize)) return { problem: 'the first line is not "old" and a size' };
  if (lines.length > PROOF_MAX) return { problem: `the proof has more than ${PROOF_MAX} hashes` };
  const proof = lines.map(bytesOfBase64);
  const wrong = proof.findIndex((hash) => hash?.length !== HASH_BYTES);
  if (wrong !== -1) return { problem: `line ${wrong + 2} is not a hash in base64` };
  const given = text.slice(end + 2);
  const note = parseNote(given);
  if ('problem' in note) return { problem: `checkpoint: ${note.problem}` };
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint === null) return { problem: 'checkpoint: it is not one' };
  return { oldSize, proof: proof as Uint8Array[], given, note, checkpoint };
}

/** Why a witness does not cosign: the status of its answer, and a text. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly text: string;
  /** With 409: the size of the checkpoint that the witness has cosigned last; null if the sizes are equal and the roots differ. */
  readonly knownSize?: number | null;
}

/**
 * Null if a witness may cosign the checkpoint; otherwise why not. `logs`: the keys that it was set up with. `known`: the checkpoint that it
 * has cosigned last for this origin, null if none. The order of the checks is that of the specification.
 */
export function refusalOfSubmission(
  { checkpoint, note, oldSize, proof }: Submission,
  logs: readonly VerifierKey[],
  known: Checkpoint | null,
  digest: Digest,
  check: CheckSignature,
): Refusal | null {
  const { origin, root, size } = checkpoint;
  const trusted = logs.filter(({ name }) => name === origin);
  if (trusted.length === 0) return { status: 404, text: `this witness does not know the log ${origin}` };
  const claimed = trusted.filter((key) => {
    const own = { name: key.name, keyId: keyIdText(digest, key) };
    return note.signatures.some((line) => isOf(line, own));
  });
  const problems = claimed.flatMap((key) => {
    const opened = openParts(digest, check, note, key);
    return 'problem' in opened ? [opened.problem] : [];
  });
  if (claimed.length === 0)
    return { status: 403, text: 'no key that this witness trusts for the log has signed the checkpoint' };
  if (problems.length > 0) return { status: 403, text: `checkpoint: ${problems[0]}` };
  if (oldSize > size) return { status: 400, text: `the old size ${oldSize} is above the size ${size}` };
  const knownSize = known?.size ?? 0;
  if (oldSize !== knownSize) return { status: 409, text: `${knownSize}`, knownSize };
  if (known !== null && oldSize === size && !sameBytes(known.root, root)) {
    const text = `this witness has cosigned another root for the log of ${size} leaves`;
    return { status: 409, text, knownSize: null };
  }
  return continues(known, checkpoint, proof, digest)
    ? null
    : {
        status: 422,
        text: `the proof does not show that this log continues the one of ${knownSize} leaves that this witness has cosigned`,
      };
}

function continues(
  known: Checkpoint | null,
  { root, size }: Checkpoint,
  proof: readonly Uint8Array[],
  digest: Digest,
): boolean {
  if (known !== null && known.size > 0) return verifyConsistency(digest, known, { root, size }, proof);
  // From an empty log anything may follow. The empty log itself has one root only.
  return proof.length === 0 && (size > 0 || sameBytes(root, digest(new Uint8Array(0))));
}
