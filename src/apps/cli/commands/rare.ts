import { type Scenario, textOfBranches } from '#domain';
import {
  casesByRates,
  combineRuns,
  IMPORTANCES,
  type Importance,
  type Pilot,
  type RareResult,
  type SplittingPlan,
  type SplittingRun,
} from '#experiment';
import { type RarePage, rareAnswer, renderRareText } from '#report';
import { readRareEvent } from '../../shared/experiment/rare-event.ts';
import { printJson, printText, textOptions } from '../../shared/print.ts';
import { interrupted, refuse, together } from '../../shared/problem.ts';
import { aborted, type CommandContext } from '../../shared/run-command.ts';
import { type ThreadPool, withThreads } from '../../shared/threads/thread-pool.ts';
import { quoted } from '../completion/command-shapes.ts';
import { threadsOf } from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { share, wholeNumber } from '../options/values.ts';
import { withProgress } from '../progress.ts';

export interface RareOptions extends Extent {
  readonly event: string;
  readonly count: Importance;
  readonly runs: string;
  readonly paths: string;
  readonly level: string;
  readonly seed?: string;
  readonly threads?: string;
  readonly quiet?: true;
  readonly json?: true;
}

interface Asked {
  readonly plan: Omit<SplittingPlan, 'levels'>;
  readonly runs: number;
  readonly level: number;
  readonly threads: number;
}

/** `meridian rare`: how probable an event is that simulation hardly ever shows, by multilevel splitting. */
export async function rare(name: string, options: RareOptions, { signal }: CommandContext): Promise<void> {
  const scenario = loadForExperiment(name, options);
  const asked = askedOf(scenario, options);
  const { level, plan, runs } = asked;
  const made = await splitInThreads(scenario, asked, options.quiet === true || options.json === true, signal);
  const cases = plan.event.isShare ? casesByRates(scenario, plan.event.segment, plan.fromMs) : null;
  const result = combineRuns(made.pilot, made.runs, level, cases);
  const { event, fromMs, paths } = plan;
  const commands = commandsOf(name, options, scenario, result);
  const page: RarePage = { scenario, event, fromMs, runs, paths, level, result, commands };
  if (options.json === true) {
    const question = {
      scenario: scenario.name,
      event: options.event,
      count: plan.importance,
      seed: plan.seed,
    };
    printJson({ ...question, answer: rareAnswer(page), runs, paths, ...result, commands });
  } else printText(renderRareText(page, textOptions()));
}

function askedOf(scenario: Scenario, options: RareOptions): Asked {
  const { count, seed = scenario.seed } = options;
  const { event, fromMs, importance, level, paths, runs, threads } = together({
    event: () => eventOf(scenario, options.event),
    fromMs: () => warmUpOf(scenario),
    runs: () => wholeNumber('--runs', options.runs, 2, 1000),
    paths: () => wholeNumber('--paths', options.paths, 10, 100_000, 200),
    level: () => share('--level', options.level),
    threads: () => threadsOf(options),
    importance: () =>
      IMPORTANCES.includes(count)
        ? count
        : refuse(`--count ${count} is nothing that levels count`, `choose one of ${IMPORTANCES.join(', ')}`),
  });
  return { plan: { event, fromMs, importance, paths, seed }, level, runs, threads };
}

function eventOf(scenario: Scenario, text: string): SplittingPlan['event'] {
  const event = readRareEvent(text, scenario);
  if (event.ok) return event.value;
  const { column, message, remedy } = event.problem;
  return refuse(`--event "${text}", column ${column}: ${message}`, remedy);
}

function warmUpOf({ warmUp }: Scenario): number {
  if (warmUp === undefined) return 0;
  if ('forMs' in warmUp) return warmUp.forMs;
  return refuse(
    'the warm-up is to be found by a run, but splitting needs a fixed one',
    'write e.g. --warm-up "2 days"',
  );
}

interface Made {
  readonly pilot: Pilot;
  readonly runs: readonly SplittingRun[];
}

/** The pilot, then the runs; they do not depend on the number of threads. */
async function splitInThreads(
  scenario: Scenario,
  { plan, runs, threads }: Asked,
  isQuiet: boolean,
  signal: AbortSignal,
): Promise<Made> {
  const split = (pool: ThreadPool) =>
    withProgress('splitting', isQuiet, 'runs', async (progress) => {
      const number = pool.add(scenario);
      const job = (replication: number) => ({ scenario: number, seed: plan.seed, replication });
      const piloted = await pool.make('pilot', job(0), plan);
      if ('failed' in piloted) return piloted;
      const pilot = piloted.made;
      let done = 0;
      const all = await Promise.all(
        Array.from({ length: runs }, async (_, k) => {
          const result = await pool.make('split', job(k), { ...plan, levels: pilot.levels });
          if (!signal.aborted) progress.at(++done / runs, done);
          return result;
        }),
      );
      const made = all.flatMap((one) => ('made' in one ? one.made : []));
      return all.find((one) => 'failed' in one) ?? { pilot, runs: made };
    });
  const made = await withThreads(threads, (pool) => Promise.race([split(pool), aborted(signal)]));
  if (made === undefined || signal.aborted) return interrupted('nothing was written');
  return 'failed' in made
    ? refuse(`a run failed: ${made.failed}`, 'use fewer --threads, or a shorter run')
    : made;
}

/** Commands that make a path to the event again with its ledger, and tell the story of its case. */
function commandsOf(
  name: string,
  { until, warmUp }: Extent,
  scenario: Scenario,
  { example }: RareResult,
): RarePage['commands'] {
  if (example === null) return null;
  const { branches, caseNumber, replication, seed } = example;
  const folder = `runs/${scenario.name}-rare`;
  const extent = [
    ...(until === undefined ? [] : ['--until', quoted(until)]),
    ...(warmUp === undefined ? [] : ['--warm-up', quoted(warmUp)]),
  ];
  const chance = ['--seed', quoted(seed), '--replication', replication];
  const branched = branches.length === 0 ? [] : ['--branches', quoted(textOfBranches(branches))];
  const again = ['meridian run', quoted(name), ...chance, ...branched, ...extent, '--out', quoted(folder)];
  return [again.join(' '), `meridian trace ${quoted(folder)} ${caseNumber}`];
}
