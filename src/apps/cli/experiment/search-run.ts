import { type Result, success } from '#base';
import type { Executor } from '#experiment';
import { attempt, interrupted, type Problem, refusalOf } from '../../shared/problem.ts';
import { createEnding } from './ending.ts';
import { openExecutors } from './executors.ts';
import { createKeepingExecutor } from './kept-jobs.ts';
import { openKeptLines, refuseEarlierLines } from './kept-lines.ts';
import { NO_PLACE, preparePlace, TRIED } from './result-place.ts';
import type { ExperimentTask } from './settings.ts';

/**
 * Runs a search that chooses each step by the results so far. Stores these in the unfinished folder. `search` calls
 * `goesOn` before each step; once it is false, the return value does not matter.
 */
export async function runSearch<Found>(
  search: (executor: Executor, goesOn: () => boolean) => Promise<Found>,
  kind: string,
  { context, options, place, settings }: ExperimentTask,
): Promise<Result<Found, Problem>> {
  const ending = createEnding(context.signal);
  const executors = await openExecutors(options, settings.threads, ending.cancel);
  if (!executors.ok) return executors;
  try {
    const opened = attempt(place.unfinished, NO_PLACE, () => {
      if (options.resume === true) {
        const current = refuseEarlierLines(place, TRIED, TRIED);
        if (!current.ok) return current;
      }
      const prepared = preparePlace(place);
      if (!prepared.ok) return prepared;
      const lines = openKeptLines(place, TRIED, `${TRIED} 2`, options.resume === true);
      return success(createKeepingExecutor(executors.value.create(kind), lines, ending));
    });
    if (!opened.ok) return opened;
    const executor = opened.value;
    ending.signal.addEventListener('abort', () => executor.interrupt());
    const found = await search(executor, () => !ending.signal.aborted).finally(() => executor.end());
    if (!ending.signal.aborted) executor.finish();
    if (ending.refusal() !== null) {
      return refusalOf(ending.refusal(), place.unfinished, 'make room, and continue with --resume');
    }
    if (!ending.signal.aborted) return success(found);
    return interrupted(`what was tried is kept in ${place.unfinished}; --resume continues`);
  } finally {
    await executors.value.close();
  }
}
