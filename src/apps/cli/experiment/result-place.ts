import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Result, success } from '#base';
import { hashOfFile } from '../../shared/files/hash-of-file.ts';
import { makeFolder } from '../../shared/files/make-folder.ts';
import { removeLeftover } from '../../shared/files/remove-leftover.ts';
import { type FileContent, PARTIAL, writeFile } from '../../shared/files/whole-files.ts';
import { attempt, type Failure, type Problem, refuse } from '../../shared/problem.ts';
import { keepEarlier, type Replaced } from '../run/replaced.ts';

/**
 * Where an experiment leaves its results. Until they are whole, everything is in a folder beside them, and an earlier result stays as it was:
 *
 *     sweep-staff/              the last result that is whole
 *     sweep-staff.unfinished/   replications that are made, for --resume; it takes the place of the other at the end
 *     sweep-staff.earlier/      earlier results that say something else, each in a folder named after its hash
 */
export interface ResultPlace {
  /** Null where the result is no folder. */
  readonly target: string | null;
  readonly unfinished: string;
  /** Whether an earlier result of other options is kept beside the new one. */
  readonly keepsEarlier: boolean;
}

export interface ResultFolder extends ResultPlace {
  /** As the user names it. */
  readonly named: string;
  readonly target: string;
}

/** `out`: the folder that the user names; `usual`: where results go otherwise, and where earlier ones of other options are kept. */
export function placeOf(out: string | undefined, usual = ''): ResultFolder {
  const named = out ?? usual;
  const target = named.replace(/(?<=.)\/+$/, '');
  return { named, target, unfinished: `${target}.unfinished`, keepsEarlier: out === undefined };
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

/** What to do about a place that the operating system does not give. */
export const NO_PLACE = 'choose another folder with --out, or make room';

/** Makes the folder for what is unfinished. Refuses a place that the result could not take at the end. */
export function preparePlace({ keepsEarlier, target, unfinished }: ResultPlace): Result<undefined, Problem> {
  const problem = target === null ? null : (recover(target, keepsEarlier) ?? othersIn(target));
  if (problem !== null) return problem;
  if (existsSync(unfinished) && !isEmptyOrOurs(unfinished)) return notOurs(unfinished);
  makeFolder(unfinished);
  // A process that was killed while it wrote its results may have left some.
  for (const name of readdirSync(unfinished)) {
    if (!KEPT.includes(name)) rmSync(join(unfinished, name), { recursive: true, force: true });
  }
  return success(undefined);
}

/**
 * Writes the result files beside what was kept (`kept`: names), and puts all of it in its place. If that fails, an earlier result stands as it
 * was, and what was made is still kept.
 */
export function leaveResults(
  place: ResultFolder,
  files: Readonly<Record<string, FileContent>>,
  kept: readonly string[] = [PLAN, RECORDS],
): Result<Replaced, Problem> {
  const { keepsEarlier, target, unfinished } = place;
  const keeps = kept.length === 0 ? '' : `; ${unfinished} keeps what was made, and --resume goes on with it`;
  const left = attempt(target, `make room, or choose another folder with --out${keeps}`, () => {
    const prepared = preparePlace(place);
    if (!prepared.ok) return prepared;
    for (const [name, file] of Object.entries(files)) writeFile(join(unfinished, name), file);
    const others = othersIn(target);
    if (others !== null) return others;
    const strays = readdirSync(unfinished).filter(
      (name) => !kept.includes(name) && !Object.hasOwn(files, name),
    );
    for (const name of strays) rmSync(join(unfinished, name), { recursive: true, force: true });
    return exchange(unfinished, target, keepsEarlier);
  });
  if (left.ok) return left;
  const leftovers = kept.length > 0 ? Object.keys(files).map((name) => join(unfinished, name)) : [unfinished];
  leftovers.forEach(removeLeftover);
  return left;
}

/** Where an earlier result goes for the moment in which the new one takes its place. */
function asideOf(target: string): string {
  const path = resolve(target);
  return join(dirname(path), `.${basename(path)}.replaced`);
}

function exchange(unfinished: string, target: string, keepsEarlier: boolean): Result<Replaced, Problem> {
  const aside = asideOf(target);
  if (existsSync(target)) renameSync(target, aside);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    const problem = recover(target, keepsEarlier);
    if (problem !== null) return problem;
    throw error;
  }
  return success(existsSync(aside) ? settle(aside, target, keepsEarlier) : { kind: 'nothing' });
}

/** Removes an earlier result where the new one says the same; otherwise keeps it beside, or replaces it. */
function settle(aside: string, target: string, keepsEarlier: boolean): Replaced {
  const earlier = sayingOf(aside);
  const isOther = earlier !== null && earlier !== sayingOf(target);
  if (isOther && keepsEarlier) return keepEarlier(aside, target, earlier);
  rmSync(aside, { recursive: true, force: true });
  return { kind: isOther ? 'replaced' : 'nothing' };
}

/**
 * What a result says, in eight hexadecimal digits: the same scenarios and options always give the same bytes. Null where there is no result.
 */
function sayingOf(folder: string): string | null {
  const name = resultIn(folder);
  return name === null ? null : hashOfFile(join(folder, name)).slice(0, 8);
}

/** The file of a result folder that programs read, e.g. `sweep.json`; null where it holds no result. */
export function resultIn(folder: string): string | null {
  return readdirSync(folder).find((name) => RESULTS.test(name) && name.endsWith('.json')) ?? null;
}

/** Puts an earlier result back if a process was killed while it exchanged the two. */
function recover(target: string, keepsEarlier: boolean): Failure | null {
  const aside = asideOf(target);
  if (!existsSync(aside)) return null;
  if (!isEmptyOrOurs(aside)) return notOurs(aside);
  if (existsSync(target)) settle(aside, target, keepsEarlier);
  else renameSync(aside, target);
  return null;
}

/** Why a result may not take the place; null if it may. */
function othersIn(target: string): Failure | null {
  const toHere = relative(target, process.cwd());
  const isHere = toHere === '' || !toHere.startsWith('..');
  if (isHere || (existsSync(target) && !isEmptyOrOurs(target))) return notOurs(target);
  if (!existsSync(target) || statSync(target).dev === statSync(dirname(resolve(target))).dev) return null;
  return refuse(
    `${target} is a separate file system, and cannot be replaced by a result`,
    'name a folder below it with --out',
  );
}

function notOurs(path: string): Failure {
  return refuse(
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
