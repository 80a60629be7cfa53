/** Table of the polynomial 0xEDB88320 (ISO 3309), which ZIP checks its files with. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of bytes that come piece by piece. */
export class Crc32 {
  private state = 0xffffffff;

  update(bytes: Uint8Array): void {
    let { state } = this;
    for (const byte of bytes) state = (TABLE[(state ^ byte) & 0xff] as number) ^ (state >>> 8);
    this.state = state;
  }

  get value(): number {
    return (this.state ^ 0xffffffff) >>> 0;
  }
}
