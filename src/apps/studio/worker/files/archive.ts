import { unzipSync, Zip, ZipPassThrough } from 'fflate';

/** The widest size that the format tells without its extension for large files. */
const SIZE_MAX = 0xffffffff;
/** In every archive, so that the same files give the same bytes. */
const DATE = new Date(1980, 0, 1);

export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Whether the bytes begin as a ZIP archive does. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** The files of an archive, or null when it is damaged. That their content is what it was is for others to check. */
export function filesOfArchive(bytes: Uint8Array): readonly ArchivedFile[] | null {
  try {
    return Object.entries(unzipSync(bytes))
      .filter(([path]) => !path.endsWith('/'))
      .map(([path, content]) => ({ path, bytes: content }));
  } catch {
    // Numbers that lead out of the file, or bytes that do not decompress.
    return null;
  }
}

/** An archive that is put together in memory. Its files are stored, not compressed: ledgers hardly shrink. */
export class Archive {
  private readonly parts: Uint8Array<ArrayBuffer>[] = [];
  private size = 0;
  private readonly zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    this.parts.push(bytes as Uint8Array<ArrayBuffer>);
    this.size += bytes.length;
  });

  /** Begins a file, which has to be ended before the next. Throws where the archive becomes too large for the format. */
  open(path: string): { write(bytes: Uint8Array): void; end(): void } {
    const file = new ZipPassThrough(path);
    file.mtime = DATE;
    this.zip.add(file);
    return {
      write: (bytes) => {
        if (this.size + bytes.length > SIZE_MAX) throw new RangeError('the archive is too large');
        // A writer may use its buffer again.
        file.push(bytes.slice());
      },
      end: () => file.push(new Uint8Array(0), true),
    };
  }

  /** Adds a file whose bytes are at hand. */
  add(path: string, bytes: Uint8Array): void {
    const file = this.open(path);
    file.write(bytes);
    file.end();
  }

  finish(): Blob {
    this.zip.end();
    return new Blob(this.parts, { type: 'application/zip' });
  }
}
