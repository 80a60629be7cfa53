/**
 * `npm run meridian`: runs the built program, which starts in a tenth of the time, or the TypeScript sources if they have changed since
 * the last build.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../../..');
const BUILT = join(ROOT, 'dist/apps/cli/main.js');
/** The last file that the build writes. */
const BUILD_IS_WHOLE = join(ROOT, 'dist/studio/scenarios.json');
/** Inputs of the build. */
const SOURCES = ['src', 'package.json', 'package-lock.json', 'rolldown.config.ts', 'tsconfig.json'];
/** tsx loads files in other threads, and nothing can catch their failures: with a lower limit the program does not start. */
const FILES_LEAST = 128;

if (limitOfFiles() < FILES_LEAST) {
  process.stderr.write(
    `error  fewer than ${FILES_LEAST} files may be open\n       raise the limit of open files: ulimit -n 1024\n`,
  );
  process.exit(2);
}
if (isBuilt()) {
  await import(pathToFileURL(BUILT).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./main.ts');
}

function isBuilt() {
  if (!existsSync(BUILD_IS_WHOLE)) return false;
  const { mtimeMs } = statSync(BUILT);
  return SOURCES.every((name) => isOlder(join(ROOT, name), mtimeMs));
}

/** Whether nothing at or below a path has changed since that time. A folder changes when a file in it is added or deleted. */
function isOlder(path, timeMs) {
  // Editors mark open files with links to nothing, so links are not followed.
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.mtimeMs > timeMs) return false;
  return !stat.isDirectory() || readdirSync(path).every((name) => isOlder(join(path, name), timeMs));
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
