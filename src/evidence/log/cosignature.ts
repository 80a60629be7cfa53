import { base64Of, bytesOfBase64, bytesOfHex, type Digest, hexOf, joinBytes, utf8Of } from '#base';
import type { CheckSignature, NoteSignature } from './signed-note.ts';

/**
 * Cosignatures of witnesses over checkpoints (C2SP, tlog-cosignature, version 1). A witness signs what it has seen, and when:
 *
 *   cosignature/v1\ntime <seconds since 1970>\n<text of the checkpoint>
 *
 * Its key is published as `<name>+<key id, hexadecimal>+<base64(0x04 ‖ public key)>`. The id is the first four bytes of
 * SHA-256(name ‖ 0x0A ‖ 0x04 ‖ public key). Its line in the note holds the time (8 bytes, big-endian) before the signature.
 */
export interface WitnessKey {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Four bytes, hexadecimal. */
  readonly keyId: string;
}

const COSIGNATURE = 4;
const PUBLIC_KEY_BYTES = 32;
const TIME_BYTES = 8;
const COSIGNATURE_BYTES = TIME_BYTES + 64;

/** Parses a witness key. Null if the text is not one, or its id does not match the key. */
export function parseWitnessKey(digest: Digest, text: string): WitnessKey | null {
  const [name = '', id = '', ...rest] = text.split('+');
  const bytes = bytesOfBase64(rest.join('+'));
  if (name === '' || bytes?.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== COSIGNATURE) return null;
  const keyId = hexOf(digest(joinBytes([utf8Of(`${name}\n`), bytes]))).slice(0, 8);
  if (bytesOfHex(id) === null || id !== keyId) return null;
  return { name, publicKey: bytes.subarray(1), keyId };
}

/** The text of a witness key, as `parseWitnessKey` reads it. */
export function witnessKeyText(digest: Digest, name: string, publicKey: Uint8Array): string {
  const typed = joinBytes([Uint8Array.of(COSIGNATURE), publicKey]);
  const keyId = hexOf(digest(joinBytes([utf8Of(`${name}\n`), typed]))).slice(0, 8);
  return `${name}+${keyId}+${base64Of(typed)}`;
}

/** What a witness signs about a checkpoint's text at a time (whole seconds since 1970). */
export function cosignedMessage(checkpointText: string, seconds: number): Uint8Array {
  return utf8Of(`cosignature/v1\ntime ${seconds}\n${checkpointText}`);
}

/** When the witness cosigned the text, as RFC 3339; null if the line is not its cosignature of that text. */
export function cosignedAt(
  check: CheckSignature,
  text: string,
  { bytes }: NoteSignature,
  witness: WitnessKey,
): string | null {
  if (bytes.length !== COSIGNATURE_BYTES) return null;
  const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (seconds > 253_402_300_799n) return null;
  const message = cosignedMessage(text, Number(seconds));
  if (!check(witness.publicKey, message, bytes.subarray(TIME_BYTES))) return null;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}
