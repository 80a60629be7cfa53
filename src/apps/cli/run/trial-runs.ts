import { setImmediate } from 'node:timers/promises';
import { assert } from '#base';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import { startReplication } from '#experiment';
import { observerOf } from '#ledger';
import { type Followed, startFollowing, startTrials, type TriedStranding } from '#prover';
import { sha256, versions } from '../../shared/host.ts';
import { withProgress } from '../progress.ts';

/** Whether a simulated run has broken a property. */
export interface Reach {
  readonly tried: number;
  /** The first replication that broke it, with a case; null if none did. */
  readonly replication: number | null;
  readonly caseNumber: number | null;
}

interface Trials {
  readonly scenario: Scenario;
  readonly faults: Faults;
  readonly trials: number;
  readonly quiet: boolean;
}

/** Broken properties by id, each with the arrival streams whose cases can break it. */
type Breakable = ReadonlyMap<string, ReadonlySet<number>>;

/**
 * Simulates until every one of the properties has been broken; by id. Judges runs step by step, as the prover does,
 * because a property may be only a part of an invariant that the audit judges as a whole. Follows only cases that can break one of them.
 */
export async function reachedBySimulation(
  breakable: Breakable,
  options: Trials,
): Promise<Readonly<Record<string, Reach>>> {
  const { quiet, trials } = options;
  const reached: Record<string, Reach> = {};
  const open = new Map(breakable);
  await withProgress('trying', quiet || breakable.size === 0, 'runs', async (progress) => {
    for (let replication = 0; replication < trials && open.size > 0; replication++) {
      const broken = await followedRun(options, replication, open);
      for (const [id, caseNumber] of broken) {
        if (open.delete(id)) reached[id] = { tried: replication + 1, replication, caseNumber };
      }
      progress.at((replication + 1) / trials, replication + 1);
    }
  });
  if (trials > 0)
    for (const id of open.keys()) reached[id] = { tried: trials, replication: null, caseNumber: null };
  return reached;
}

/** Runs one replication until all `wanted` properties have been broken. */
async function followedRun(
  { faults, scenario }: Trials,
  replication: number,
  wanted: Breakable,
): Promise<Followed['broken']> {
  const follower = startFollowing(scenario, faults, wanted);
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    engineVersion: versions.engine,
    faults,
    writeLedger: null,
    observer: observerOf(follower.visit),
  });
  const isDone = () =>
    [...wanted.keys()].every((id) => ([...follower.broken.keys()] as string[]).includes(id));
  while (!run.advance(Number.POSITIVE_INFINITY, NOTICES_AT_A_TIME)) {
    if (isDone()) return follower.broken;
    await setImmediate();
  }
  const { broken, offPath } = follower.finish();
  assert(offPath.length === 0, `a run follows paths that were not explored: ${offPath[0]}`);
  return broken;
}

/** Tries each finding in runs in which its places are deliberately down. */
export async function triedStrandings(
  strandings: readonly TriedStranding[],
  { faults, quiet, scenario, trials: tries }: Trials,
): Promise<readonly TriedStranding[]> {
  if (tries === 0) return strandings;
  const trials = startTrials(scenario, strandings, {
    faults,
    tries,
    engine: 'compiled',
    noticesMax: TRIAL_NOTICES_MAX,
  });
  await withProgress('stranding', quiet, 'runs', async (progress) => {
    while (trials.next()) {
      progress.at(trials.share, trials.runs);
      await setImmediate();
    }
  });
  return trials.finish();
}

const NOTICES_AT_A_TIME = 10_000;
/** About ten seconds on a large scenario. */
const TRIAL_NOTICES_MAX = 2_000_000;
