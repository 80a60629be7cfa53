import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditReport } from '#audit';
import { plural, sumOf } from '#base';
import { answerOf, promisesInWords, textTable } from '#report';
import type { Summary } from '#statistics';
import { EARLIER, megabytes, sizeOf } from '../../shared/files/replaced.ts';
import { readJson } from '../../shared/host.ts';
import { print, printJson, textOptions } from '../../shared/print.ts';
import { refuse, unlessRefused } from '../../shared/problem.ts';
import { isEmptyOrOurs, PLAN, resultIn } from '../experiment/result-place.ts';
import { FILES, isReplaceable, openRunFolder } from '../run/run-folder.ts';

interface ListedRun {
  readonly folder: string;
  /** `run`, or the kind of experiment. */
  readonly kind: string;
  readonly title: string;
  /** Null if the result does not contain it. */
  readonly seed: string | null;
  readonly replication: number;
  /** When the folder was written, ISO 8601 to the minute, UTC. */
  readonly made: string;
  readonly breach: string | null;
  /** `2 of 27 missed, 3 open`: without a verdict; null if the run has no summary. */
  readonly targets: string | null;
  /** Null for experiments, which are not audited. */
  readonly promises: string | null;
}

/**
 * `meridian runs`: lists the runs and experiment results in a folder, including kept ones with other options, latest
 * first.
 */
export function runs(
  place: string | undefined,
  { json, prune, yes }: { json?: true; prune?: true; yes?: true },
): void {
  const folder = place ?? 'runs';
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return refuse(
      `folder ${folder} does not exist`,
      'name the folder that holds run folders, or run a scenario first',
    );
  }
  if (yes === true && prune !== true) refuse('--yes confirms --prune', 'add --prune, or leave --yes out');
  if (prune === true) return pruned(folder, yes === true);
  const found = foldersIn(folder)
    .flatMap((one) => listed(one) ?? [])
    .sort((one, other) =>
      one.made < other.made ? 1 : one.made > other.made ? -1 : one.folder < other.folder ? -1 : 1,
    );
  if (json === true) return printJson(found);
  if (found.length === 0) print(`${folder} contains no run and no experiment result`);
  else for (const line of textTable(found, COLUMNS, textOptions().width)) print(line);
}

/** Lists earlier results, which `run` and experiments have set aside when they were made with other options; deletes them if `isSure`. */
function pruned(folder: string, isSure: boolean): void {
  const earlier = foldersIn(folder).filter((path) => dirname(path).endsWith(EARLIER));
  const ours = earlier.filter((path) => isReplaceable(path) || isEmptyOrOurs(path));
  const sizes = ours.map(sizeOf);
  for (const [k, path] of ours.entries()) print(`${path}  ${megabytes(sizes[k] ?? 0)}`);
  for (const path of earlier)
    if (!ours.includes(path)) print(`${path}  stays: it has files that are not ours`);
  const all = `${plural(ours.length, 'earlier result')}, ${megabytes(sumOf(sizes))}`;
  if (isSure) {
    for (const path of ours) rmSync(path, { recursive: true, force: true });
    for (const path of new Set(ours.map((one) => dirname(one))))
      if (readdirSync(path).length === 0) rmdirSync(path);
  }
  print(
    isSure ? `Deleted: ${all}.` : `${all}; the latest of each name stay. Nothing is deleted yet: add --yes.`,
  );
}

const COLUMNS: Parameters<typeof textTable<ListedRun>>[1] = [
  { head: 'Run', kind: 'words', cell: ({ folder }) => folder },
  { head: 'Kind', kind: 'words', cell: ({ kind }) => kind },
  { head: 'Made (UTC)', kind: 'words', cell: ({ made }) => made.replace('T', ' ') },
  {
    head: 'Seed',
    kind: 'words',
    cell: ({ breach, replication, seed }) =>
      [
        seed ?? '–',
        ...(replication === 0 ? [] : [`replication ${replication}`]),
        ...(breach === null ? [] : [breach]),
      ].join(', '),
  },
  { head: 'Targets', kind: 'words', cell: ({ targets }) => targets ?? '–' },
  { head: 'Promises and law', kind: 'words', cell: ({ promises }) => promises ?? '–' },
];

function foldersIn(place: string): readonly string[] {
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const path = join(place, name);
      return name.endsWith(EARLIER) ? readdirSync(path).map((earlier) => join(path, earlier)) : [path];
    });
}

/** Null if it is neither, or cannot be read. */
function listed(folder: string): ListedRun | null {
  if (!existsSync(join(folder, FILES.run))) return listedExperiment(folder);
  const opened = unlessRefused(() => openRunFolder(folder));
  if (opened === null) return null;
  const { record, scenario } = opened;
  const summary = jsonIn<Summary>(folder, FILES.summary);
  const audit = jsonIn<AuditReport>(folder, FILES.audit);
  return {
    folder,
    kind: 'run',
    title: scenario.title,
    seed: record.seed,
    replication: record.replication,
    breach: record.breach,
    made: madeAt(join(folder, FILES.run)),
    targets: summary === null ? null : targetsOf(summary, scenario),
    promises: promisesInWords(audit),
  };
}

function listedExperiment(folder: string): ListedRun | null {
  const name = resultIn(folder);
  if (name === null) return null;
  const result = jsonIn<{ readonly title?: unknown; readonly seed?: unknown }>(folder, name);
  const plan = jsonIn<{ readonly experiment?: unknown; readonly seed?: unknown }>(folder, PLAN);
  const [seed] = [result?.seed, plan?.seed].filter((one) => typeof one === 'string');
  const kind = typeof plan?.experiment === 'string' ? plan.experiment : name.replace(/\.json$/, '');
  return {
    folder,
    kind,
    title: typeof result?.title === 'string' ? result.title : '',
    seed: seed ?? null,
    replication: 0,
    breach: null,
    targets: null,
    promises: null,
    made: madeAt(join(folder, name)),
  };
}

function madeAt(path: string): string {
  return statSync(path).mtime.toISOString().slice(0, 16);
}

function targetsOf(summary: Summary, scenario: Parameters<typeof answerOf>[1]): string {
  const { targets } = answerOf(summary, scenario, null);
  const missed = targets.filter(({ state }) => state === 'missed').length;
  const open = targets.filter(({ state }) => state !== 'missed' && state !== 'met').length;
  if (targets.length === 0) return 'none';
  const found = missed === 0 ? 'none missed' : `${missed} of ${targets.length} missed`;
  return open === 0 ? found : `${found}, ${open} open`;
}

/** Null if it does not exist or cannot be read: anybody may have changed files of a run folder. */
function jsonIn<T>(folder: string, name: string): T | null {
  return readJson(join(folder, name)) as T | null;
}
