import { dirname } from 'node:path';
import { type BundleFile, HashingSink } from '#evidence';
import { hashes } from './host.ts';
import { makeFolder } from './make-folder.ts';
import { PlainFile } from './plain-file.ts';

/** Writes a file as it is made, with the folders above it; its length. */
export function writeOut(path: string, file: Pick<BundleFile, 'write'>): number {
  makeFolder(dirname(path));
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
