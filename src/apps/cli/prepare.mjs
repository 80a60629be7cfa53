/**
 * `npm ci` and `npm pack` run this: it builds what they need, unless that has been done and nothing has changed since. `npx meridian` in a
 * clone runs it too, when npm first makes a link to the clone. A clone gets what runs. An installation from a git address gets types as well,
 * but no site, which is made from pages that such an installation does not keep. `npm pack` and `npm publish` ask for all (`--pages`).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { isBuilt, isPackageBuilt, isProgramBuilt, PAGES } from './is-built.mjs';

const ROOT = join(import.meta.dirname, '../../..');
/** npm names here what it is about to install from git, in a clone of its own. */
const isFromGit = process.env._PACOTE_NO_PREPARE_ !== undefined;
const programs = programsToRun();

if (programs.length > 0) {
  const command = programs.map((name) => `npm run --silent ${name}`).join(' && ');
  process.exitCode = spawnSync(command, { shell: true, stdio: 'inherit' }).status ?? 1;
}

function programsToRun() {
  if (process.argv.includes('--pages')) return isBuilt(ROOT, PAGES) ? [] : ['build'];
  if (isFromGit) return isPackageBuilt(ROOT) ? [] : ['build:program', 'build:types'];
  return isProgramBuilt(ROOT) ? [] : ['build:program'];
}
