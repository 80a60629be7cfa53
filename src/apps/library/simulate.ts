import { joinBytes } from '#base';
import type { OwnPreference, Scenario } from '#domain';
import { pilotFor, type Replication, startReplication } from '#experiment';
import type { Summary } from '#statistics';
import { VERSION } from '../shared/version.ts';
import { demand, kindProblems, numberProblems, preferenceProblems, scenarioProblems } from './arguments.ts';
import { engine, sha256 } from './machine/node.ts';

/** How to make one run. */
export interface SimulateOptions {
  /** Left out: the scenario's. The same scenario, seed and replication give the same run on any machine. */
  readonly seed?: string;
  /** From 0; each number is another run under the same seed. Left out: 0. */
  readonly replication?: number;
  /** Whether to write a ledger, which an audit needs. Left out: true. A ledger takes some 32 bytes per act of memory. */
  readonly ledger?: boolean;
  /** A routing preference of one's own; see `meridian/preference`. */
  readonly preference?: OwnPreference;
  /** Checked some times a second; once it is aborted, `simulate` throws its reason. */
  readonly signal?: AbortSignal;
  /** Called some times a second with the part of the run that is simulated, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** One run. */
export interface SimulatedRun {
  readonly scenario: Scenario;
  /** What was measured; times in the units that the names of its fields end with. */
  readonly summary: Summary;
  /** Every act of the run in the binary form that `audit` reads; null if none was wanted. */
  readonly ledger: Uint8Array | null;
  /** The ledger's root (SHA-256, hexadecimal), which names the run and all of its acts; null without ledger. */
  readonly root: string | null;
}

/** Some tenths of a second of work. */
const NOTICES_AT_ONCE = 100_000;
/** Replications are numbered in 32 bits. */
const REPLICATIONS_MOST = 2 ** 32;

/**
 * Simulates a scenario from its start to its horizon. A scenario whose queue grows without bound ends early; `summary.overload` says when.
 * Throws a `BadArgument` that lists everything wrong with scenario and options.
 *
 * @example
 * const { summary } = simulate(scenario, { seed: 'monday' });
 * console.log(summary.total.serviceLevel);
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): SimulatedRun {
  const { ledger: isKept = true, onProgress, preference, replication: number = 0, signal } = options;
  demand([
    ...scenarioProblems(scenario),
    ...kindProblems('seed', options.seed, 'string'),
    ...numberProblems('replication', number, { least: 0, most: REPLICATIONS_MOST - 1 }),
    ...kindProblems('onProgress', onProgress, 'function'),
    ...preferenceProblems(preference),
  ]);
  const seed = options.seed ?? scenario.seed;
  const toHorizon = (replication: Replication): void => {
    while (!replication.advance(scenario.horizonMs, NOTICES_AT_ONCE)) {
      onProgress?.(replication.nowMs / scenario.horizonMs);
      signal?.throwIfAborted();
    }
  };
  const pilot = pilotFor(scenario, seed, sha256, engine);
  if (pilot !== null) toHorizon(pilot.replication);
  const pieces: Uint8Array[] = [];
  const replication = startReplication(scenario, {
    seed,
    replication: number,
    engine,
    digest: sha256,
    engineVersion: VERSION,
    writeLedger: isKept ? (bytes) => pieces.push(bytes.slice()) : null,
    ...(preference === undefined ? {} : { preference }),
    warmUp: pilot?.warmUp(),
  });
  toHorizon(replication);
  const { ledger, summary } = replication.finish();
  onProgress?.(1);
  return { scenario, summary, ledger: isKept ? joinBytes(pieces) : null, root: ledger?.root ?? null };
}
