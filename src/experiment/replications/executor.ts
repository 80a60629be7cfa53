import { byKey, checked, number, type Of, optional, record, text } from '#base';
import { type CaseFilter, caseFilterKey, type Scenario } from '#domain';
import { briefSummaryForm, HISTOGRAM_LENGTH_MAX, unpackHistogram } from '#statistics';
import { figureRowsForm } from '../measures/figure-rows.ts';
import type { WantedDurations } from '../measures/quantiles.ts';

/** A replication to be simulated, which is a pure function of these values. */
export interface Job {
  /** Index in the experiment's list of scenarios. */
  readonly scenario: number;
  readonly seed: string;
  readonly replication: number;
}

/** What summaries are to contain in addition to the figures of all cases and of each segment. */
export interface Asked {
  /** Cases for which the summary gives service figures. */
  readonly filters?: readonly CaseFilter[];
  /** Durations that are handed over as histograms. */
  readonly durations?: readonly WantedDurations[];
  /** True if the summary is to contain all figures in rows, and the durations of all rows. */
  readonly isDetailed?: boolean;
  /** False if nobody reads controls: in a large scenario they cost as much as half a run. Left out: true. */
  readonly hasControls?: boolean;
}

/** A job as passed to the code that makes the replication. */
export interface FilteredJob extends Job, Asked {}

/** Names what was asked for, so that summaries with other contents do not pass for these. */
export function askedKey({
  durations = [],
  filters = [],
  hasControls = true,
  isDetailed = false,
}: Asked): readonly string[] {
  return [
    ...filters.map(caseFilterKey),
    ...durations.map(({ key }) => `durations ${key}`),
    ...(isDetailed ? ['with all figures'] : []),
    // Summaries of earlier builds have none.
    ...(hasControls ? ['with controls'] : []),
  ];
}

/** Without series and distributions, which would be most of the work apart from the run, and of the data to pass on. */
export const jobSummaryForm = record({
  ...briefSummaryForm.members,
  /** Left out if nobody asked for details. */
  figures: optional(figureRowsForm),
  /**
   * Controls of service levels (`LevelControls`), by what follows the figure in the ids of measures. A level that is left to itself has none.
   * Left out if nobody asked for them, or if the mean of what arrives is not known, as of a run that an overload has ended.
   */
  controls: optional(byKey(number())),
  /** Histograms by the keys of durations, as `packHistogram` writes them. Durations of which there are none are left out. */
  durations: optional(
    byKey(
      checked(text, (packed, reading) => {
        if (packed.length > HISTOGRAM_LENGTH_MAX || unpackHistogram(packed) === null)
          reading.report('not a histogram');
      }),
    ),
  ),
});
export interface JobSummary extends Of<typeof jobSummaryForm> {}

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
  begin(scenarios: readonly Scenario[], asked?: Asked): Promise<void>;
  run(job: Job): Promise<JobResult>;
  /** Nobody waits for the jobs in hand any more: those that cannot finish soon are answered as failed. */
  interrupt(): void;
  end(): Promise<void>;
}
