import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds the package before the tests, as a user's machine would have it, unless `npm ci` or earlier tests have built it and its inputs
 * are unchanged since. The studio's page comes with the scenarios.
 */
export default async function setup(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const { isBuilt } = (await import(join(root, 'src/apps/cli/is-built.mjs'))) as {
    readonly isBuilt: (root: string, furtherInputs: readonly string[]) => boolean;
  };
  if (isBuilt(root, ['scenarios'])) return;
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
