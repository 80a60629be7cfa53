import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Visits everything in a folder and its folders, except the folders themselves: paths within it, with slashes. Does not follow links. Reads
 * one folder at a time, since the log of a long run has hundreds of thousands of files.
 */
export function* filesBelow(folder: string, prefix = ''): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name), `${path}/`);
    else yield path;
  }
}
