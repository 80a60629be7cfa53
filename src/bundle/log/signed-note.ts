import { base64Of, bytesOfBase64, bytesOfHex, type Digest, definite, hexOf, joinBytes, utf8Of } from '#base';

/**
 * Signed notes with Ed25519 keys (C2SP, signed-note; Go's `sumdb/note`). A note is text that ends in a newline, a blank line,
 * and lines of signatures, each over the text:
 *
 *   <text>\n\n— <key name> <base64(key id, 4 bytes ‖ signature, 64 bytes)>\n
 *
 * A key is published as `<name>+<key id, hexadecimal>+<base64(0x01 ‖ public key)>`. Its id is the first four bytes of
 * SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
 */
export interface VerifierKey {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Provided by the host: whether the signature (64 bytes) over the message belongs to the key. */
export type CheckSignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** Provided by the host: the signer. */
export interface Signer {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** A valid name in a note: no blank, no plus sign, nothing that breaks a line. Other characters are written %XX. */
export function keyName(...parts: readonly (string | number)[]): string {
  return parts.map((part) => encodeURIComponent(String(part))).join('/');
}

/** A published key: its name, its id (four bytes, hexadecimal), and its bytes after that of its type. */
export interface PublishedKey extends VerifierKey {
  readonly keyId: string;
  readonly type: number;
}

export function publishedKey(digest: Digest, { name, publicKey }: VerifierKey, type: number): PublishedKey {
  const message = joinBytes([utf8Of(`${name}\n`), Uint8Array.of(type), publicKey]);
  return { name, publicKey, type, keyId: hexOf(digest(message)).slice(0, 2 * KEY_ID_BYTES) };
}

export function keyText({ keyId, name, publicKey, type }: PublishedKey): string {
  return `${name}+${keyId}+${base64Of(joinBytes([Uint8Array.of(type), publicKey]))}`;
}

/** Parses a key of any type. Null if the text is not one, or its id does not match the key. */
export function parseKey(digest: Digest, text: string): PublishedKey | null {
  const [name = '', , ...rest] = text.split('+');
  // A base64 text may contain plus signs itself.
  const bytes = bytesOfBase64(rest.join('+'));
  const type = bytes?.[0];
  if (name === '' || bytes === null || type === undefined) return null;
  const key = publishedKey(digest, { name, publicKey: bytes.subarray(1) }, type);
  return keyText(key) === text ? key : null;
}

export function verifierKeyText(digest: Digest, key: VerifierKey): string {
  return keyText(publishedKey(digest, key, ED25519));
}

/** Parses the key of a log. Null if the text is not one, or its id does not match the key. */
export function parseVerifierKey(digest: Digest, text: string): VerifierKey | null {
  const key = parseKey(digest, text);
  return key?.type === ED25519 && key.publicKey.length === PUBLIC_KEY_BYTES ? key : null;
}

/** The note over a text that ends in a newline. */
export function signNote(digest: Digest, text: string, name: string, signer: Signer): string {
  const key = publishedKey(digest, { name, publicKey: signer.publicKey }, ED25519);
  return `${text}\n${signatureLine(key, signer.sign(utf8Of(text)))}`;
}

/** A signature line of a note, with its newline. */
export function signatureLine({ keyId, name }: PublishedKey, signature: Uint8Array): string {
  const id = definite(bytesOfHex(keyId), 'the id of a key in hexadecimal digits');
  return `— ${name} ${base64Of(joinBytes([id, signature]))}\n`;
}

/** A signature line of a note, as written. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes, hexadecimal. */
  readonly keyId: string;
  /** The bytes after the key's id. */
  readonly bytes: Uint8Array;
}

/** A note whose lines are well-formed. Nothing is checked yet. */
export interface NoteParts {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface OpenedNote {
  readonly text: string;
  /** Lines of other signers, in order, for example of witnesses. They are not checked here. */
  readonly others: readonly NoteSignature[];
}

const SIGNATURES_MAX = 64;
/** What no note may contain: control characters below the blank, but for newlines. */
const CONTROL = /[^\P{Cc}\n\x7f-\x9f]/u;

/**
 * The text of a note that the key has signed; otherwise what is wrong. Signatures of other keys are passed on unchecked, as C2SP requires.
 */
export function openNote(
  digest: Digest,
  check: CheckSignature,
  note: string,
  key: VerifierKey,
): OpenedNote | { readonly problem: string } {
  const parsed = parseNote(note);
  return 'problem' in parsed ? parsed : openParts(digest, check, parsed, key);
}

/** The text of a parsed note that the key has signed; otherwise what is wrong. */
export function openParts(
  digest: Digest,
  check: CheckSignature,
  { signatures, text }: NoteParts,
  key: VerifierKey,
): OpenedNote | { readonly problem: string } {
  const { keyId: id } = publishedKey(digest, key, ED25519);
  const own = signatures.filter((signature) => isOf(signature, { name: key.name, keyId: id }));
  const [first] = own;
  if (first === undefined) {
    const names = signatures.map(({ keyId: of, name }) => `${name} with key ${of}`).join(', ');
    return { problem: `it is signed by ${names}, not by ${key.name} with key ${id}` };
  }
  if (own.length > 1) return { problem: `it is signed twice by ${key.name}` };
  const isSigned = first.bytes.length === SIGNATURE_BYTES && check(key.publicKey, utf8Of(text), first.bytes);
  if (!isSigned) return { problem: 'the signature is not over this text' };
  return { text, others: signatures.filter((signature) => signature !== first) };
}

/** Whether a line claims to be signed with this key. */
export function isOf({ keyId, name }: NoteSignature, key: Pick<PublishedKey, 'name' | 'keyId'>): boolean {
  return name === key.name && keyId === key.keyId;
}

/** The id of a log's key, four bytes in hexadecimal. */
export function keyIdText(digest: Digest, key: VerifierKey): string {
  return publishedKey(digest, key, ED25519).keyId;
}

/** The text of a note, without a check of its signatures; null if it is not a note. */
export function textOfNote(note: string): string | null {
  const parsed = parseNote(note);
  return 'text' in parsed ? parsed.text : null;
}

/** The parts of a note with well-formed lines, unchecked. */
export function parseNote(note: string): NoteParts | { readonly problem: string } {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n')) return { problem: 'it is not a signed note' };
  if (CONTROL.test(note)) return { problem: 'it has a control character' };
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) return { problem: `it has more than ${SIGNATURES_MAX} signatures` };
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
    const bytes = bytesOfBase64(text);
    if (name === '' || bytes === null || bytes.length <= KEY_ID_BYTES)
      return { problem: `signature line ${signatures.length + 1} is malformed` };
    signatures.push({
      name,
      keyId: hexOf(bytes.subarray(0, KEY_ID_BYTES)),
      bytes: bytes.subarray(KEY_ID_BYTES),
    });
  }
  return { text: note.slice(0, end + 1), signatures };
}
