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
  const { ledger: isKept = true, onProgress } = options;
  demand(problemsOf(scenario, options));
  const seed = options.seed ?? scenario.seed;
  const pilot = pilotFor(scenario, seed, sha256, engine);
  if (pilot !== null) toHorizon(pilot.replication, scenario, options);
  const pieces: Uint8Array[] = [];
  const replication = startReplication(scenario, {
    ...replicationOf(scenario, options),
    writeLedger: isKept ? (bytes) => pieces.push(bytes.slice()) : null,
    warmUp: pilot?.warmUp(),
  });
  toHorizon(replication, scenario, options);
  const { ledger, summary } = replication.finish();
  onProgress?.(1);
  return { scenario, summary, ledger: isKept ? joinBytes(pieces) : null, root: ledger?.root ?? null };
}

/** What is wrong with scenario and options. */
export function problemsOf(scenario: Scenario, options: SimulateOptions): readonly string[] {
  const { onProgress, preference, replication = 0, seed } = options;
  return [
    ...scenarioProblems(scenario),
    ...kindProblems('seed', seed, 'string'),
    ...numberProblems('replication', replication, { least: 0, most: REPLICATIONS_MOST - 1 }),
    ...kindProblems('onProgress', onProgress, 'function'),
    ...preferenceProblems(preference),
  ];
}

/** The replication that the options name. */
export function replicationOf(
  scenario: Scenario,
  { preference, replication = 0, seed = scenario.seed }: SimulateOptions,
) {
  return {
    seed,
    replication,
    engine,
    digest: sha256,
    engineVersion: VERSION,
    ...(preference === undefined ? {} : { preference }),
  };
}

export function toHorizon(
  replication: Replication,
  { horizonMs }: Scenario,
  { onProgress, signal }: SimulateOptions,
): void {
  while (!replication.advance(horizonMs, NOTICES_AT_ONCE)) {
    onProgress?.(replication.nowMs / horizonMs);
    signal?.throwIfAborted();
  }
}
