import type { Digest } from '#base';
import type { OwnPreference, Scenario } from '#domain';
import { type EngineKind, SpareParts } from '#engine';
import type { WarmUp } from '#statistics';
import { startBriefReplication } from './brief-replication.ts';
import type { Asked, Executor, FilteredJob, Job, JobResult } from './executor.ts';
import { pilotFor } from './pilot.ts';

/** Notices between two calls of `watch`: some tens of milliseconds. */
const NOTICES_AT_ONCE = 20_000;

/** How replications are made in a thread. */
interface RunnerOptions {
  /** `table` if code may not be generated. Left out: `compiled`. */
  readonly engine?: EngineKind;
  /** The thread's own, if it makes replications of further scenarios. */
  readonly spare?: SpareParts;
  /** Gets the share of a replication that is done, 0 to 1. */
  readonly watch?: (share: number) => void;
  /** A preference of the caller's own for a scenario. */
  readonly preferenceFor?: ((scenario: Scenario) => OwnPreference) | undefined;
}

/** Makes replications of the scenarios without a ledger, each in one go. A warm-up that must be determined is determined once per seed. */
export function createJobRunner(
  scenarios: readonly Scenario[],
  digest: Digest,
  { engine = 'compiled', preferenceFor, spare = new SpareParts(), watch }: RunnerOptions = {},
): (job: FilteredJob) => JobResult {
  const preferences = scenarios.map((scenario) => preferenceFor?.(scenario));
  const warmUps = new Map<string, WarmUp>();
  const warmUpOf = (scenario: Scenario, job: Job): WarmUp | undefined => {
    const key = `${job.scenario} ${job.seed}`;
    const known = warmUps.get(key);
    if (known !== undefined) return known;
    const pilot = pilotFor(scenario, job.seed, digest, engine);
    if (pilot === null) return undefined;
    while (!pilot.replication.advance(scenario.horizonMs));
    const found = pilot.warmUp();
    warmUps.set(key, found);
    return found;
  };
  return (job) => {
    const scenario = scenarios[job.scenario];
    if (scenario === undefined) return { job, failed: `there is no scenario ${job.scenario}` };
    const preference = preferences[job.scenario];
    const options = {
      seed: job.seed,
      replication: job.replication,
      engine,
      digest,
      warmUp: warmUpOf(scenario, job),
      spare,
      ...(preference === undefined ? {} : { preference }),
    };
    const replication = startBriefReplication(scenario, options, job);
    const noticesMax = watch === undefined ? undefined : NOTICES_AT_ONCE;
    while (!replication.advance(scenario.horizonMs, noticesMax))
      watch?.(replication.nowMs / scenario.horizonMs);
    return { job, summary: replication.finish() };
  };
}

/** Makes the replications in this thread, one after the other. */
export function createLocalExecutor(
  digest: Digest,
  options: Pick<RunnerOptions, 'engine' | 'preferenceFor'> = {},
): Executor {
  let runJob = createJobRunner([], digest, options);
  let wanted: Asked = {};
  return {
    parallel: 1,
    begin: async (scenarios, asked = {}) => {
      wanted = asked;
      runJob = createJobRunner(scenarios, digest, options);
    },
    run: async (job) => ({ ...runJob({ ...job, ...wanted }), job }),
    interrupt: () => {},
    end: async () => {},
  };
}
