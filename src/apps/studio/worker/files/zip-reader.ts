import { textOfUtf8 } from '#base';
import { CENTRAL, END, LOCAL } from './zip-format.ts';

/** Of a file: read are also archives of others, whose files are compressed. */
const STORED = 0;
const DEFLATED = 8;
/** The record at the end may be followed by a comment of so many bytes. */
const COMMENT_MAX = 0xffff;

export interface UnpackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Whether the bytes begin as an archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** The files of an archive, or null when it is damaged. */
export async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<readonly UnpackedFile[] | null> {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = endOf(view);
    if (end === -1) return null;
    const files: UnpackedFile[] = [];
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== CENTRAL.signature) return null;
      const nameLength = view.getUint16(at + 28, true);
      const path = textOfUtf8(bytes.subarray(at + CENTRAL.size, at + CENTRAL.size + nameLength));
      if (!path.endsWith('/')) files.push({ path, bytes: await contentOf(bytes, view, at) });
      at += CENTRAL.size + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return files;
  } catch {
    // Numbers that lead out of the file, or bytes that do not decompress.
    return null;
  }
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END.size - COMMENT_MAX);
  for (let at = view.byteLength - END.size; at >= first; at--) {
    if (view.getUint32(at, true) === END.signature) return at;
  }
  return -1;
}

async function contentOf(bytes: Uint8Array<ArrayBuffer>, view: DataView, at: number): Promise<Uint8Array> {
  const method = view.getUint16(at + 10, true);
  const local = view.getUint32(at + 42, true);
  const start = local + LOCAL.size + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.subarray(start, start + view.getUint32(at + 20, true));
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new RangeError('packed in a way that is not known');
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
