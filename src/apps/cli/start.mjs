/**
 * `npm run meridian`: runs the built program, which starts in a tenth of the time, or the TypeScript sources if they have changed since
 * the last build.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { isProgramBuilt } from './is-built.mjs';

const ROOT = join(import.meta.dirname, '../../..');
const BUILT = join(ROOT, 'dist/apps/cli/main.js');
/** tsx loads files in other threads, and nothing can catch their failures: with a lower limit the program does not start. */
const FILES_LEAST = 128;

if (limitOfFiles() < FILES_LEAST) {
  process.stderr.write(
    `error  fewer than ${FILES_LEAST} files may be open\n       raise the limit of open files: ulimit -n 1024\n`,
  );
  process.exit(2);
}
if (isProgramBuilt(ROOT)) {
  await import(pathToFileURL(BUILT).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./main.ts');
}

/** Infinity if the system does not say. */
function limitOfFiles() {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  } catch (error) {
    return error.code === 'EMFILE' ? 0 : Number.POSITIVE_INFINITY;
  }
}
