/**
 * Installs what only checks, tests and pictures need, unless it is there: 190 MB that `npm ci` leaves out. `npm run check`, vitest and scripts that
 * drive a browser ask for it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = join(import.meta.dirname, '..');
/** None of them needs another package but binaries of its own version. DuckDB is that of `peerDependencies`. */
const PACKAGES = {
  '@biomejs/biome': '2.6.8',
  '@duckdb/node-api': '1.5.6-r.1',
  'axe-core': '4.14.1',
  'playwright-core': '1.65.1',
};

const isMissing = Object.entries(PACKAGES).some(([name, version]) => installedVersion(name) !== version);
if (isMissing) {
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  // As a development dependency: npm leaves out an optional peer, as DuckDB is, even if it is named.
  const options = ['--no-save', '--save-dev', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', ['install', ...options, ...wanted], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Null if it is not installed. */
function installedVersion(name) {
  try {
    return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}
