/**
 * `npm ci` and `npm pack` run this: it builds the package, unless that has been done and nothing has changed since. `npx meridian` in a
 * clone runs it too, when npm first makes a link to the clone.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { isBuilt, PAGES } from './is-built.mjs';

if (!isBuilt(join(import.meta.dirname, '../../..'), PAGES)) {
  const { status } = spawnSync('npm run --silent build', { shell: true, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
