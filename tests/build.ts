import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds the package before the tests, as a user's machine would have it, unless `npm ci` or earlier tests have built it and its inputs
 * are unchanged since. The studio's page comes with the scenarios.
 */
export default async function setup(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const { isBuilt, isProgramBuilt } = (await import(join(root, 'src/apps/cli/is-built.mjs'))) as Readonly<
    Record<string, (root: string, furtherInputs: readonly string[]) => boolean>
  >;
  if (isBuilt?.(root, ['scenarios']) === true) return;
  const isRest = isProgramBuilt?.(root, ['scenarios']) === true;
  execFileSync('npm', ['run', '--silent', isRest ? 'build:rest' : 'build'], { cwd: root, stdio: 'inherit' });
}
