import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Inputs of the build. */
const SOURCES = ['src', 'package.json', 'package-lock.json', 'rolldown.config.ts', 'tsconfig.json'];

/** What the pages of the site are made from, beside the sources. */
export const PAGES = [
  ...['scenarios', 'docs', 'examples', 'benchmarks', 'tests/validation'],
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
];

/** Whether the project at that path has a whole build, and none of its sources, or of the further inputs, has changed since. */
export function isBuilt(root, furtherInputs = []) {
  // The last file that the build writes.
  return isCurrent(root, 'dist/studio/docs/llms.txt', [...SOURCES, ...furtherInputs]);
}

/** Whether the types of the library are built, too. */
export function isPackageBuilt(root) {
  return isProgramBuilt(root) && existsSync(join(root, 'dist/library/studio.d.ts'));
}

/** Whether command line, library and studio are built, and none of their sources, or of the further inputs, has changed since. Types and site may be missing. */
export function isProgramBuilt(root, furtherInputs = []) {
  return isCurrent(root, 'dist/studio/scenarios.json', [...SOURCES, ...furtherInputs]);
}

function isCurrent(root, last, inputs) {
  if (!existsSync(join(root, last))) return false;
  const { mtimeMs } = statSync(join(root, 'dist/apps/cli/main.js'));
  return inputs.every((name) => isOlder(join(root, name), mtimeMs));
}

/** Whether nothing at or below a path has changed since that time. A folder changes when a file in it is added or deleted. */
function isOlder(path, timeMs) {
  // Editors mark open files with links to nothing, so links are not followed.
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.mtimeMs > timeMs) return false;
  return !stat.isDirectory() || readdirSync(path).every((name) => isOlder(join(path, name), timeMs));
}
