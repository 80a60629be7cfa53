import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../shared/files/make-folder.ts';

/** Names of work folders, and with `.old` of earlier results that were set aside: `.out.4711.partial`. */
const LEFTOVER = /\.(\d+)\.partial(\.old)?$/;

/** Creates an empty folder next to a target, for files that will take its place. */
export function makeWorkFolder(target: string): string {
  const work = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  rmSync(work, { recursive: true, force: true });
  makeFolder(work);
  return work;
}

/** Removes work folders of killed commands with the same target. */
export function sweepLeftovers(target: string): void {
  const parent = dirname(target);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const [, pid, old] = (name.startsWith(`.${basename(target)}.`) && LEFTOVER.exec(name)) || [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const leftover = join(parent, name);
    // If the command was killed between the two renames, the earlier result goes back to its place.
    if (old !== undefined && !existsSync(target)) renameSync(leftover, target);
    else rmSync(leftover, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
