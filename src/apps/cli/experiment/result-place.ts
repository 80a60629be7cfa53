import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UserProblem } from '#base';
import { makeFolder } from '../../shared/files/make-folder.ts';
import { type FileContent, PARTIAL, writeFile } from '../../shared/files/whole-files.ts';
import { reasonOf } from '../../shared/host.ts';
import { complain } from '../../shared/print.ts';

/**
 * Where an experiment leaves its results. Until they are whole, everything is in a folder beside them, and an earlier result stays as it was:
 *
 *     sweep-staff/              the last result that is whole
 *     sweep-staff.unfinished/   replications that are made, for --resume; it takes the place of the other at the end
 */
export interface ResultPlace {
  /** Null where the result is no folder. */
  readonly target: string | null;
  readonly unfinished: string;
}

export interface ResultFolder extends ResultPlace {
  readonly target: string;
}

export function placeOf(folder: string): ResultFolder {
  const target = folder.replace(/(?<=.)\/+$/, '');
  return { target, unfinished: `${target}.unfinished` };
}

/** Names of files in result folders. */
export const PLAN = 'experiment.json';
export const RECORDS = 'replications.ndjson';
export const TRIED = 'tried.ndjson';
/** Lines of an unfinished experiment that was started anew: `--resume` finds them until the new result is whole. */
export const BEFORE = '.before';
const RESULTS = /^(estimates|comparison|sweep|sensitivity|price|staff)\.(json|csv|html|parquet)$/;
const MARKS: readonly string[] = [PLAN, TRIED, 'estimates.json'];
const KEPT: readonly string[] = [PLAN, RECORDS, TRIED, RECORDS + BEFORE, TRIED + BEFORE];
const PARTIALS: readonly string[] = KEPT.map((name) => name + PARTIAL);

/** Makes the folder for what is unfinished. Throws a UserProblem where the result could not take its place at the end. */
export function preparePlace({ target, unfinished }: ResultPlace): void {
  if (target !== null) {
    recover(target);
    refuseOthers(target);
  }
  if (existsSync(unfinished) && !isEmptyOrOurs(unfinished)) throw notOurs(unfinished);
  makeFolder(unfinished);
  // A process that was killed while it wrote its results may have left some.
  for (const name of readdirSync(unfinished)) {
    if (!KEPT.includes(name)) rmSync(join(unfinished, name), { recursive: true, force: true });
  }
}

/**
 * Writes the result files beside what was kept (`kept`: names), and puts all of it in its place. Returns false after a complaint: then an
 * earlier result stands as it was, and what was made is still kept.
 */
export function leaveResults(
  place: ResultFolder,
  files: Readonly<Record<string, FileContent>>,
  kept: readonly string[] = [PLAN, RECORDS],
): boolean {
  const { target, unfinished } = place;
  const remove = (names: readonly string[]) => {
    for (const name of names) rmSync(join(unfinished, name), { recursive: true, force: true });
  };
  try {
    preparePlace(place);
    for (const [name, file] of Object.entries(files)) writeFile(join(unfinished, name), file);
    refuseOthers(target);
    remove(readdirSync(unfinished).filter((name) => !kept.includes(name) && !Object.hasOwn(files, name)));
    exchange(unfinished, target);
    return true;
  } catch (error) {
    try {
      if (kept.length > 0) remove(Object.keys(files));
      else rmSync(unfinished, { recursive: true, force: true });
    } catch {
      // The first failure is the one to be reported.
    }
    const isRefused = error instanceof UserProblem;
    const keeps =
      kept.length === 0 ? '' : `; ${unfinished} keeps what was made, and --resume goes on with it`;
    complain(
      isRefused ? error.message : reasonOf(error, target),
      isRefused ? error.remedy : `make room, or choose another folder with --out${keeps}`,
    );
    return false;
  }
}

/** Where an earlier result goes for the moment in which the new one takes its place. */
function asideOf(target: string): string {
  const path = resolve(target);
  return join(dirname(path), `.${basename(path)}.replaced`);
}

function exchange(unfinished: string, target: string): void {
  const aside = asideOf(target);
  if (existsSync(target)) renameSync(target, aside);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    recover(target);
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/** Puts an earlier result back if a process was killed while it exchanged the two. */
function recover(target: string): void {
  const aside = asideOf(target);
  if (!existsSync(aside)) return;
  if (!isEmptyOrOurs(aside)) throw notOurs(aside);
  if (existsSync(target)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, target);
}

function refuseOthers(target: string): void {
  const toHere = relative(target, process.cwd());
  const isHere = toHere === '' || !toHere.startsWith('..');
  if (isHere || (existsSync(target) && !isEmptyOrOurs(target))) throw notOurs(target);
  if (existsSync(target) && statSync(target).dev !== statSync(dirname(resolve(target))).dev) {
    throw new UserProblem(
      `${target} is a file system of its own, and cannot be replaced by a result`,
      'name a folder below it with --out',
    );
  }
}

function notOurs(path: string): UserProblem {
  return new UserProblem(
    `${path} exists and is not the folder of an earlier experiment, or holds other files as well`,
    'choose another folder with --out',
  );
}

function isEmptyOrOurs(path: string): boolean {
  if (!lstatSync(path).isDirectory()) return false;
  const names = readdirSync(path);
  const isOurs = names.every((name) => KEPT.includes(name) || PARTIALS.includes(name) || RESULTS.test(name));
  return names.length === 0 || (isOurs && names.some((name) => [...MARKS, ...PARTIALS].includes(name)));
}
