import { lstatSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { formatExactDuration, HOUR_MS, type Result } from '#base';
import { type Scenario, seedParts } from '#domain';
import { faultsOf } from '#engine';
import {
  firstPartOf,
  type HistoryDifference,
  hashScenario,
  isSameScenario,
  parseSnapshot,
  type ReplicationResult,
  type Snapshot,
  snapshotOf,
  snapshotText,
} from '#experiment';
import { BlockLeaves } from '#ledger';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { readText, sha256 } from '../../shared/host.ts';
import { attempt, orRefuse, refuse } from '../../shared/problem.ts';
import { sealedPreference } from './own-preference.ts';

/** A snapshot file that a run is to leave beside its folder. */
export class SnapshotTaker {
  readonly leaves = new BlockLeaves();
  private readonly files = new WholeFiles();
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Writes the file next to its place. Refuses a run that has ended by itself. */
  prepare(
    scenario: Scenario,
    made: Omit<Snapshot['made'], 'scenarioHash' | 'scenarioName'> & Pick<Snapshot, 'breach'>,
    result: ReplicationResult,
  ): void {
    const endedAfterHours = result.summary.overload?.endedAfterHours ?? null;
    if (endedAfterHours !== null) {
      refuse(
        `--snapshot ${this.path}: the run ended by itself after ${endedAfterHours} h, because too many cases waited: nothing can follow`,
        'end it earlier with --until, or change the scenario',
      );
    }
    const { breach, ...header } = made;
    const blocks = this.leaves.list;
    const snapshot = snapshotOf({ scenario, made: header, breach, result, blocks }, sha256);
    attempt(this.path, 'choose another file with --snapshot', () =>
      this.files.write(this.path, snapshotText(snapshot, sha256)),
    );
  }

  commit(): void {
    attempt(this.path, 'choose another file with --snapshot', () => this.files.commit());
  }

  discard(): void {
    this.files.discard();
  }
}

/** Null if no snapshot is wanted. A run folder holds nothing but the files of its run. */
export function snapshotWanted(
  path: string | undefined,
  folder: string,
  hasLedger: boolean,
): SnapshotTaker | null {
  if (path === undefined) return null;
  if (!hasLedger) return refuse('--snapshot names the root of the ledger', 'leave --no-ledger out');
  if (path === '') return refuse('--snapshot names no file', 'name a file');
  const [first = ''] = relative(resolve(folder), resolve(path)).split(sep);
  if (first !== '..')
    return refuse(`--snapshot ${path} is inside the run folder ${folder}`, 'put the file next to the folder');
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return refuse(`--snapshot ${path} is a folder`, 'name a file');
  if (there?.isFile() === true && !isSnapshotText(readText(path))) {
    return refuse(
      `--snapshot ${path} is a file already, and no snapshot of a run`,
      'choose another name, or remove that file first',
    );
  }
  return new SnapshotTaker(path);
}

/** A snapshot may replace an older one, whole or damaged, but no scenario or other work of somebody. */
function isSnapshotText(text: Result<string, string>): boolean {
  return text.ok && (text.value === '' || text.value.slice(0, 100).includes('"meridian snapshot"'));
}

/** Options of a run that a snapshot decides. */
export interface Given {
  readonly seed?: string;
  readonly replication?: string;
  readonly breach?: string;
  readonly branches?: string;
}

/** Reads a snapshot that a run of the scenario is to continue. */
export function openSnapshot(path: string, scenario: Scenario, given: Given): Snapshot {
  const text = orRefuse(readText(path), FROM_SNAPSHOT);
  const parsed = parseSnapshot(text, sha256);
  if (!parsed.ok) return refuse(`${path}: ${parsed.problem}`, FROM_SNAPSHOT);
  const snapshot = parsed.value;
  if (snapshot.breach !== null && faultsOf(snapshot.breach) === null)
    return refuse(`${path}: its run had the breach ${snapshot.breach}, which there is not`, FROM_SNAPSHOT);
  refuseOtherOption(snapshot, given);
  refuseOtherEnd(snapshot, scenario, path);
  return snapshot;
}

const FROM_SNAPSHOT = 'name a file that `meridian run --snapshot` has written';

function refuseOtherOption({ breach, made }: Snapshot, given: Given): void {
  const rows = [
    ['--seed', given.seed, made.seed],
    ['--replication', given.replication, String(made.replication)],
    ['--breach', given.breach, breach ?? 'none'],
  ] as const;
  const other = rows.find(([, value, taken]) => value !== undefined && value !== taken);
  if (other !== undefined) {
    const [name, value, taken] = other;
    refuse(`${name} ${value}: the snapshot is of a run with ${taken}`, `leave ${name} out`);
  }
  if (given.branches !== undefined && seedParts(made.seed).branches.length > 0)
    refuse(`--branches: the snapshot is of a run with branches already (${made.seed})`, 'leave it out');
}

function refuseOtherEnd(snapshot: Snapshot, scenario: Scenario, path: string): void {
  const { made, untilMs } = snapshot;
  const isSame = isSameScenario(scenario, snapshot, sha256);
  const hash = hashScenario(firstPartOf(scenario, snapshot), sha256);
  if (isSame && hash !== made.scenarioHash) {
    refuse(
      `${path}: its time was changed: ${scenario.name} until ${durationText(untilMs)} has the hash ${hash}, and the snapshot is of ${made.scenarioHash}`,
      FROM_SNAPSHOT,
    );
  }
  if (untilMs < scenario.horizonMs) return;
  refuse(
    `${path} is a snapshot after ${durationText(untilMs)}, and ${scenario.name} ends after ${durationText(scenario.horizonMs)}: nothing follows`,
    'choose a later --until, or a longer horizon in the scenario',
  );
}

/** Refuses a snapshot that another program made. `engine`: as `sealedVersion` gives it. */
export function refuseOtherEngine({ made }: Snapshot, engine: string): void {
  if (made.engineVersion === engine) return;
  const [taken, now] = [sealedPreference(made.engineVersion), sealedPreference(engine)];
  if (taken !== now) {
    const text = (hash: string | null) => (hash === null ? 'none' : `the one with SHA-256 ${hash}`);
    refuse(
      `the snapshot is of a run with another preference module: ${text(taken)}, and now ${text(now)}`,
      'name the same module with --preference, or none',
    );
  }
  refuse(
    `the snapshot was made by engine ${made.engineVersion}, and this one is ${engine}`,
    'make the first part again with this program',
  );
}

/** Refuses a run that has another history than the snapshot. */
export function otherHistory(difference: HistoryDifference, snapshot: Snapshot, scenario: Scenario): never {
  const isSame = isSameScenario(scenario, snapshot, sha256);
  const remedy = isSame
    ? 'make the first part again, and compare its root'
    : `continue a scenario that differs only after ${durationText(snapshot.untilMs)}, or run this one from its start`;
  const whose = isSame
    ? 'made again, the first part'
    : `${scenario.name} has another history than the snapshot: it`;
  if (difference.kind !== 'entries') {
    const { expected, found, kind } = difference;
    return refuse(`${whose} has the ${kind} ${found}, and the snapshot says ${expected}`, remedy);
  }
  const { firstEntry, fromMs, lastEntry, toMs } = difference.block;
  const entries = `among its entries ${firstEntry} to ${lastEntry}`;
  if (fromMs === null || toMs === null)
    return refuse(
      `${whose} ends after ${firstEntry - 1} entries, and the snapshot says ${lastEntry}`,
      remedy,
    );
  const at = (ms: number) =>
    new Date(scenario.startEpochMs + ms).toISOString().slice(0, 16).replace('T', ' ');
  return refuse(`${whose} differs ${entries}, which it makes from ${at(fromMs)} to ${at(toMs)} UTC`, remedy);
}

/** What a run that continues another says of its parts. */
export function continuationLines(
  { ledger, made, untilMs }: Snapshot,
  scenario: Scenario,
): readonly string[] {
  const { entries, root } = ledger;
  const first = `the first ${durationText(untilMs)} of seed ${made.seed}, replication ${made.replication}`;
  return [
    `It continues ${first}: ${entries.toLocaleString('en-GB')} entries, root ${root}, made again and found equal.`,
    `Its ledger has what follows. Figures, report and audit are of the whole ${durationText(scenario.horizonMs)}.`,
  ];
}

/** In hours where they are whole. */
export function durationText(ms: number): string {
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS} h` : formatExactDuration(ms);
}
