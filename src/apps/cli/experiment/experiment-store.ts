import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hexOf, utf8Of } from '#base';
import {
  askedOf,
  hashScenario,
  type Measure,
  type ReplicationOutcome,
  type ReplicationRecord,
} from '#experiment';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readText, sha256, versions } from '../../shared/host.ts';
import { refuse } from '../../shared/problem.ts';
import { type KeptLines, openKeptLines, warnOfUnfit } from './kept-lines.ts';
import { PLAN, preparePlace, RECORDS, type ResultPlace } from './result-place.ts';
import type { SealedLines } from './sealed-lines.ts';
import type { Experiment, ExperimentSettings } from './settings.ts';

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

/** What records contain beside contributions. Earlier builds kept no durations, and then no controls. */
function contentsOf({ isDetailed, measures }: Experiment): readonly string[] {
  const needsDurations = isDetailed === true || (askedOf(measures.flat()).durations ?? []).length > 0;
  return [
    ...(isDetailed === true ? ['with all figures'] : []),
    ...(needsDurations ? ['with durations'] : []),
    'with controls',
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
