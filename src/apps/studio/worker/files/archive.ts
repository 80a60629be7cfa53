import { unzipSync, Zip, ZipPassThrough } from 'fflate';

/** Maximum size without the format's extension for large files. */
const SIZE_MAX = 0xffffffff;
/** The date in every archive, so that the same files give the same bytes. */
const DATE = new Date(1980, 0, 1);

export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Whether the bytes start like a ZIP archive. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** The files of an archive, or null if it is damaged. Does not check that their contents are unchanged. */
export function filesOfArchive(bytes: Uint8Array): readonly ArchivedFile[] | null {
  try {
    return Object.entries(unzipSync(bytes))
      .filter(([path]) => !path.endsWith('/'))
      .map(([path, content]) => ({ path, bytes: content }));
  } catch {
    // An offset points outside the file, or bytes do not decompress.
    return null;
  }
}

/** An archive built in memory. Its files are stored uncompressed, because ledgers hardly compress. */
export class Archive {
  private readonly parts: Uint8Array<ArrayBuffer>[] = [];
  private size = 0;
  private readonly zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    this.parts.push(bytes as Uint8Array<ArrayBuffer>);
    this.size += bytes.length;
  });

  /** Starts a file, which must be ended before the next. Throws if the archive becomes too large for the format. */
  open(path: string): { write(bytes: Uint8Array): void; end(): void } {
    const file = new ZipPassThrough(path);
    file.mtime = DATE;
    this.zip.add(file);
    return {
      write: (bytes) => {
        if (this.size + bytes.length > SIZE_MAX) throw new RangeError('the archive is too large');
        // Copy the bytes, because the writer may reuse its buffer.
        file.push(bytes.slice());
      },
      end: () => file.push(new Uint8Array(0), true),
    };
  }

  /** Adds a file whose bytes are in memory. */
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
