import { RELEVANT } from '#base';
import type { Scenario } from '#domain';
import type { Executor } from '#experiment';
import { type ActionsPage, actionsAnswer } from '#report';
import { type ActionQuestion, askable, findActions } from '../../shared/experiment/action-search.ts';
import { orRefuse, refuse, unlessRefused } from '../../shared/problem.ts';
import { readScenario } from '../../shared/scenario/load-scenario.ts';
import { createThreadExecutor } from '../../shared/threads/thread-pool.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { progressLines, withProgress } from '../progress.ts';

/** Fresh replications of each action that is left at the end of the search. Each takes as long as a run without a ledger. */
const REPLICATIONS = 20;
const LEVEL = 0.95;

interface TrialOptions extends Extent {
  readonly try?: true;
  readonly breach?: string;
  readonly preference?: string;
  readonly quiet?: true;
}

export interface TriedChanges {
  /** For people, in a few sentences. */
  readonly sentence: string;
  readonly page: ActionsPage;
}

/** `goesOn` is asked before each step. Null if it was interrupted, or if a replication failed. */
export function findWithProgress(
  question: ActionQuestion,
  executor: Executor,
  isQuiet: boolean,
  goesOn: () => boolean,
): Promise<ActionsPage | null> {
  const lines = progressLines(isQuiet || process.stderr.isTTY);
  return withProgress('trying actions', isQuiet, 'replications', ({ at }) =>
    findActions(question, executor, (done, of) => {
      at(done / of, done);
      // Before the search, replications choose what to improve.
      lines(() =>
        done === 0 ? 'choosing the target …' : `trying actions: replication ${done} of about ${of} …`,
      );
      return goesOn();
    }),
  );
}

/** How to try changes of the scenario of that name; null if nothing is to be tried. */
export function trialOf(name: string, options: TrialOptions, scenario: Scenario) {
  if (options.try === undefined) return null;
  const { breach, preference } = options;
  if (breach !== undefined || preference !== undefined) {
    const option = breach === undefined ? '--preference' : '--breach';
    return refuse(`--try makes replications without ${option}`, 'leave one of the two out');
  }
  const measures = orRefuse(askable(scenario, null));
  const cut = (one: Scenario) => unlessRefused(() => withExtent(one, options));
  const read = readScenario(name, options.backlog, options.set);
  return async (seed: string, threads: number, signal: AbortSignal): Promise<TriedChanges> => {
    const extent = { seed, replications: REPLICATIONS, level: LEVEL, relevance: RELEVANT };
    const question = { ...read, measures, cut, ...extent };
    const executor = createThreadExecutor(threads);
    try {
      const isQuiet = options.quiet === true;
      const page = await findWithProgress(question, executor, isQuiet, () => !signal.aborted);
      if (page === null)
        return refuse('a replication of --try failed', 'run it without --try; meridian validate may say why');
      return { sentence: actionsAnswer(page).join(' '), page };
    } finally {
      await executor.end();
    }
  };
}
