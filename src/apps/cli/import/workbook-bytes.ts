import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { TextPieces, WorkbookFile } from '#caselog';
import { sizeOfRegularFile } from '../../shared/files/regular-file.ts';
import { compressedTwice } from '../../shared/import/unpacked.ts';
import { WorkbookText } from '../../shared/import/workbook-text.ts';
import { refusalOf } from '../../shared/problem.ts';

/** Bytes that are read at once: a reader asks for less, mostly one piece after another. */
const BLOCK_BYTES = 1 << 18;

/** Opens a workbook for `work`, and closes it. `remedy`: what to do if it cannot be opened or read. */
export async function withWorkbook<Value>(
  path: string,
  remedy: string,
  work: (file: WorkbookFile) => Promise<Value>,
): Promise<Value> {
  if (/\.(?:gz|br)$/.test(path)) return compressedTwice(path);
  let handle: FileHandle | null = null;
  try {
    const size = sizeOfRegularFile(path);
    handle = await open(path);
    return await work(new FileAt(handle, size));
  } catch (error) {
    throw refusalOf(error, path, remedy);
  } finally {
    await handle?.close();
  }
}

class FileAt implements WorkbookFile {
  readonly size: number;
  private readonly handle: FileHandle;
  private block = new Uint8Array(0);
  private blockAt = 0;

  constructor(handle: FileHandle, size: number) {
    this.handle = handle;
    this.size = size;
  }

  crc32(bytes: Uint8Array, before: number): number {
    return crc32(bytes, before);
  }

  newDecoder(): TextPieces {
    return new WorkbookText();
  }

  async read(from: number, length: number): Promise<Uint8Array> {
    const inside = from - this.blockAt;
    if (inside >= 0 && inside + length <= this.block.length)
      return this.block.subarray(inside, inside + length);
    const wanted = Math.max(0, Math.min(Math.max(length, BLOCK_BYTES), this.size - from));
    const room = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.handle.read(room, filled, wanted - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.block = room.subarray(0, filled);
    this.blockAt = from;
    return this.block.subarray(0, length);
  }
}
