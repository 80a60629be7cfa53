/**
 * Runs the command line from its TypeScript sources. tsx loads files in other threads, whose failures nothing can catch: where so few
 * files may be open that this can happen, the program does not begin.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';

const FILES_LEAST = 128;

if (limitOfFiles() < FILES_LEAST) {
  process.stderr.write(
    `error  fewer than ${FILES_LEAST} files may be open\n       raise the limit of open files: ulimit -n 1024\n`,
  );
  process.exit(2);
}
const { register } = await import('tsx/esm/api');
register();
await import('./main.ts');

/** Infinity where the system does not say. */
function limitOfFiles() {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  } catch (error) {
    return error.code === 'EMFILE' ? 0 : Number.POSITIVE_INFINITY;
  }
}
