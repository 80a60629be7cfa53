import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { TextOptions } from '#report';
import { keepEarlier, noteReplaced, type Replaced } from '../../shared/files/replaced.ts';
import {
  type FileContent,
  hashOfFile,
  makeFolder,
  PARTIAL,
  removeLeftover,
  writeFile,
} from '../../shared/files/whole-files.ts';
import { print, printJson, printText, textOptions } from '../../shared/print.ts';
import { refusalOf, refuse } from '../../shared/problem.ts';

/**
 * Where an experiment stores its results. Until they are complete, everything is in a separate folder, and an earlier result is unchanged:
 *
 *     sweep-staff/              the last complete result
 *     sweep-staff.unfinished/   finished replications, for --resume; replaces the result at the end
 *     sweep-staff.earlier/      earlier results with other contents, each in a folder named after its hash
 */
export interface ResultPlace {
  /** Null if the result is not a folder. */
  readonly target: string | null;
  readonly unfinished: string;
  /** Whether an earlier result with other options is kept next to the new one. */
  readonly keepsEarlier: boolean;
}

interface ResultFolder extends ResultPlace {
  /** The place as the user named it. */
  readonly named: string;
  readonly target: string;
}

/** `out`: folder named by the user. `usual`: default folder; earlier results with other options are then kept. */
export function placeOf(out: string | undefined, usual = ''): ResultFolder {
  const named = out ?? usual;
  const target = named.replace(/(?<=.)\/+$/, '');
  return { named, target, unfinished: `${target}.unfinished`, keepsEarlier: out === undefined };
}

export const PLAN = 'experiment.json';
export const RECORDS = 'replications.ndjson';
export const TRIED = 'tried.ndjson';
/**
 * Suffix for lines of an unfinished experiment that was restarted. `--resume` finds them until the new result is
 * complete.
 */
export const BEFORE = '.before';
const RESULTS =
  /^(actions|estimates|events|change|comparison|sweep|sensitivity|price|required|staff|hiring|containment)\.(json|csv|html|parquet)$/;
const MARKS: readonly string[] = [PLAN, TRIED, 'estimates.json', 'hiring.json'];
const KEPT: readonly string[] = [PLAN, RECORDS, TRIED, RECORDS + BEFORE, TRIED + BEFORE];
const PARTIALS: readonly string[] = KEPT.map((name) => name + PARTIAL);

/** Remedy if the operating system refuses a place. */
export const NO_PLACE = 'choose another folder with --out, or make room';

/** Creates the unfinished folder. Refuses a target that the result could not replace at the end. */
export function preparePlace({ keepsEarlier, target, unfinished }: ResultPlace): void {
  if (target !== null) {
    recover(target, keepsEarlier);
    refuseOthersIn(target);
  }
  if (existsSync(unfinished) && !isEmptyOrOurs(unfinished)) return notOurs(unfinished);
  makeFolder(unfinished);
  // A process killed while writing its results may have left some.
  for (const name of readdirSync(unfinished)) {
    if (!KEPT.includes(name)) rmSync(join(unfinished, name), { recursive: true, force: true });
  }
}

/**
 * Writes the result files next to the kept ones (`kept`: names), then moves everything to its final place. If that
 * fails, an earlier result is unchanged and the work is still stored.
 */
function leaveResults(
  place: ResultFolder,
  files: Readonly<Record<string, FileContent>>,
  kept: readonly string[] = [PLAN, RECORDS],
): Replaced {
  const { keepsEarlier, target, unfinished } = place;
  const keeps =
    kept.length === 0 ? '' : `; ${unfinished} keeps what was made, and --resume continues with it`;
  try {
    preparePlace(place);
    for (const [name, file] of Object.entries(files)) writeFile(join(unfinished, name), file);
    refuseOthersIn(target);
    const strays = readdirSync(unfinished).filter(
      (name) => !kept.includes(name) && !Object.hasOwn(files, name),
    );
    for (const name of strays) rmSync(join(unfinished, name), { recursive: true, force: true });
    return exchange(unfinished, target, keepsEarlier);
  } catch (error) {
    const leftovers =
      kept.length > 0 ? Object.keys(files).map((name) => join(unfinished, name)) : [unfinished];
    leftovers.forEach(removeLeftover);
    throw refusalOf(error, target, `make room, or choose another folder with --out${keeps}`);
  }
}

/** Temporary place of an earlier result while the new one takes its place. */
function asideOf(target: string): string {
  const path = resolve(target);
  return join(dirname(path), `.${basename(path)}.replaced`);
}

function exchange(unfinished: string, target: string, keepsEarlier: boolean): Replaced {
  const aside = asideOf(target);
  if (existsSync(target)) renameSync(target, aside);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    recover(target, keepsEarlier);
    throw error;
  }
  return existsSync(aside) ? settle(aside, target, keepsEarlier) : { kind: 'nothing' };
}

/** Deletes an earlier result with the same contents; otherwise keeps it elsewhere, or replaces it. */
function settle(aside: string, target: string, keepsEarlier: boolean): Replaced {
  const earlier = sayingOf(aside);
  const isOther = earlier !== null && earlier !== sayingOf(target);
  if (isOther && keepsEarlier) return keepEarlier(aside, target, earlier);
  rmSync(aside, { recursive: true, force: true });
  return { kind: isOther ? 'replaced' : 'nothing' };
}

/**
 * Identifies a result by its contents, in eight hexadecimal digits: the same scenarios and options always give the
 * same bytes. Null if there is no result.
 */
function sayingOf(folder: string): string | null {
  const name = resultIn(folder);
  return name === null ? null : hashOfFile(join(folder, name)).slice(0, 8);
}

/** The file of a result folder for programs, for example `sweep.json`; null if it contains no result. */
export function resultIn(folder: string): string | null {
  return readdirSync(folder).find((name) => RESULTS.test(name) && name.endsWith('.json')) ?? null;
}

/** Restores an earlier result if a process was killed while exchanging the two. */
function recover(target: string, keepsEarlier: boolean): void {
  const aside = asideOf(target);
  if (!existsSync(aside)) return;
  if (!isEmptyOrOurs(aside)) return notOurs(aside);
  if (existsSync(target)) settle(aside, target, keepsEarlier);
  else renameSync(aside, target);
}

function refuseOthersIn(target: string): void {
  const toHere = relative(target, process.cwd());
  const isHere = toHere === '' || !toHere.startsWith('..');
  if (isHere || (existsSync(target) && !isEmptyOrOurs(target))) return notOurs(target);
  if (!existsSync(target) || statSync(target).dev === statSync(dirname(resolve(target))).dev) return;
  refuse(
    `${target} is a separate file system, and cannot be replaced by a result`,
    'name a folder below it with --out',
  );
}

function notOurs(path: string): never {
  return refuse(
    `${path} exists and is not the folder of an earlier experiment, or holds other files as well`,
    'choose another folder with --out',
  );
}

/** Whether the folder is empty, or holds nothing but results of ours. */
export function isEmptyOrOurs(path: string): boolean {
  if (!lstatSync(path).isDirectory()) return false;
  const names = readdirSync(path);
  const isOurs = names.every((name) => KEPT.includes(name) || PARTIALS.includes(name) || RESULTS.test(name));
  return names.length === 0 || (isOurs && names.some((name) => [...MARKS, ...PARTIALS].includes(name)));
}

export interface Results {
  /** Contents by file name, the least readable first. */
  readonly files: Readonly<Record<string, FileContent>>;
  /** Output of `--json`, in addition to the folder. */
  readonly json: object;
  readonly text: (options: TextOptions) => string;
  /** Sentences on how the law of the scenarios differs from real law. */
  readonly law: readonly string[];
}

/** The results that a page says: as JSON, and as `render` writes it. */
export function resultsOf<Page extends { readonly law: readonly string[] }>(
  page: Page,
  files: Results['files'],
  render: (page: Page, options: TextOptions) => string,
): Results {
  return { files, json: page, text: (options) => render(page, options), law: page.law };
}

/** Writes the files to their place, next to the kept ones (`kept`: names), and prints the results. */
export function giveResults(
  place: ResultFolder,
  { files, json, law, text }: Results,
  options: { readonly json?: true; readonly quiet?: true },
  kept?: readonly string[],
): void {
  const left = leaveResults(place, files, kept);
  const { named: folder } = place;
  if (options.json === true) printJson({ folder, ...json });
  else if (options.quiet === undefined) {
    printText(text(textOptions()));
    for (const sentence of law) print(sentence);
    print(`${folder}: ${Object.keys(files).reverse().join(', ')}`);
  }
  if (options.quiet === undefined) noteReplaced(left, 'result', folder);
}
