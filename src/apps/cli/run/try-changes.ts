import { definite } from '#base';
import type { Scenario } from '#domain';
import { type Trial, type Trials, tryMoreAgents, wantedShares } from '#experiment';
import { NOTHING_TO_TRY, type triableTarget, trialSentence } from '#report';
import { refuse } from '../../shared/problem.ts';
import { createThreadExecutor } from '../../shared/threads/thread-executor.ts';
import { threadsOf } from '../experiment/settings.ts';
import { withProgress } from '../progress.ts';

/** Number of replications. Fewer give wide intervals; each takes as long as a run without a ledger. */
const REPLICATIONS = 9;
const AGENTS_MOST = 4;
const LEVEL = 0.95;

interface TrialOptions {
  readonly try?: true;
  readonly audit: boolean;
  readonly ledger: boolean;
  readonly breach?: string;
  readonly preference?: string;
  readonly threads?: string;
}

export interface TrialSettings {
  readonly threads: number;
}

/** Null if nothing is to be tried. Refuses options that replications in threads cannot support. */
export function trialsOf(options: TrialOptions): TrialSettings | null {
  if (options.try === undefined) return null;
  const { audit, breach, ledger, preference } = options;
  if (!ledger || !audit) {
    const message = '--try needs the ledger of the run: it says which cases were late, and why';
    return refuse(message, 'leave --no-ledger and --no-audit out');
  }
  if (breach !== undefined || preference !== undefined) {
    const option = breach === undefined ? '--preference' : '--breach';
    return refuse(`--try makes replications without ${option}`, 'leave one of the two out');
  }
  const threads = threadsOf(options);
  return { threads };
}

export interface TriedChanges {
  /** One sentence for people. */
  readonly sentence: string;
  /** Null if there was nothing to try. */
  readonly trials: (Trials & { readonly measure: string }) | null;
  /** Added agents with which the target is met, in the scenario with their shifts; null if none were found. */
  readonly required: (Pick<Trial, 'added'> & { readonly scenario: Scenario }) | null;
}

interface Quest {
  readonly scenario: Scenario;
  readonly quest: ReturnType<typeof triableTarget>;
  readonly seed: string;
  readonly isQuiet: boolean;
}

/** Simulates more agents in the understaffed shifts, one after the other and then together, until the target is met. */
export async function tryChanges(
  { isQuiet, quest, scenario, seed }: Quest,
  { threads }: TrialSettings,
  signal: AbortSignal,
): Promise<TriedChanges> {
  if (quest === null) return { sentence: NOTHING_TO_TRY, trials: null, required: null };
  const { shifts, target } = quest;
  const share = wantedShares(scenario).find(({ measure }) => measure.id === target.measure);
  const plan = {
    scenario: quest.scenario,
    ...definite(share, 'targets have measures'),
    shifts,
    seed,
    agentsMax: AGENTS_MOST,
    replications: REPLICATIONS,
    level: LEVEL,
  };
  const executor = createThreadExecutor(threads);
  // Each shift by itself, and several at once.
  const rounds = shifts.length + (shifts.length > 1 ? 1 : 0);
  const most = (1 + AGENTS_MOST * rounds) * REPLICATIONS;
  try {
    const trials = await withProgress('trying changes', isQuiet, 'replications', (progress) => {
      let made = 0;
      const done = () => progress.at(++made / most, made);
      return tryMoreAgents(plan, executor, { isInterrupted: () => signal.aborted, done });
    });
    if (trials === null)
      return refuse('a replication of --try failed', 'run it without --try; meridian validate may say why');
    const sentence = trialSentence(trials, quest);
    const met = trials.tried.find(({ attainment }) => attainment === 'met');
    const required = met === undefined ? null : { scenario: quest.scenario, added: met.added };
    return { sentence, trials: { ...trials, measure: target.measure }, required };
  } finally {
    await executor.end();
  }
}
