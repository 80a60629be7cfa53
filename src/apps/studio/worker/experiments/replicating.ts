import type { Scenario } from '#domain';
import { filtersOf, type Measure, type ReplicationRecord, replicate } from '#experiment';
import type { Work } from '../work.ts';
import { type Executors, withExecutor } from './executors.ts';

/** Confidence of all intervals, as the commands have it by default. */
export const LEVEL = 0.95;

export interface ReplicationWish {
  readonly replications: number;
  readonly seed: string;
}

/** Replications of each scenario under common random numbers, by scenario; `measures` of each. */
export async function recordsOf(
  scenarios: readonly Scenario[],
  measures: readonly Measure[],
  { replications, seed }: ReplicationWish,
  executors: Executors,
  work: Work,
): Promise<readonly (readonly ReplicationRecord[])[]> {
  const all = replications * scenarios.length;
  let done = 0;
  let share = 0;
  const tell = (inHand: number) => {
    // What is in hand is told by each helper in its own time: the bar does not go back for that.
    share = Math.max(share, Math.min(1, (done + inHand) / all));
    work.progress({ share, stage: 'replicating', cases: done, waiting: all });
  };
  tell(0);
  const outcome = await withExecutor(executors, work, tell, async (executor) => {
    await executor.begin(scenarios, filtersOf(measures));
    return replicate(
      {
        measures: scenarios.map(() => measures),
        seed,
        level: LEVEL,
        stopping: { minimum: replications, maximum: replications, precision: null, measures: [] },
      },
      executor,
      { known: [], add: () => {} },
      {
        isInterrupted: () => work.signal.aborted,
        done: () => {
          done++;
          tell(0);
        },
      },
    );
  });
  return outcome.records;
}
