/** A file that the host can read at any place, and functions that only the host has. */
export interface WorkbookFile {
  readonly size: number;
  /** The bytes from an offset, as many as there are up to `length`. */
  read(from: number, length: number): Promise<Uint8Array>;
  /** CRC-32 of these bytes after others with the checksum `before`. */
  crc32(bytes: Uint8Array, before: number): number;
  newDecoder(): TextPieces;
}

/** Decodes UTF-8, or UTF-16 with a byte-order mark, that arrives in pieces. */
export interface TextPieces {
  /** Null: the bytes are no such text. */
  decode(bytes: Uint8Array, isLast: boolean): string | null;
}
