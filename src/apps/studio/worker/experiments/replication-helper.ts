import type { Scenario } from '#domain';
import { SpareParts } from '#engine';
import { createJobRunner, type FilteredJob, type JobResult } from '#experiment';
import { sha256 } from '../../../shared/hashes-in-browsers.ts';

/** Name of a worker that makes replications for another worker. */
export const HELPER_NAME = 'meridian replications';

/** A message to a helper: the scenarios of the following jobs, or a job. */
export type HelperTask = { readonly scenarios: readonly Scenario[] } | { readonly job: FilteredJob };

/** A message from a helper: the share of its job that is done, 0 to 1, and finally the result. */
export type HelperTold = { readonly share: number } | { readonly result: JobResult };

export interface HelperLine {
  postMessage(message: HelperTold): void;
  onmessage: ((event: { readonly data: HelperTask }) => void) | null;
}

/** Makes replications on request, one after the other. */
export function serveReplications(line: HelperLine): void {
  const spare = new SpareParts();
  const report = (share: number) => line.postMessage({ share });
  const runnerOf = (scenarios: readonly Scenario[]) =>
    // The page's security policy forbids compiled engines.
    createJobRunner(scenarios, sha256, { engine: 'table', spare, watch: report });
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
