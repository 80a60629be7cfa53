import {
  assert,
  canonicalJson,
  type Digest,
  failure,
  hexOf,
  list,
  number,
  type Of,
  orNull,
  Reading,
  type Result,
  record,
  success,
  text,
  utf8Of,
} from '#base';
import type { Scenario } from '#domain';
import type { LedgerHeader } from '#ledger';
import { ledgerHeaderOf, type ReplicationResult } from '../replications/replication.ts';

const FORMAT = 'meridian snapshot';
const VERSION = 1;

const count = number({ min: 0, step: 1 });

/**
 * What identifies the first part of a run: how it was simulated, and what came of it. It holds no state of the engine, because the part can
 * be simulated again, and is then recognised by its root (decision 50).
 */
const snapshotForm = record({
  /** The first part ends before this time, ms since the start. */
  untilMs: number({ min: 1, step: 1 }),
  /** Header of the first part's ledger. The scenario that it names ends at `untilMs`. */
  made: record({
    scenarioHash: text,
    scenarioName: text,
    seed: text,
    replication: count,
    engineVersion: text,
  }),
  /** Hash of the scenario without its end, so that the same scenario is known by any end. */
  endlessHash: text,
  /** The seeded breach; null for none. */
  breach: orNull(text),
  /** `blocks`: leaf hash of each block, hexadecimal. */
  ledger: record({ root: text, entries: count, blocks: list(text) }),
  /** Where the engine stood. */
  state: record({ cases: count, waiting: count }),
});
export interface Snapshot extends Of<typeof snapshotForm> {}

/** How the first part was simulated, and what came of it. */
export interface FirstPart {
  /** The scenario, which ends where the first part does. */
  readonly scenario: Scenario;
  readonly made: Pick<LedgerHeader, 'engineVersion' | 'replication' | 'seed'>;
  readonly breach: string | null;
  readonly result: Pick<ReplicationResult, 'counts' | 'ledger'>;
  /** Leaf hash of each block of its ledger. */
  readonly blocks: readonly string[];
}

/** The snapshot of a run's end. Its ledger must have been written. */
export function snapshotOf({ blocks, breach, made, result, scenario }: FirstPart, digest: Digest): Snapshot {
  const { counts, ledger } = result;
  assert(ledger !== null, 'a snapshot names the root of a ledger');
  return {
    untilMs: scenario.horizonMs,
    made: ledgerHeaderOf(scenario, { ...made, digest }),
    endlessHash: endlessHashOf(scenario, digest),
    breach,
    ledger: { root: ledger.root, entries: ledger.entries, blocks },
    state: { cases: counts.cases, waiting: counts.waitingCases },
  };
}

/** Hash of a scenario without its end. */
function endlessHashOf({ horizonMs: _, ...rest }: Scenario, digest: Digest): string {
  return hexOf(digest(utf8Of(canonicalJson(rest))));
}

/** The scenario up to the time of a snapshot, of which the first ledger is. */
export function firstPartOf(scenario: Scenario, { untilMs }: Pick<Snapshot, 'untilMs'>): Scenario {
  return { ...scenario, horizonMs: untilMs };
}

export function isSameScenario(scenario: Scenario, { endlessHash }: Snapshot, digest: Digest): boolean {
  return endlessHashOf(scenario, digest) === endlessHash;
}

/** The text of a snapshot's file. Its last member is the hash of all others. */
export function snapshotText(snapshot: Snapshot, digest: Digest): string {
  const content = { format: FORMAT, version: VERSION, ...snapshot };
  return `${JSON.stringify({ ...content, sha256: sealOf(content, digest) }, null, 1)}\n`;
}

function sealOf(content: object, digest: Digest): string {
  return hexOf(digest(utf8Of(canonicalJson(content))));
}

/** Reads a snapshot. Fails with what is wrong with it, in one sentence. */
export function parseSnapshot(written: string, digest: Digest): Result<Snapshot, string> {
  const value = objectIn(written);
  if (value === null || value.format !== FORMAT) return failure('it is not a snapshot of a run');
  if (value.version !== VERSION)
    return failure(`it is a snapshot of version ${String(value.version)}, and this program reads ${VERSION}`);
  const { sha256, ...content } = value;
  const seal = sealOf(content, digest);
  if (sha256 !== seal)
    return failure(`it is damaged: its content has the hash ${seal}, and it says ${String(sha256)}`);
  const { format: _, version: _version, ...members } = content;
  const reading = new Reading(members);
  const snapshot = reading.read(snapshotForm, members);
  return reading.problems.length === 0
    ? success(snapshot)
    : failure('it is damaged: a value is missing or of another kind');
}

function objectIn(written: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
