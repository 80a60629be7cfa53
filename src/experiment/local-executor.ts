import type { Digest } from '#base';
import type { Scenario } from '#domain';
import type { EngineKind } from '#engine';
import type { Executor, Job, JobResult } from './executor.ts';
import { startReplication } from './replication.ts';

/** One replication without ledger, at once. */
export function runJob(
  scenario: Scenario,
  job: Job,
  digest: Digest,
  engine: EngineKind = 'compiled',
): JobResult {
  const replication = startReplication(scenario, {
    seed: job.seed,
    replication: job.replication,
    engine,
    digest,
    writeLedger: null,
    versions: { engine: '', timeZones: '' },
  });
  while (!replication.advance(scenario.horizonMs));
  return { job, summary: replication.finish().summary };
}

/** Makes the replications in this thread, one after the other. `engine`: `table` where code may not be generated. */
export function createLocalExecutor(digest: Digest, engine: EngineKind = 'compiled'): Executor {
  let scenarios: readonly Scenario[] = [];
  return {
    parallel: 1,
    begin: async (all) => {
      scenarios = all;
    },
    run: async (job) => {
      const scenario = scenarios[job.scenario];
      if (scenario === undefined) return { job, failed: `there is no scenario ${job.scenario}` };
      return runJob(scenario, job, digest, engine);
    },
    end: async () => {},
  };
}
