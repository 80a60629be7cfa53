import type { Scenario } from '#domain';
import { SpareParts } from '#engine';
import { createJobRunner, type FilteredJob, type JobResult } from '#experiment';
import { sha256 } from '../sha256.ts';

/** Name of a worker that makes replications for another one. */
export const HELPER_NAME = 'meridian replications';

/** What a helper is told: the scenarios of the jobs that follow, or a job. */
export type HelperTask = { readonly scenarios: readonly Scenario[] } | { readonly job: FilteredJob };

/** How much of its job it has done, 0 to 1; at last what the job came to. */
export type HelperTold = { readonly share: number } | { readonly result: JobResult };

export interface HelperLine {
  postMessage(told: HelperTold): void;
  onmessage: ((event: { readonly data: HelperTask }) => void) | null;
}

/** Makes the replications it is asked for, one after the other. */
export function serveReplications(line: HelperLine): void {
  const spare = new SpareParts();
  const told = (share: number) => line.postMessage({ share });
  const runnerOf = (scenarios: readonly Scenario[]) =>
    // Code may not be made from text here.
    createJobRunner(scenarios, sha256, 'table', spare, told);
  let run = runnerOf([]);
  line.onmessage = ({ data }) => {
    if ('scenarios' in data) run = runnerOf(data.scenarios);
    else line.postMessage({ result: resultOf(run, data.job) });
  };
}

function resultOf(run: (job: FilteredJob) => JobResult, job: FilteredJob): JobResult {
  try {
    return run(job);
  } catch (error) {
    return { job, failed: error instanceof Error ? error.message : String(error) };
  }
}
