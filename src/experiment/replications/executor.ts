import type { CaseFilter, Scenario } from '#domain';
import type { BriefSummary } from '#statistics';
import type { FigureRows } from '../measures/figure-rows.ts';

/** One replication to be made, which is a pure function of these values. */
export interface Job {
  /** Index in the experiment's list of scenarios. */
  readonly scenario: number;
  readonly seed: string;
  readonly replication: number;
}

/** A job as passed to the code that makes the replication. */
export interface FilteredJob extends Job {
  /** Cases for which the summary gives service figures, in addition to all cases and each segment. Left out: none. */
  readonly filters?: readonly CaseFilter[];
  /** True if the summary is to contain all figures in rows. */
  readonly isDetailed?: boolean;
}

/** Without series and distributions, which would be most of the work apart from the run, and of the data to pass on. */
export interface JobSummary extends BriefSummary {
  /** Left out if nobody asked for details. */
  readonly figures?: FigureRows;
}

/** The result of a job. */
export type JobResult =
  | { readonly job: Job; readonly summary: JobSummary }
  /** Nobody can do the job, for this reason in words. */
  | { readonly job: Job; readonly failed: string };

/**
 * Makes replications in this process, in threads, or elsewhere. Results may arrive in any order, and nothing may depend on it. Call `begin`
 * before the first job, and again before running other scenarios, but not while a job is running.
 */
export interface Executor {
  /** How many jobs it works on at once. There is no need to submit more ahead. It may change while jobs are running. */
  readonly parallel: number;
  /** With filters, summaries also give the service to the cases of each filter; with details, all figures in rows. */
  begin(scenarios: readonly Scenario[], filters?: readonly CaseFilter[], isDetailed?: boolean): Promise<void>;
  run(job: Job): Promise<JobResult>;
  /** Nobody waits for the jobs in hand any more: those that cannot finish soon are answered as failed. */
  interrupt(): void;
  end(): Promise<void>;
}
