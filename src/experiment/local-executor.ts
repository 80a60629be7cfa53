import type { Digest } from '#base';
import type { Scenario } from '#domain';
import type { Executor, Job, JobResult, JobSummary } from './executor.ts';
import { startReplication } from './replication.ts';

/** One replication without ledger, at once. */
export function runJob(scenario: Scenario, job: Job, digest: Digest): JobResult {
  const replication = startReplication(scenario, {
    seed: job.seed,
    replication: job.replication,
    engine: 'compiled',
    digest,
    writeLedger: null,
    versions: { engine: '', timeZones: '' },
  });
  while (!replication.advance(scenario.horizonMs));
  return { job, summary: measured(replication.finish().summary) };
}

function measured({ cases, centres, costs, overload, segments, total }: JobSummary): JobSummary {
  return { cases, centres, costs, overload, segments, total };
}

/** Makes the replications in this thread, one after the other. */
export function createLocalExecutor(digest: Digest): Executor {
  let scenarios: readonly Scenario[] = [];
  return {
    parallel: 1,
    begin: async (all) => {
      scenarios = all;
    },
    run: async (job) => {
      const scenario = scenarios[job.scenario];
      if (scenario === undefined) return { job, failed: `there is no scenario ${job.scenario}` };
      return runJob(scenario, job, digest);
    },
    interrupt: () => {},
    end: async () => {},
  };
}
