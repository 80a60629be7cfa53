import type { Scenario } from '#domain';
import type { CentreRow, Summary } from '#statistics';

/** One replication to be made: a pure function of these. */
export interface Job {
  /** Index of the experiment's list of scenarios. */
  readonly scenario: number;
  readonly seed: string;
  readonly replication: number;
}

/** What experiments need of a summary. Series and pictures stay where they are made: they would be most of what threads pass on. */
export interface JobSummary
  extends Pick<Summary, 'cases' | 'total' | 'segments' | 'costs' | 'overload' | 'warmUp'> {
  readonly centres: readonly Pick<CentreRow, 'occupancy'>[];
}

export function jobSummaryOf({
  cases,
  centres,
  costs,
  overload,
  segments,
  total,
  warmUp,
}: Summary): JobSummary {
  return {
    ...{ cases, total, segments, costs, overload },
    ...(warmUp === undefined ? {} : { warmUp }),
    centres: centres.map(({ occupancy }) => ({ occupancy })),
  };
}

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
  /** How many jobs it works on at once: more need not be handed in ahead. */
  readonly parallel: number;
  begin(scenarios: readonly Scenario[]): Promise<void>;
  run(job: Job): Promise<JobResult>;
  end(): Promise<void>;
}
