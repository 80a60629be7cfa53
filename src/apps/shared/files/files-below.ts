import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Something in a folder that is neither a file nor a folder with something in it: `a link`, `an empty folder`. */
export interface Oddity {
  readonly path: string;
  readonly what: string;
}

/**
 * Visits everything in a folder and its folders, except the folders themselves: paths within it, with slashes. Does not follow links. Reads
 * one folder at a time, since the log of a long run has hundreds of thousands of files. `odd` gets links, empty folders, pipes and devices.
 */
export function* filesBelow(
  folder: string,
  prefix = '',
  odd: (oddity: Oddity) => void = () => {},
): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0 && prefix !== '') odd({ path: prefix, what: 'an empty folder' });
  for (const entry of entries) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      yield* filesBelow(join(folder, entry.name), `${path}/`, odd);
      continue;
    }
    if (entry.isSymbolicLink()) odd({ path, what: 'a link' });
    else if (!entry.isFile()) odd({ path, what: 'a pipe, a socket or a device' });
    yield path;
  }
}
