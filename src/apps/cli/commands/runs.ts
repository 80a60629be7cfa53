import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditReport } from '#audit';
import { success } from '#base';
import { answerOf, promisesInWords, textTable } from '#report';
import type { Summary } from '#statistics';
import { readText } from '../../shared/host.ts';
import { print, printJson, textOptions } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { EARLIER, FILES, openRunFolder } from '../run/run-folder.ts';

interface ListedRun {
  readonly folder: string;
  readonly title: string;
  readonly seed: string;
  readonly replication: number;
  /** When the folder was written, ISO 8601 to the minute, UTC. */
  readonly made: string;
  readonly breach: string | null;
  /** `2 of 27 missed`; null where the run has no summary. */
  readonly targets: string | null;
  readonly promises: string;
}

/** `meridian runs`: the runs that are kept in a folder, those of other options too, the latest first. */
export function runs(place: string | undefined, { json }: { json?: true }): CommandResult {
  const folder = place ?? 'runs';
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return refuse(
      `there is no folder ${folder}`,
      'name the folder that holds run folders, or run a scenario first',
    );
  }
  const found = foldersIn(folder)
    .flatMap((one) => listed(one) ?? [])
    .sort((one, other) =>
      one.made < other.made ? 1 : one.made > other.made ? -1 : one.folder < other.folder ? -1 : 1,
    );
  if (json === true) {
    printJson(found);
    return success('clean');
  }
  if (found.length === 0) print(`${folder} contains no run`);
  else for (const line of textTable(COLUMNS, found, textOptions().width)) print(line);
  return success('clean');
}

const COLUMNS: Parameters<typeof textTable<ListedRun>>[0] = [
  { head: 'Run', kind: 'words', cell: ({ folder }) => folder },
  { head: 'Made (UTC)', kind: 'words', cell: ({ made }) => made.replace('T', ' ') },
  {
    head: 'Seed',
    kind: 'words',
    cell: ({ breach, replication, seed }) =>
      [
        seed,
        ...(replication === 0 ? [] : [`replication ${replication}`]),
        ...(breach === null ? [] : [breach]),
      ].join(', '),
  },
  { head: 'Targets', kind: 'words', cell: ({ targets }) => targets ?? '–' },
  { head: 'Promises and law', kind: 'words', cell: ({ promises }) => promises },
];

/** The folders in it, and those of earlier runs beside them. */
function foldersIn(place: string): readonly string[] {
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const path = join(place, name);
      return name.endsWith(EARLIER) ? readdirSync(path).map((earlier) => join(path, earlier)) : [path];
    });
}

/** Null where it is no run, or one that cannot be read. */
function listed(folder: string): ListedRun | null {
  if (!existsSync(join(folder, FILES.run))) return null;
  const opened = openRunFolder(folder);
  if (!opened.ok) return null;
  const { record, scenario } = opened.value;
  const summary = jsonIn<Summary>(folder, FILES.summary);
  const audit = jsonIn<AuditReport>(folder, FILES.audit);
  return {
    ...{
      folder,
      title: scenario.title,
      seed: record.seed,
      replication: record.replication,
      breach: record.breach,
    },
    made: statSync(join(folder, FILES.run)).mtime.toISOString().slice(0, 16),
    targets: summary === null ? null : targetsOf(summary, scenario),
    promises: promisesInWords(audit),
  };
}

function targetsOf(summary: Summary, scenario: Parameters<typeof answerOf>[1]): string {
  const { targets } = answerOf(summary, scenario, null);
  const missed = targets.filter(({ state }) => state === 'missed').length;
  return targets.length === 0
    ? 'none'
    : missed === 0
      ? 'none missed'
      : `${missed} of ${targets.length} missed`;
}

/** Null where there is none that can be read: files of a run folder are open to everybody. */
function jsonIn<T>(folder: string, name: string): T | null {
  const text = readText(join(folder, name));
  if (!text.ok) return null;
  try {
    return JSON.parse(text.value) as T;
  } catch {
    return null;
  }
}
