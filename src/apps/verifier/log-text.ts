import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { failure, type Result, success } from '#base';
import { reasonOf } from '../cli/host.ts';

/** A case log as text, and in which form it is written. */
export interface LogText {
  readonly text: string;
  readonly format: 'ndjson' | 'csv';
}

/** By the ending of a compressed file. gzip may have several members, as those of bundles have. */
const DECOMPRESSED: readonly { readonly ending: string; readonly name: string; of(bytes: Buffer): Buffer }[] =
  [
    { ending: '.gz', name: 'gzip', of: (bytes) => gunzipSync(bytes) },
    { ending: '.br', name: 'Brotli', of: (bytes) => brotliDecompressSync(bytes) },
  ];

/** A log in JSON lines or CSV, compressed or not. The problem is what is the matter, and what helps. */
export function readLogText(
  path: string,
): Result<LogText, { readonly message: string; readonly remedy: string }> {
  const packed = DECOMPRESSED.find(({ ending }) => path.endsWith(ending));
  const inner = packed === undefined ? path : path.slice(0, -packed.ending.length);
  const format = inner.endsWith('.csv') ? 'csv' : 'ndjson';
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const message = reasonOf(error, path);
    return failure({
      message,
      remedy: 'name a log in JSON lines (.ndjson) or CSV (.csv), or such a one as .gz or .br',
    });
  }
  if (packed !== undefined) {
    try {
      bytes = packed.of(bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return failure({
        message: `${path} cannot be decompressed as ${packed.name}: ${reason}`,
        remedy: 'compress the whole log again, or name it as it is without compression',
      });
    }
  }
  try {
    return success({
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes),
      format,
    });
  } catch {
    return failure({
      message: `${path} is not text in UTF-8, or more than a program can hold at once`,
      remedy: 'name a log in JSON lines or CSV; cut a long one into several',
    });
  }
}
