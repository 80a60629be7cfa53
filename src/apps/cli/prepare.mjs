/**
 * `npm ci` and `npm pack` run this: it builds the package, unless that has been done and nothing has changed since. `npx meridian` in a
 * clone runs it too, when npm first makes a link to the clone. When npm installs the package from a git address, it leaves out the site,
 * which is made from pages that such an install does not keep. `npm pack` and `npm publish` ask for it (`--pages`).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { isBuilt, isProgramBuilt, PAGES } from './is-built.mjs';

const ROOT = join(import.meta.dirname, '../../..');
/** npm names here what it is about to install from git, in a clone of its own. */
const isFromGit = process.env._PACOTE_NO_PREPARE_ !== undefined;
const isEnough = process.argv.includes('--pages') ? isBuilt(ROOT, PAGES) : isProgramBuilt(ROOT);

if (!isEnough) {
  const { status } = spawnSync(`npm run --silent ${isFromGit ? 'build:program' : 'build'}`, {
    shell: true,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
