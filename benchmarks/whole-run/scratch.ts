import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for what a benchmark makes. It is removed when the process ends, also by a signal. Bundles are signed with a key that is made for
 * this benchmark.
 */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  process.env.XDG_CONFIG_HOME = join(folder, 'config');
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  return folder;
}
