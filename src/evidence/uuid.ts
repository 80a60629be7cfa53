import { type Digest, hexOf, joinBytes, utf8Of } from '#base';

/** A namespace of our own, drawn once. */
const NAMESPACE = Uint8Array.of(
  0x3f,
  0x5d,
  0x1e,
  0x0a,
  0x8c,
  0x41,
  0x4b,
  0x7e,
  0x9a,
  0x62,
  0x51,
  0x0b,
  0xd7,
  0xc3,
  0x64,
  0x2f,
);
const UUID_BYTES = 16;

/** A UUID of version 5 (RFC 9562): the same name has the same one. */
export function namedUuid(sha1: Digest, ...name: readonly string[]): string {
  const bytes = new Uint8Array(sha1(joinBytes([NAMESPACE, utf8Of(name.join('\n'))]))).subarray(0, UUID_BYTES);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = hexOf(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
