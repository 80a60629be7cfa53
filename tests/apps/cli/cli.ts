import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../running.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user does. */
export function meridian(...args: readonly string[]): CommandResult {
  const main = join(ROOT, 'dist/apps/cli/main.js');
  const { status, stdout, stderr } = spawnSync('node', [main, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'meridian-'));
}
