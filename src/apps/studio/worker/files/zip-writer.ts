import { utf8Of } from '#base';
import { Crc32 } from './crc32.ts';
import { CENTRAL, END, LOCAL } from './zip-format.ts';

/** Files are stored, not compressed. */
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980: an archive of the same files has the same bytes. */
const DATE = 0x0021;
/** The widest size that the format tells without its extension for large files. */
const SIZE_MAX = 0xffffffff;

/** An archive in memory. Pieces are kept as they are given, and are not copied together. */
export class ZipWriter {
  private readonly parts: Uint8Array<ArrayBuffer>[] = [];
  private readonly entries: Uint8Array<ArrayBuffer>[] = [];
  private offset = 0;

  /** Adds a file; `make` gives its bytes piece by piece. Throws where the archive becomes too large for the format. */
  add(path: string, make: (write: (bytes: Uint8Array) => void) => void): void {
    const name = utf8Of(path);
    const check = new Crc32();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    make((bytes) => {
      // A writer may use its buffer again.
      const kept = bytes.slice() as Uint8Array<ArrayBuffer>;
      check.update(kept);
      length += kept.length;
      pieces.push(kept);
    });
    if (this.offset + length > SIZE_MAX) throw new RangeError('the archive is too large');
    const common = (view: DataView, at: number) => {
      view.setUint16(at, VERSION, true);
      view.setUint16(at + 2, FLAGS, true);
      view.setUint16(at + 8, DATE, true);
      view.setUint32(at + 10, check.value, true);
      view.setUint32(at + 14, length, true);
      view.setUint32(at + 18, length, true);
      view.setUint16(at + 22, name.length, true);
    };
    const local = withName(LOCAL, name, (view) => common(view, 4));
    this.entries.push(
      withName(CENTRAL, name, (view) => {
        view.setUint16(4, VERSION, true);
        common(view, 6);
        view.setUint32(42, this.offset, true);
      }),
    );
    this.parts.push(local, ...pieces);
    this.offset += local.length + length;
  }

  finish(): Blob {
    const size = this.entries.reduce((sum, entry) => sum + entry.length, 0);
    const end = withName(END, new Uint8Array(0), (view) => {
      view.setUint16(8, this.entries.length, true);
      view.setUint16(10, this.entries.length, true);
      view.setUint32(12, size, true);
      view.setUint32(16, this.offset, true);
    });
    return new Blob([...this.parts, ...this.entries, end], { type: 'application/zip' });
  }
}

function withName(
  record: { readonly signature: number; readonly size: number },
  name: Uint8Array,
  fill: (view: DataView) => void,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(record.size + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, record.signature, true);
  fill(view);
  bytes.set(name, record.size);
  return bytes;
}
