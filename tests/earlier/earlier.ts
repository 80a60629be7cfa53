import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newFolder } from '../apps/cli/cli.ts';

/** Unpacks what an earlier build wrote into a new folder, and returns the path of that folder. */
export function earlierFolder(archive = '2026-11-29'): string {
  const folder = newFolder();
  const path = join(import.meta.dirname, `${archive}.tar.gz`);
  const { error, status, stderr } = spawnSync('tar', ['-xzf', path, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar cannot unpack ${path}: ${error?.message ?? stderr}`);
  return folder;
}
