import type { CaseFilter, Scenario } from '#domain';
import type { BriefSummary } from '#statistics';

/** One replication to be made: a pure function of these. */
export interface Job {
  /** Index of the experiment's list of scenarios. */
  readonly scenario: number;
  readonly seed: string;
  readonly replication: number;
}

/** A job as whoever makes the replication sees it. */
export interface FilteredJob extends Job {
  /** Cases whose service the summary has besides that of all cases and of each segment. Left out: none. */
  readonly filters?: readonly CaseFilter[];
}

/** Series and pictures are not made: they would be most of what threads have to do beside the run, and to pass on. */
export type JobSummary = BriefSummary;

/** What a job came to. */
export type JobResult =
  | { readonly job: Job; readonly summary: JobSummary }
  /** The job cannot be done, whoever tries: the cause, in words. */
  | { readonly job: Job; readonly failed: string };

/**
 * Makes replications: in this process, in threads, or elsewhere. Results may come in any order; what is made of them
 * must not depend on it. `begin` is called before the first job, and again where other scenarios are to be run: not while a job is under way.
 */
export interface Executor {
  /** How many jobs it works on at once: more need not be handed in ahead. It may change while jobs are under way. */
  readonly parallel: number;
  /** Summaries then also have the service to the cases of each filter. */
  begin(scenarios: readonly Scenario[], filters?: readonly CaseFilter[]): Promise<void>;
  run(job: Job): Promise<JobResult>;
  /** Nobody waits for the jobs in hand any more: those that cannot be finished shortly are answered as failed. */
  interrupt(): void;
  end(): Promise<void>;
}
