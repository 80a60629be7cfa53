import { setImmediate } from 'node:timers/promises';
import type { OwnPreference, Scenario } from '#domain';
import { faultsOf, loadEngine } from '#engine';
import {
  pilotFor,
  type Replication,
  type ReplicationResult,
  type Snapshot,
  startContinuation,
  startReplication,
} from '#experiment';
import { sha256, versions } from '../../shared/host.ts';
import { interrupted } from '../../shared/problem.ts';
import { type Progress, withProgress } from '../progress.ts';
import { sealedVersion } from './own-preference.ts';
import type { RunFolderWriter, RunRecord } from './run-folder.ts';
import { otherHistory, type SnapshotTaker } from './snapshot-file.ts';

export interface RunToMake {
  readonly scenario: Scenario;
  readonly record: Omit<RunRecord, 'root'>;
  readonly preference: OwnPreference | undefined;
  /** The snapshot that the run continues, always with a ledger; null for a run from the start. */
  readonly from: Snapshot | null;
  /** Null if no snapshot is wanted. */
  readonly taker: SnapshotTaker | null;
  readonly options: { readonly audit: boolean; readonly ledger: boolean; readonly quiet?: true };
  readonly signal: AbortSignal;
}

export function nothingWritten(): never {
  return interrupted('nothing was written, and earlier results are unchanged');
}

/** Some tenths of a second of work. */
const NOTICES_AT_ONCE = 100_000;

/** Simulates to the horizon, with progress. Fails if the user interrupts, or if the history is not that of the snapshot. */
export async function makeRun(task: RunToMake, writer: RunFolderWriter): Promise<ReplicationResult> {
  const { from, options: asked, record, scenario } = task;
  await loadEngine(record.engine);
  return withProgress(scenario.name, asked.quiet === true, 'cases', async (progress) => {
    const pilot = pilotFor(scenario, record.seed, sha256);
    if (pilot !== null && !(await isMade(pilot.replication, task, progress))) return nothingWritten();
    const options = optionsOf(task, pilot?.warmUp());
    if (from !== null) return continued(task, from, writer, options, progress);
    const replication = startReplication(scenario, {
      ...options,
      writeLedger: asked.ledger ? writing(writer, task.taker) : null,
    });
    return (await isMade(replication, task, progress)) ? replication.finish() : nothingWritten();
  });
}

/** Makes what was before again, compares it, and goes on. */
async function continued(
  task: RunToMake,
  from: Snapshot,
  writer: RunFolderWriter,
  options: Options,
  progress: Progress,
): Promise<ReplicationResult> {
  const { scenario } = task;
  const run = startContinuation(scenario, from, {
    ...options,
    writeEarlier: task.options.audit ? writer.writeEarlier : null,
    writeLedger: writer.writeLedger,
  });
  const isReplayed = await inPieces(run, () => run.replay(NOTICES_AT_ONCE), task, progress);
  if (!isReplayed) return nothingWritten();
  const difference = run.difference();
  if (difference !== null) return otherHistory(difference, from, scenario);
  return (await isMade(run, task, progress)) ? run.finish() : nothingWritten();
}

type Options = ReturnType<typeof optionsOf>;

function optionsOf(
  { preference, record }: RunToMake,
  warmUp: ReturnType<NonNullable<ReturnType<typeof pilotFor>>['warmUp']> | undefined,
) {
  return {
    seed: record.seed,
    replication: record.replication,
    engine: record.engine,
    digest: sha256,
    engineVersion: sealedVersion(versions.engine, record.preference),
    faults: record.breach === null ? {} : (faultsOf(record.breach) ?? {}),
    ...(preference === undefined ? {} : { preference }),
    warmUp,
  };
}

/** Writes the ledger; notes the hashes of its blocks if a snapshot is to name them. */
function writing(writer: RunFolderWriter, taker: SnapshotTaker | null): (bytes: Uint8Array) => void {
  if (taker === null) return writer.writeLedger;
  return (bytes) => {
    taker.leaves.take(bytes);
    writer.writeLedger(bytes);
  };
}

/** Advances to the horizon; false if the user interrupts. */
function isMade(run: Replication, task: RunToMake, progress: Progress): Promise<boolean> {
  return inPieces(run, () => run.advance(task.scenario.horizonMs, NOTICES_AT_ONCE), task, progress);
}

async function inPieces(
  run: Replication,
  isOver: () => boolean,
  { scenario, signal }: RunToMake,
  progress: Progress,
): Promise<boolean> {
  while (!isOver()) {
    progress.at(run.nowMs / scenario.horizonMs, run.counts.cases);
    await setImmediate();
    if (signal.aborted) return false;
  }
  return true;
}
