import { dirname } from 'node:path';
import type { BundleFile } from '#evidence';
import { makeFolder } from './make-folder.ts';
import { writeFile } from './whole-files.ts';

/** Writes a file as it is made, with the folders above it; its length. */
export function writeOut(path: string, file: Pick<BundleFile, 'write'>): number {
  makeFolder(dirname(path));
  return writeFile(path, file.write);
}
