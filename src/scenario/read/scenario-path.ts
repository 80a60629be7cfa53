import { failure, type Result, success } from '#base';

/** A path without `.` and `..` in its middle; leading `..` stay. Separators are `/`. */
export function normalPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  const isAbsolute = path.startsWith('/');
  return `${isAbsolute ? '/' : ''}${(isAbsolute ? steps.filter((step) => step !== '..') : steps).join('/')}`;
}

/** The folder of a file or folder. `.` and `..` of relative paths are resolved as far as the text allows. */
export function folderOf(path: string): string {
  return normalPath(path === '' ? '..' : `${path}/..`);
}

export type PathProblem = 'bad-path' | 'outside-folder';

/**
 * The file that `extends: <reference>` names, relative to the file that contains it. It must lie inside `root`, the folder that holds all
 * scenarios, so that a foreign scenario cannot make us read any other file.
 */
export function baseFileOf(reference: string, fromFile: string, root: string): Result<string, PathProblem> {
  if (!RELATIVE.test(reference)) return failure('bad-path');
  const named = besides(reference, fromFile);
  return insideOf(root, /\.ya?ml$/i.test(named) ? named : `${named}/scenario.yaml`);
}

/** Another kind of file that a scenario file names, relative to it, and also inside `root`. */
export function fileBeside(reference: string, fromFile: string, root: string): Result<string, PathProblem> {
  return RELATIVE.test(reference) ? insideOf(root, besides(reference, fromFile)) : failure('bad-path');
}

/** At most 200 characters, none with a special meaning to an operating system. */
const RELATIVE = /^[A-Za-z0-9._][A-Za-z0-9._\- /]{0,199}$/;

function besides(reference: string, fromFile: string): string {
  const folder = folderOf(fromFile);
  return normalPath(folder === '' ? reference : `${folder}/${reference}`);
}

function insideOf(root: string, file: string): Result<string, PathProblem> {
  const prefix = normalPath(root);
  const steps = file.split('/');
  const isInside = isOnlyUp(prefix)
    ? !file.startsWith('/') && upOf(steps) <= upOf(prefix.split('/'))
    : file.startsWith(prefix === '/' ? prefix : `${prefix}/`) && upOf(steps) === upOf(prefix.split('/'));
  return isInside ? success(file) : failure('outside-folder');
}

/** Whether a normal path leads to the working folder or to one above it, so that each file in the working folder is inside. */
function isOnlyUp(path: string): boolean {
  return path === '' || path.split('/').every((step) => step === '..');
}

function upOf(steps: readonly string[]): number {
  return steps.filter((step) => step === '..').length;
}
