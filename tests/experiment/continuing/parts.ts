import { joinBytes } from '#base';
import type { Scenario } from '#domain';
import type { EngineKind } from '#engine';
import {
  type Continuation,
  firstPartOf,
  type ReplicationResult,
  type Snapshot,
  snapshotOf,
  startContinuation,
  startReplication,
} from '#experiment';
import { BlockLeaves, createLedgerWriter, openLedger } from '#ledger';
import { ledgerHeaderOf } from '../../../src/experiment/replications/replication.ts';
import { numbersOf } from '../../entries.ts';
import { sha256, successOf } from '../../running.ts';

/** The engine version of all runs in memory. */
const VERSION = 'test';

export interface Choices {
  readonly seed?: string;
  readonly engine?: EngineKind;
}

/** The first part of a run up to a time, and its snapshot. Time 0 stands for a part in which nothing has happened. */
export function firstPart(
  whole: Scenario,
  untilMs: number,
  { engine = 'compiled', seed = whole.seed }: Choices = {},
): { readonly snapshot: Snapshot; readonly ledger: Uint8Array } {
  const scenario = firstPartOf(whole, { untilMs });
  const leaves = new BlockLeaves();
  const chunks: Uint8Array[] = [];
  const write = (bytes: Uint8Array) => {
    leaves.take(bytes);
    chunks.push(bytes.slice());
  };
  const made = { seed, replication: 0, engineVersion: VERSION };
  const result = untilMs === 0 ? nothing(whole, made, write) : run(scenario, { ...made, engine, write });
  const snapshot = snapshotOf({ scenario, made, breach: null, result, blocks: leaves.list }, sha256);
  return { snapshot, ledger: joinBytes(chunks) };
}

function run(
  scenario: Scenario,
  {
    write,
    ...options
  }: Parameters<typeof nothing>[1] & { engine: EngineKind; write: (bytes: Uint8Array) => void },
): ReplicationResult {
  const replication = startReplication(scenario, { ...options, digest: sha256, writeLedger: write });
  while (!replication.advance(scenario.horizonMs));
  return replication.finish();
}

function nothing(
  scenario: Scenario,
  made: { readonly seed: string; readonly replication: number; readonly engineVersion: string },
  write: (bytes: Uint8Array) => void,
): Pick<ReplicationResult, 'counts' | 'ledger'> {
  const header = ledgerHeaderOf(firstPartOf(scenario, { untilMs: 0 }), { ...made, digest: sha256 });
  const { entryCount, root } = createLedgerWriter({ header, digest: sha256, write }).seal();
  // Cases that are open at the start are there before anything happens.
  const begun = startReplication(scenario, {
    ...made,
    engine: 'compiled',
    digest: sha256,
    writeLedger: null,
  });
  return {
    counts: begun.counts,
    ledger: { root: Buffer.from(root).toString('hex'), entries: entryCount },
  };
}

export interface SecondPart {
  readonly run: Continuation;
  readonly finish: () => {
    readonly summary: ReplicationResult['summary'];
    readonly ledger: Uint8Array;
    readonly earlier: Uint8Array;
  };
}

/** A run that continues a snapshot, at the time of the snapshot. */
export function secondPart(
  scenario: Scenario,
  snapshot: Snapshot,
  { engine = 'compiled', seed = snapshot.made.seed }: Choices = {},
  noticesMax = Number.POSITIVE_INFINITY,
): SecondPart {
  const chunks: Uint8Array[] = [];
  const earlier: Uint8Array[] = [];
  const continuation = startContinuation(scenario, snapshot, {
    seed,
    engine,
    digest: sha256,
    engineVersion: VERSION,
    writeEarlier: (bytes) => earlier.push(bytes.slice()),
    writeLedger: (bytes) => chunks.push(bytes.slice()),
  });
  while (!continuation.replay(noticesMax));
  return {
    run: continuation,
    finish: () => {
      while (!continuation.advance(scenario.horizonMs));
      const { summary } = continuation.finish();
      return { summary, ledger: joinBytes(chunks), earlier: joinBytes(earlier) };
    },
  };
}

/** The bytes of all entries of a ledger. */
export function entriesOf(ledger: Uint8Array): Buffer {
  const opened = successOf(openLedger(ledger, sha256));
  const rows: number[] = [];
  opened.forEach((entry) => rows.push(...numbersOf(entry)));
  return Buffer.from(Float64Array.from(rows).buffer);
}
