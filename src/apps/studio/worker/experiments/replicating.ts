import type { Scenario } from '#domain';
import { askedOf, type Measure, type ReplicationRecord, replicate } from '#experiment';
import type { Work } from '../work.ts';
import { type Executors, withExecutor } from './executors.ts';

/** Confidence of all intervals, as in the commands by default. */
export const LEVEL = 0.95;

export interface ReplicationWish {
  readonly replications: number;
  readonly seed: string;
}

/** Replications of each scenario under common random numbers, by scenario, with these measures. */
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
  const report = (inHand: number) => {
    // Helpers report their progress at different times: the bar never moves back.
    share = Math.max(share, Math.min(1, (done + inHand) / all));
    work.progress({ share, stage: 'replicating', cases: done, waiting: all });
  };
  report(0);
  const outcome = await withExecutor(executors, work, report, async (executor) => {
    await executor.begin(scenarios, askedOf(measures));
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
          report(0);
        },
      },
    );
  });
  return outcome.records;
}
