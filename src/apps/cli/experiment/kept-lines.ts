import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hexOf, utf8Of } from '#base';
import {
  askedOf,
  hashScenario,
  type Measure,
  type ReplicationOutcome,
  type ReplicationRecord,
} from '#experiment';
import { readRegularFile } from '../../shared/files/regular-file.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readText, sha256, versions } from '../../shared/host.ts';
import { note } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import { BEFORE, PLAN, preparePlace, RECORDS, type ResultPlace } from './result-place.ts';
import type { Experiment, ExperimentSettings } from './settings.ts';

/** A file of sealed lines that grows during an experiment. */
export interface KeptLines {
  /** Lines from earlier starts, file by file; empty unless the experiment is resumed. */
  readonly earlier: readonly SealedLines[];
  rewrite(contents: readonly string[]): void;
  append(content: string): void;
}

/**
 * Opens the lines with a given name. A resumed experiment uses the lines in the unfinished folder, including those
 * from before a restart, and those of the last complete result. A new start sets existing lines aside.
 */
export function openKeptLines(
  place: ResultPlace,
  name: string,
  context: string,
  isResumed: boolean,
): KeptLines {
  const path = join(place.unfinished, name);
  if (!isResumed) setAside(path);
  return {
    earlier: isResumed ? sourcesIn(place, name).map((source) => readSealedLines(source, context)) : [],
    rewrite: (contents) => replaceFile(path, contents.map((one) => sealedLine(context, one)).join('')),
    append: (content) => appendFileSync(path, sealedLine(context, content)),
  };
}

/** The files in which lines of earlier starts may be. */
function sourcesIn({ target, unfinished }: ResultPlace, name: string): readonly string[] {
  const path = join(unfinished, name);
  return [path, path + BEFORE, ...(target === null ? [] : [join(target, name)])];
}

/**
 * Refuses to resume from lines that earlier builds kept under other contexts: the first kept no waits, from which quantiles over replications
 * are estimated today, and the next did not judge what is late already when a run ends.
 */
export function refuseEarlierLines(place: ResultPlace, name: string, contextsThen: readonly string[]): void {
  const old = sourcesIn(place, name).find((source) =>
    contextsThen.some((then) => readSealedLines(source, then).contents.length > 0),
  );
  if (old === undefined) return;
  return refuse(
    `${old} was kept by an earlier build, which counted otherwise than this one`,
    'leave --resume out, so that all replications are made again, or continue with the build that began it',
  );
}

export function warnOfUnfit({ path, unfit }: SealedLines): void {
  if (unfit.length === 0) return;
  const lines = unfit.length === 1 ? `line ${unfit[0]} does` : `lines ${rangesOf(unfit)} do`;
  note(
    `warning: ${path}: ${lines} not fit its seal: damaged, or from another experiment. They are left out, and missing replications are made again`,
  );
}

/** Appends the existing lines to those set aside before. */
function setAside(path: string): void {
  const before = path + BEFORE;
  if (!existsSync(path)) return;
  if (existsSync(before)) {
    replaceFile(before, Buffer.concat([readFileSync(before), readFileSync(path)]));
    rmSync(path);
  } else renameSync(path, before);
}

/**
 * Formats a line that an experiment stores and reads again when it is resumed. It contains a JSON text and its seal: the SHA-256 of the text
 * and of a context, which identifies the experiment. So a line damaged by a disk or an editor, or left by another experiment, does not pass
 * for a result. A seal has no key: it reveals accidents and mistakes, but anybody can compute a new one.
 *
 *     {"seal":"<64 hexadecimal digits>","of":<JSON text>}
 */
function sealedLine(context: string, content: string): string {
  return `${HEAD}${hexOf(sha256(utf8Of(`${context}\n${content}`)))}${MIDDLE}${content}${TAIL}`;
}

const HEAD = '{"seal":"';
const MIDDLE = '","of":';
const TAIL = '}\n';
const HEAD_LENGTH = HEAD.length + 64 + MIDDLE.length;

interface SealedLines {
  readonly path: string;
  /** Contents of the intact lines of this context. */
  readonly contents: readonly string[];
  /** Numbers of the other lines, counted from 1. */
  readonly unfit: readonly number[];
}

const NEWLINE = 0x0a;
/** Larger files are read in several pieces. */
const BYTES_MAX = 2 ** 31 - 1;

/** Lines of a file; none if the file does not exist. */
function readSealedLines(path: string, context: string): SealedLines {
  const contents: string[] = [];
  const unfit: number[] = [];
  const bytes = existsSync(path) ? readRegularFile(path, BYTES_MAX) : new Uint8Array(0);
  for (let from = 0, number = 1; from < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, from);
    // A killed process or a full disk may have left a partial line.
    const end = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(from, end).toString();
    const content = line.slice(HEAD_LENGTH, -TAIL.length);
    if (line === sealedLine(context, content)) contents.push(content);
    else unfit.push(number);
    from = end;
  }
  return { path, contents, unfit };
}

/** Formats numbers for people: `3, 7 to 9`. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`)).join(', ');
}

/** Replications that an experiment has simulated, in its unfinished folder. */
export interface ExperimentStore {
  readonly known: readonly ReplicationRecord[];
  add(record: ReplicationRecord): void;
  /** Stores the records that count, in order, so that the bytes do not depend on who made them. */
  finish(outcome: ReplicationOutcome): void;
}

/** Refuses a place with other contents, or without anything to resume. Throws errors of the operating system. */
export function openExperimentStore(
  experiment: Experiment,
  settings: ExperimentSettings,
  place: ResultPlace,
  isResumed: boolean,
): ExperimentStore {
  const plan = planOf(experiment, settings);
  const isNew = !existsSync(place.unfinished);
  preparePlace(place);
  const isPlanned = [place.unfinished, place.target].some(
    (folder) => folder !== null && isPlanOf(folder, plan),
  );
  const lines = openKeptLines(place, RECORDS, contextOf(experiment), isResumed);
  if (isResumed && !isPlanned && lines.earlier.every(({ contents }) => contents.length === 0)) {
    if (isNew) rmSync(place.unfinished, { recursive: true });
    return refuse(
      `${place.target ?? place.unfinished} contains no earlier part of this experiment that this version can continue`,
      'resume with the scenarios, seed, options and version that began it, or leave --resume out',
    );
  }
  const known = knownIn(lines.earlier, isPlanned);
  replaceFile(join(place.unfinished, PLAN), plan);
  rewrite(lines, known);
  return {
    known,
    add: (record) => lines.append(JSON.stringify(record)),
    finish: ({ records }) => rewrite(lines, records.flat()),
  };
}

/**
 * Each replication once. A file without any matching line belongs to another experiment, unless the plan next to it
 * is this one's.
 */
function knownIn(files: readonly SealedLines[], isPlanned: boolean): readonly ReplicationRecord[] {
  const known = new Map<string, ReplicationRecord>();
  for (const file of files) {
    if (isPlanned || file.contents.length > 0) warnOfUnfit(file);
    for (const content of file.contents) {
      const record = JSON.parse(content) as ReplicationRecord;
      known.set(`${record.scenario} ${record.replication}`, record);
    }
  }
  return [...known.values()];
}

function rewrite(lines: KeptLines, records: readonly ReplicationRecord[]): void {
  lines.rewrite(records.map((record) => JSON.stringify(record)));
}

function planOf(experiment: Experiment, { level, stopping }: ExperimentSettings): string {
  const { kind, seed } = experiment;
  const scenarios = hashesOf(experiment);
  return `${JSON.stringify({ experiment: kind, engine: versions.engine, seed, level, stopping, scenarios }, null, 2)}\n`;
}

/**
 * Everything that a replication's record depends on, except its number: not the stopping rule, nor how figures are
 * estimated.
 */
function contextOf(experiment: Experiment): string {
  const { kind, measures, seed } = experiment;
  const known = new Map<readonly Measure[], string>();
  const digestOf = (of: readonly Measure[]) => {
    const digest = known.get(of) ?? digestOfText(JSON.stringify(of.map(({ id, unit }) => [id, unit])));
    known.set(of, digest);
    return digest;
  };
  return digestOfText(
    JSON.stringify([
      ...[versions.engine, kind, seed, hashesOf(experiment), measures.map(digestOf)],
      ...contentsOf(experiment),
    ]),
  );
}

/** What records contain beside contributions. Earlier builds kept no durations, then no controls, and then judged nothing that waits. */
function contentsOf({ isDetailed, measures }: Experiment): readonly string[] {
  const needsDurations = isDetailed === true || (askedOf(measures.flat()).durations ?? []).length > 0;
  return [
    ...(isDetailed === true ? ['with all figures'] : []),
    ...(needsDurations ? ['with durations'] : []),
    'with controls',
    'with what is late at the end',
  ];
}

function hashesOf({ scenarios }: Experiment): readonly { readonly name: string; readonly hash: string }[] {
  return scenarios.map(({ name, scenario }) => ({ name, hash: hashScenario(scenario, sha256) }));
}

function digestOfText(text: string): string {
  return hexOf(sha256(utf8Of(text)));
}

function isPlanOf(folder: string, plan: string): boolean {
  const path = join(folder, PLAN);
  if (!existsSync(path)) return false;
  const found = readText(path);
  return found.ok && found.value === plan;
}
