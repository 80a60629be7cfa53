import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../shared/files/make-folder.ts';

/** Names of work folders, and behind `.old` of earlier results that were moved aside: `.out.4711.partial`. */
const LEFTOVER = /\.(\d+)\.partial(\.old)?$/;

/** Makes an empty folder beside a place, in which this process writes what is to take the place. */
export function makeWorkFolder(target: string): string {
  const work = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  rmSync(work, { recursive: true, force: true });
  makeFolder(work);
  return work;
}

/** Removes the work folders of commands that wrote to the same place and were killed. */
export function sweepLeftovers(target: string): void {
  const parent = dirname(target);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const [, pid, old] = (name.startsWith(`.${basename(target)}.`) && LEFTOVER.exec(name)) || [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const leftover = join(parent, name);
    // Killed between the two renames: the earlier result, which nothing has replaced, goes back to its place.
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
