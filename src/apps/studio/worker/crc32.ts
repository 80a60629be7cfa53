/** Remainders of the bytes by the polynomial of CRC-32 (ISO 3309), reflected. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : 0xedb88320 ^ (rest >>> 1);
  return rest;
});

/** CRC-32 of these bytes after others with the checksum `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let rest = ~before;
  for (let i = 0; i < bytes.length; i++)
    rest = (TABLE[((bytes[i] as number) ^ rest) & 0xff] as number) ^ (rest >>> 8);
  return ~rest >>> 0;
}
