import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds the package once before the tests, as a user's machine would have it. */
export default function setup(): void {
  const root = join(import.meta.dirname, '..');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
