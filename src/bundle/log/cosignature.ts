import { type Digest, joinBytes, utf8Of } from '#base';
import { parseCheckpoint } from './checkpoint.ts';
import {
  type CheckSignature,
  type NoteSignature,
  type PublishedKey,
  parseKey,
  publishedKey,
  signatureLine,
} from './signed-note.ts';

/**
 * Cosignatures of witnesses over checkpoints (C2SP, tlog-cosignature 1.1). A witness signs what it has seen, and when. There are two kinds:
 *
 * - Ed25519, type 0x04. Signed: `cosignature/v1\ntime <seconds since 1970>\n<text of the checkpoint>`.
 * - ML-DSA-44 (FIPS 204), type 0x06. Signed: a structure of the witness's name, the time, and the log's origin, size and root, but not of
 *   the lines that follow the root. In a log of Meridian these lines are leaf 0, so the root covers them.
 *
 * The line in the note holds the time (8 bytes, big-endian) before the signature. The public key of a witness has 32 bytes (Ed25519) or 1,312
 * (ML-DSA-44).
 */
export type WitnessKey = PublishedKey;

/** A witness that can sign. */
export interface Cosigner {
  readonly key: WitnessKey;
  sign(message: Uint8Array): Uint8Array;
}

interface Kind {
  readonly type: number;
  readonly publicKeyBytes: number;
  readonly signatureBytes: number;
  /** What is signed; null if this kind cannot sign such a text. */
  message(witness: string, checkpointText: string, seconds: number): Uint8Array | null;
}

const KINDS: readonly Kind[] = [
  {
    type: 4,
    publicKeyBytes: 32,
    signatureBytes: 64,
    message: (_, text, seconds) => utf8Of(`cosignature/v1\ntime ${seconds}\n${text}`),
  },
  { type: 6, publicKeyBytes: 1312, signatureBytes: 2420, message: treeMessage },
];

const TIME_BYTES = 8;
/** The end of the year 9999, in seconds since 1970. */
const LAST_SECOND = 253_402_300_799;

/** `cosigned_message` of the specification, for a whole tree. */
function treeMessage(witness: string, text: string, seconds: number): Uint8Array | null {
  const checkpoint = parseCheckpoint(text);
  const names = [witness, checkpoint?.origin ?? ''].map(utf8Of);
  if (checkpoint === null || names.some(({ length }) => length === 0 || length > 255)) return null;
  const [name, origin] = names.map((bytes) => joinBytes([Uint8Array.of(bytes.length), bytes])) as [
    Uint8Array,
    Uint8Array,
  ];
  const label = utf8Of('subtree/v1\n\0');
  const [time, from, to] = [seconds, 0, checkpoint.size].map(eightBytes) as Uint8Array[];
  return joinBytes([label, name, time, origin, from, to, checkpoint.root] as Uint8Array[]);
}

function eightBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Parses a witness key. Null if the text is not one, or its id does not match the key. */
export function parseWitnessKey(digest: Digest, text: string): WitnessKey | null {
  const key = parseKey(digest, text);
  return key !== null && key.type === kindOf(key.publicKey)?.type && isKeyName(key.name) ? key : null;
}

/** Whether a signature line can have this name: no blank and no plus sign (C2SP, signed-note). */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{Cc}]+$/u.test(name);
}

export function witnessKey(digest: Digest, name: string, publicKey: Uint8Array): WitnessKey {
  return publishedKey(digest, { name, publicKey }, kindOf(publicKey)?.type ?? 0);
}

function kindOf(publicKey: Uint8Array): Kind | undefined {
  return KINDS.find(({ publicKeyBytes }) => publicKeyBytes === publicKey.length);
}

/** The line that a witness adds to a note, with its newline; null if its kind of key cannot sign this text. */
export function cosignatureLine({ key, sign }: Cosigner, text: string, seconds: number): string | null {
  const message = kindOf(key.publicKey)?.message(key.name, text, seconds) ?? null;
  return message === null ? null : signatureLine(key, joinBytes([eightBytes(seconds), sign(message)]));
}

/** When the witness cosigned the text, as RFC 3339; null if the line is not its cosignature of that text. */
export function cosignedAt(
  check: CheckSignature,
  text: string,
  { bytes }: NoteSignature,
  { name, publicKey }: WitnessKey,
): string | null {
  const kind = kindOf(publicKey);
  if (kind === undefined || bytes.length !== TIME_BYTES + kind.signatureBytes) return null;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (time > BigInt(LAST_SECOND)) return null;
  const seconds = Number(time);
  const message = kind.message(name, text, seconds);
  if (message === null || !check(publicKey, message, bytes.subarray(TIME_BYTES))) return null;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
