import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BundleFile, HashingSink } from '#evidence';
import { hashes } from './host.ts';
import { PlainFile } from './plain-file.ts';

/** Writes a file as it is made, with the folders above it; its length. */
export function writeOut(path: string, file: Pick<BundleFile, 'write'>): number {
  mkdirSync(dirname(path), { recursive: true });
  const target = new PlainFile(path);
  try {
    const sink = new HashingSink(hashes, target.write);
    file.write(sink);
    sink.finish();
    return sink.length;
  } finally {
    target.close();
  }
}
