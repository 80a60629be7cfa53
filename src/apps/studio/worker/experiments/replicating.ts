import type { Scenario } from '#domain';
import { askedOf, type Executor, type Measure, type ReplicationRecord, replicate } from '#experiment';
import { goesOn, Refusal } from '../work.ts';
import { type Bench, withExecutor } from './executors.ts';

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
  bench: Bench,
): Promise<readonly (readonly ReplicationRecord[])[]> {
  const all = replications * scenarios.length;
  let done = 0;
  let share = 0;
  const report = (inHand: number) => {
    // Helpers report their progress at different times: the bar never moves back.
    share = Math.max(share, Math.min(1, (done + inHand) / all));
    goesOn(bench.work, 'replicating', share, done, all);
  };
  report(0);
  const made = async (executor: Executor) => {
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
        isInterrupted: () => bench.work.signal.aborted,
        done: () => {
          done++;
          report(0);
        },
      },
    );
  };
  const { records } = await withExecutor(bench, made, report);
  return records;
}

/** Rewords a problem with goals or guards for the page, which has no command-line options. */
export function goalRefusal(problem: { readonly message: string; readonly remedy: string }): Refusal {
  const inPage = (text: string) =>
    text
      .replace(/^--goal /, 'the goal ')
      .replace(/--goal "([^"]*)"/g, '$1')
      .replace(/--without-guard (\w+) switches a guard off/, 'switch a guard off, such as $1');
  return new Refusal(`${inPage(problem.message)}: ${inPage(problem.remedy)}`);
}
